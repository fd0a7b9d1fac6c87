"""People who came without being on the sheet."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Account
from app.attendance import policy
from app.attendance.actions import record
from app.attendance.models import Mark
from app.core.clock import PARIS
from app.core.db import add, db
from app.core.errors import Refusal
from app.directory import postings
from app.directory.actions import person_for
from app.directory.models import Person
from app.events.models import Event, HalfDay
from app.events.queries import hold
from app.events.words import Modality
from app.journal import actions as journal
from app.registrations.models import Origin, Registration, Standing
from app.registrations.queries import registration_of


@dataclass(frozen=True)
class Newcomer:
    """Someone that the directory may not know yet; many leave no address at the door."""

    first_name: str
    last_name: str
    email: str
    where: postings.Place


def walk_in(event: Event, person: Person, half_day: HalfDay, account: Account, at: datetime) -> Registration:
    """The person is on the sheet and present, over and above the seats: someone who came is in the room."""
    policy.expect_open(event, at)
    policy.expect_begun(event, half_day, at)
    hold(event)  # two people at the door may add the same person
    known = registration_of(event.id, person.id)
    if known is not None and known.is_confirmed:
        raise Refusal(f"{person.name} figure déjà sur la feuille : cherchez son nom dans la liste.")
    before = known.standing if known else None
    registration = known or add(_registration(event, person, account, at))
    # Waiting, being examined, or refused: whatever was decided, they came.
    registration.standing, registration.confirmed_at = Standing.CONFIRMED, at
    db.session.flush()
    journal.write(account.actor, "walk_in", registration.thing, at=at, after={"event": event.public_id})
    recording = record(event, half_day, {registration: Mark.PRESENT}, account, at)
    if recording is not None:
        recording.walk_in_id, recording.walk_in_before = registration.id, before
    return registration


def newcomer(who: Newcomer, at: datetime) -> Person:
    """The person of the directory with this address, or a new one; without address, always a new one."""
    if who.email:
        place = who.where._asdict()
        return person_for(who.email, who.first_name, who.last_name, **place, at=at)
    person = Person(email=None, first_name=who.first_name, last_name=who.last_name, created_at=at)
    person.refresh_search()
    add(person)
    postings.post(person, postings.place(*who.where), at.astimezone(PARIS).date())
    return person


def _registration(event: Event, person: Person, account: Account, at: datetime) -> Registration:
    return Registration(
        event=event,
        person=person,
        standing=Standing.CONFIRMED,
        origin=Origin.WALK_IN,
        modality=Modality.ONLINE if event.is_online else Modality.ONSITE,
        organisation_id=person.organisation_id,
        department_code=person.department_code,
        job_role_code=person.job_role_code,
        registered_by=account.actor,
        registered_at=at,
        confirmed_at=at,
    )
