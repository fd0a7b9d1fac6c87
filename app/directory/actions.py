"""What one does with people: know them, move them, correct them."""

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from app.accounts.models import Account
from app.core.clock import PARIS
from app.core.db import add, db
from app.core.errors import Refusal
from app.core.text import canonical_email
from app.directory import postings
from app.directory.models import Person
from app.directory.people_queries import absorbed_by, cared_for, open_posting
from app.directory.queries import person_by_email
from app.directory.undeliverable import mark
from app.journal import actions as journal

TAKEN = "Cette adresse est déjà celle d’une autre personne de l’annuaire."


def person_for(
    email: str,
    first_name: str,
    last_name: str,
    *,
    organisation_id: int | None,
    department_code: str | None,
    job_role_code: str | None,
    at: datetime,
) -> Person:
    """The one person of this address: known, and then completed where nothing was known of their posting, or new."""
    where = postings.place(organisation_id, department_code, job_role_code)
    if known := person_by_email(email):
        postings.complete(known, where, _day(at))
        return known
    person = _new(canonical_email(email), first_name, last_name, None, at)
    try:
        # Two demands with the same new address may arrive at once: the index lets one in, the other reads it again.
        with db.session.begin_nested():
            add(person)
    except IntegrityError:
        if known := person_by_email(email):
            return known
        raise
    postings.post(person, where, _day(at))
    mark([person])
    return person


def create(
    account: Account,
    *,
    email: str | None,
    first_name: str,
    last_name: str,
    phone: str | None = None,
    cared_for_by: Person | None = None,
    organisation_id: int | None,
    department_code: str | None,
    job_role_code: str | None,
    at: datetime,
) -> Person:
    """A new person in the directory; someone without an address needs a person who looks after their letters."""
    if email and person_by_email(email):
        raise Refusal(TAKEN, "email")
    _expect_letterbox(email, cared_for_by)
    person = add(_new(canonical_email(email or ""), first_name, last_name, cared_for_by, at))
    person.phone = phone or None
    mark([person])
    postings.post(person, postings.place(organisation_id, department_code, job_role_code), _day(at))
    journal.write(account.actor, "person_created", person.actor, at=at)
    return person


def correct(
    person: Person,
    account: Account,
    *,
    email: str | None,
    first_name: str,
    last_name: str,
    phone: str | None,
    cared_for_by: Person | None,
    at: datetime,
) -> None:
    """What was badly written of a person is right."""
    if cared_for_by is not None and cared_for_by.id == person.id:
        raise Refusal("Une personne ne peut pas être son propre secrétariat.", "cared_for_by")
    _expect_letterbox(canonical_email(email or ""), cared_for_by)
    if person.cared_for_by is not cared_for_by:
        person.cared_for_by = cared_for_by
        mark([person])
    correct_email(person, email, account, at=at)
    person.first_name, person.last_name, person.phone = first_name, last_name, phone or None
    person.refresh_search()
    journal.write(account.actor, "person_corrected", person.actor, at=at)


def correct_email(person: Person, email: str | None, account: Account, *, at: datetime) -> None:
    """Letters go to another address from now on; links sent to the old one no longer open anything."""
    address = canonical_email(email or "")
    if address == person.email:
        return
    known = person_by_email(address) if address else None
    if known and known.id != person.id:
        raise Refusal(TAKEN, "email")
    _expect_letterbox(address, person.cared_for_by)
    _free(address, person)
    person.email = address
    for row in (person, *absorbed_by(person)):  # letters about what they lived under another row went to that address too
        row.version += 1
    mark([person, *cared_for(person)])
    person.refresh_search()
    journal.write(account.actor, "person_address_corrected", person.actor, at=at)


def _free(address: str | None, person: Person) -> None:
    """An address that the person had under another of their rows becomes free to be theirs again."""
    for other in absorbed_by(person):
        if address and other.email == address:
            other.email = None
    db.session.flush()


def move(
    person: Person,
    account: Account,
    *,
    organisation_id: int | None,
    department_code: str | None,
    job_role_code: str | None,
    on: date,
    at: datetime,
) -> None:
    """The person works elsewhere, or as something else, from that day on; where they worked before is kept."""
    where = postings.place(organisation_id, department_code, job_role_code)
    if where == postings.place_of(person):
        return
    current = open_posting(person.id)
    if current and on < current.started_on:
        raise Refusal("Cette date précède le début de la fonction actuelle.", "moved_on")
    postings.post(person, where, on)
    journal.write(account.actor, "person_moved", person.actor, at=at)


def _day(at: datetime) -> date:
    return at.astimezone(PARIS).date()


def _new(email: str | None, first_name: str, last_name: str, cared_for_by: Person | None, at: datetime) -> Person:
    person = Person(email=email, first_name=first_name, last_name=last_name, cared_for_by=cared_for_by, created_at=at)
    person.refresh_search()
    return person


def _expect_letterbox(email: str | None, cared_for_by: Person | None) -> None:
    if not email and (cared_for_by is None or not cared_for_by.email):
        raise Refusal("Sans adresse, indiquez celle du secrétariat qui reçoit ses courriels.", "email")
