"""Two rows turn out to be one person."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Account
from app.core.clock import PARIS
from app.core.db import db
from app.core.errors import Refusal
from app.directory import postings
from app.directory.models import Person
from app.directory.people_queries import absorbed_by, cared_for, open_posting
from app.journal import actions as journal


@dataclass(frozen=True)
class Prospect:
    """What the row that stays would receive from the other, and what of the other would no longer be shown: labels and words."""

    received: list[tuple[str, str]]
    dropped: list[tuple[str, str]]


def prospect(lost: Person, kept: Person) -> Prospect:
    """What merging these two would do to what is known of the person, field by field; nothing is changed."""
    mine, theirs = _said(kept), _said(lost)
    place = postings.completed(postings.place_of(kept), postings.place_of(lost))
    taken = {label for label, now, after in zip(PLACE, postings.place_of(kept), place, strict=True) if now != after}
    taken |= {label for label in ("Adresse", "Téléphone") if theirs[label] and not mine[label]}
    different = [label for label, words in theirs.items() if words and words != mine[label] and label not in taken]
    return Prospect([(label, theirs[label]) for label in theirs if label in taken], [(label, theirs[label]) for label in different])


PLACE = ("Structure", "Département", "Fonction")  # in the order of a Place


def _said(person: Person) -> dict[str, str]:
    return {
        "Nom": person.name,
        "Adresse": person.email or "",
        "Structure": person.organisation.short_name if person.organisation else "",
        "Fonction": person.job_role.label if person.job_role else "",
        "Département": person.department.label if person.department else "",
        "Téléphone": person.phone or "",
    }


def merge(lost: Person, kept: Person, account: Account, *, at: datetime) -> None:
    """Whoever asks for the first person finds the second from now on; nothing that was lived by either is rewritten."""
    if lost.id == kept.id:
        raise Refusal("Choisissez deux personnes différentes.")
    if lost.merged_into_id is not None or kept.merged_into_id is not None:
        raise Refusal("L’une de ces deux fiches a déjà été fusionnée.")
    for other in [lost, *absorbed_by(lost)]:
        other.merged_into_id = kept.id
    for person in cared_for(lost):
        person.cared_for_by = kept if person.id != kept.id else None
    _take_what_is_missing(lost, kept, at)
    db.session.flush()
    journal.write(account.actor, "person_merged", kept.actor, at=at, before={"also": lost.actor})


def _take_what_is_missing(lost: Person, kept: Person, at: datetime) -> None:
    on = at.astimezone(PARIS).date()
    if posting := open_posting(lost.id):
        posting.ended_on = max(on, posting.started_on)
    postings.complete(kept, postings.place_of(lost), on)
    kept.phone = kept.phone or lost.phone
    if kept.email is None and lost.email:
        # Flushed in between: the index knows one person per address.
        address, lost.email = lost.email, None
        db.session.flush()
        kept.email = address
    kept.refresh_search()
