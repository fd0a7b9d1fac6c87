"""From the ids that the outbox kept to the letters of ``mails.py`` and ``event_mails.py``."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from app.directory.models import Person
from app.directory.queries import same_person
from app.invitations.letters import has_stopped_mail, source_of, unsubscribe_of
from app.invitations.models import CalendarObject, Invitation
from app.invitations.queries import event_numbered, object_numbered, person_numbered
from app.outbox.letter import Letter
from app.registrations import answer_mails, event_mails, mails, queries
from app.registrations.models import Registration

Ids = dict[str, Any]
OfRegistration = Callable[[Registration, Person, CalendarObject | None, datetime], Letter | None]


def waiting(ids: Ids, at: datetime) -> Letter | None:
    registration = _registration(ids)
    if registration is None:
        return None
    return mails.waiting(registration, same_person(registration.person), at, by_calendar="by_calendar" in ids)


def pending(ids: Ids, at: datetime) -> Letter | None:
    registration = _registration(ids)
    return mails.pending(registration, same_person(registration.person), at) if registration else None


def refused(ids: Ids, at: datetime) -> Letter | None:
    registration = _registration(ids)
    if registration is None:
        return None
    return mails.refused(registration, same_person(registration.person), _object(ids), at, ids.get("word", ""))


def change(ids: Ids, at: datetime) -> Letter | None:
    """What the organiser changed, or the person's own choice of how they come."""
    if "own" in ids:
        return _of_registration(mails.own_change)(ids, at)
    before = {name: str(words) for name, words in ids.items() if name.startswith("before_") or name in ("changed", "lost")}
    return _to_concerned(ids, at, partial(event_mails.change, at=at, before=before))


def called_off(ids: Ids, at: datetime) -> Letter | None:
    return _to_concerned(ids, at, partial(event_mails.called_off, at=at))


def _to_concerned(ids: Ids, at: datetime, make: Callable[..., Letter | None]) -> Letter | None:
    """To someone registered or invited; to those who were only told the date, as mail of the network, unless they stopped it since."""
    event, person, source = event_numbered(ids["event_id"]), person_numbered(ids["person_id"]), _source(ids)
    if event is None or person is None or (source is None and "announced" not in ids):
        return None
    person = same_person(person)
    if source:
        return make(event, person, source, _object(ids))
    if has_stopped_mail(event, person, at):
        return None
    letter = make(event, person, None, None)
    return replace(letter, unsubscribe=unsubscribe_of(event, person, at)) if letter else None


def confirm_address(ids: Ids, at: datetime) -> Letter | None:
    demand = queries.demand_numbered(ids["demand_id"])
    return mails.confirm_address(demand, at) if demand else None


def already_registered(ids: Ids, at: datetime) -> Letter | None:
    """The link of one registration, or of all those to come when the person asked for them."""
    registration = _registration(ids)
    if registration:
        return mails.already_registered(registration, same_person(registration.person), at)
    person = person_numbered(ids.get("person_id") or 0)
    if person is None:
        return None
    person = same_person(person)
    return mails.my_registrations(person, queries.coming_registrations_by(person, at), at)


def answer_accepted(ids: Ids, at: datetime) -> Letter | None:
    registration = _registration(ids)
    if registration is None:
        return None
    return answer_mails.accepted(registration, same_person(registration.person), at, other_days="other_days" in ids)


def answer_refused(ids: Ids, at: datetime) -> Letter | None:
    return _answered(partial(answer_mails.refused, because=str(ids.get("because", ""))))(ids, at)


def _answered(make: Callable[[Registration | Invitation, Person, datetime], Letter | None]) -> Callable[[Ids, datetime], Letter | None]:
    def made(ids: Ids, at: datetime) -> Letter | None:
        source = _source(ids)
        return make(source, same_person(source.person), at) if source else None

    return made


def answer_to_confirm(ids: Ids, at: datetime) -> Letter | None:
    source = _source(ids)
    if source is None:
        return None
    return answer_mails.to_confirm(source, same_person(source.person), _object(ids), at, ids.get("said", ""))


def _of_registration(make: OfRegistration) -> Callable[[Ids, datetime], Letter | None]:
    def made(ids: Ids, at: datetime) -> Letter | None:
        registration = _registration(ids)
        return make(registration, same_person(registration.person), _object(ids), at) if registration else None

    return made


def _registration(ids: Ids) -> Registration | None:
    return queries.registration_numbered(ids["registration_id"]) if "registration_id" in ids else None


def _source(ids: Ids) -> Registration | Invitation | None:
    return _registration(ids) or source_of(ids)


def _object(ids: Ids) -> CalendarObject | None:
    return object_numbered(ids["object_id"]) if "object_id" in ids else None


LETTERS: dict[str, Callable[[Ids, datetime], Letter | None]] = {
    "confirm_address": confirm_address,
    "already_registered": already_registered,
    "confirmation": _of_registration(mails.confirmation),
    "waiting": waiting,
    "pending": pending,
    "seat_freed": _of_registration(mails.seat_freed),
    "refused": refused,
    "withdrawal": _of_registration(mails.withdrawal),
    "answer_accepted": answer_accepted,
    "answer_declined": _answered(answer_mails.declined),
    "answer_refused": answer_refused,
    "answer_to_confirm": answer_to_confirm,
    "change": change,
    "called_off": called_off,
}
