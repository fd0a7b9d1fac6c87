"""Two rows turn out to be one person."""

from datetime import datetime

from app.accounts.models import Account
from app.core.clock import PARIS
from app.core.db import db
from app.core.errors import Refusal
from app.directory import postings
from app.directory.models import Person
from app.directory.people_queries import absorbed_by, cared_for, open_posting
from app.journal import actions as journal


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
