"""Who is told what: every letter about a registration is put here, with the calendar objects it opens, moves or closes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.directory.models import Person
from app.directory.queries import same_person
from app.events.models import Event
from app.events.words import Modality
from app.invitations.calendars import calendar_objects, close, close_calendar_objects, follow_days, note_own_change
from app.invitations.facts import where_words
from app.invitations.models import CalendarObject, PartStat
from app.invitations.queries import open_invitations, open_objects_of
from app.invitations.sendings_queries import announced_to
from app.journal import actions as journal
from app.outbox import actions as outbox
from app.outbox.actions import Copy
from app.outbox.lease_queries import not_yet_written_to, withdraw_unsent
from app.registrations import seats
from app.registrations.models import Registration
from app.registrations.queries import answered_or_asked, live_of
from app.ui.french import when

Facts = Mapping[str, Any]
FIRST_LETTERS = ("save_the_date", "invitation")  # they leave by thousands, after what a person waits for


@dataclass(frozen=True)
class Concerned:
    """Someone to tell, why we know them, how they come, and what their calendar holds."""

    person: Person
    ids: dict[str, int]
    modality: Modality
    objects: list[CalendarObject]

    @property
    def is_announced(self) -> bool:
        """Whether all they ever had of the event is its date."""
        return "announced" in self.ids

    def copy(self, fact: str, one: CalendarObject | None, **facts: int | str) -> Copy:
        """Their letter about one day, or about the event as a whole."""
        key = f"{fact}-person-{self.person.id}-{one.id if one else 0}"
        return Copy(self.person.letterbox, key, self.person.id, {**self.ids, **_object(one), **facts})


def concerned(event: Event) -> list[Concerned]:
    """Those who registered or wait, then those who were asked and did not answer, then those who keep the date.

    Each once, under the name they bear now.
    """
    held = open_objects_of(event.id)
    found: dict[int, Concerned] = {}
    for registration in live_of(event):
        _note(found, registration.person, {"registration_id": registration.id}, registration.modality, held)
    for invitation in open_invitations(event.id):
        _note(found, invitation.person, {"invitation_id": invitation.id}, event.modality, held)
    for person in _only_announced(event):
        _note(found, person, {"announced": 1}, event.modality, held)
    return list(found.values())


def concerned_by(event: Event, changed: set[str]) -> list[Concerned]:
    """Those of them for whom these changes matter."""
    return [one for one in concerned(event) if _matters(changed, event, one)]


def _only_announced(event: Event) -> list[Person]:
    people = announced_to(event)
    known = answered_or_asked(event) if people else set()
    return [person for person in people if person.id not in known]


def tell_standing(registration: Registration, at: datetime) -> None:
    """The person learns at once where they stand: confirmed, in line, or waiting for the facilitator's word."""
    if registration.part is not registration.part.PARTICIPANT and not registration.is_confirmed:
        return
    if registration.is_confirmed:
        if registration.event.has_begun(at):
            return  # a walk-in is there already
        _tell_days(registration, "confirmation", _days_of(registration, at), at)
    elif registration.is_waiting:
        _put("waiting", registration, at)
    elif registration.is_pending:
        _put("pending", registration, at)


def tell_answer(registration: Registration, at: datetime, *, comes_back: bool = False) -> None:
    """They accepted in their calendar: they learn where they stand, without a calendar part, and how to change it.

    Who ``comes_back`` had declined every day, which took all of them out of their calendar: the other days are put into it again.
    """
    if registration.is_confirmed:
        lost = [one for one in _days_of(registration, at) if one.partstat is PartStat.DECLINED] if comes_back else []
        _put("answer_accepted", registration, at, **({"other_days": 1} if lost else {}))
        _tell_days(registration, "confirmation", lost, at)
    elif registration.is_waiting:
        _put("waiting", registration, at, by_calendar=1)
    else:
        tell_standing(registration, at)


def tell_declined(registration: Registration, at: datetime) -> None:
    """They declined in their calendar: it is noted, with the way back; the calendar keeps its identifier, for a later version."""
    note_own_change(registration.event, same_person(registration.person))
    _put("answer_declined", registration, at)


def tell_promotion(registration: Registration, at: datetime) -> None:
    """A seat was freed and is theirs, or waits only for the facilitator."""
    if registration.is_confirmed:
        _tell_days(registration, "seat_freed", _days_of(registration, at), at)
    else:
        _put("pending", registration, at)


def tell_withdrawal(registration: Registration, at: datetime) -> None:
    """Their calendar forgets the event; the words never say that the event itself is called off."""
    closed = close_calendar_objects(registration.event, same_person(registration.person), at)
    _put_each("withdrawal", registration, closed, at)


def tell_refusal(registration: Registration, at: datetime, word: str) -> None:
    closed = close_calendar_objects(registration.event, same_person(registration.person), at)
    _put_each("refused", registration, closed, at, word=word)


def tell_own_change(registration: Registration, at: datetime) -> None:
    """The person chose to come another way: the calendar gets the place or the link of that way."""
    person = same_person(registration.person)
    for one in calendar_objects(registration.event, person, at):
        key = f"own-change-object-{one.id}-v{one.sequence(registration.event)}"
        _write("change", registration.event, person, key, at, registration_id=registration.id, object_id=one.id, own=1)


def call_off(event: Event, reason: str, by: str, at: datetime) -> int:
    """The event will not take place: everybody who was asked, registered or in line is told why; says how many."""
    seats.hold(event)
    was_announced = event.is_coming
    event.cancel(reason, at)
    event.changed_at = at
    journal.write(by, "called_off", event.thing, at=at, after={"sequence": event.sequence})
    if not was_announced:
        return 0
    people = concerned(event)
    for one in people:
        close(one.objects, event, at)
    unaware = not_yet_written_to(event.id, FIRST_LETTERS)
    told = [one for one in people if one.person.id not in unaware]
    copies = [one.copy(f"called-off-event-{event.id}", held) for one in told for held in _at_least_one(one.objects)]
    outbox.put_all("called_off", copies, at=at, event_id=event.id, until=event.ends_at)
    return len(told)


def tell_change(event: Event, changed: set[str], at: datetime, before: Mapping[str, str] | None = None) -> int:
    """Everybody for whom it matters learns what changed, in words and in their calendar; ``before`` comes from ``as_told``.

    What an earlier letter did not leave to say is said in this one: two changes in a row make one letter.
    """
    if not changed or not event.is_coming or event.is_over(at):
        return 0
    told_before = {f"before_{name}": words for name, words in (before or {}).items()}
    people = concerned_by(event, changed)
    untold, unaware = _untold(event, people), not_yet_written_to(event.id, FIRST_LETTERS)
    copies: list[Copy] = []
    for one in people:
        letters = _letters_of(one, event, changed, told_before, untold.get(one.person.id, {}), at)
        # Their invitation is about to leave, with what is true now: it is not preceded by what changed in it.
        copies += letters if one.person.id not in unaware or len(letters) > 1 else []
    outbox.put_all("change", copies, at=at, event_id=event.id, until=event.ends_at)
    return len(people)


def _untold(event: Event, people: Sequence[Concerned]) -> dict[int, dict[int, Facts]]:
    """What letters about earlier changes were to say and have not left with, by person and calendar object."""
    found: dict[int, dict[int, Facts]] = {}
    for facts in withdraw_unsent(event.id, f"change-event-{event.id}-", f"v{event.sequence}-", [one.person.id for one in people]):
        found.setdefault(facts["person_id"], {})[facts.get("object_id", 0)] = facts
    return found


def _letters_of(one: Concerned, event: Event, changed: set[str], before: Facts, untold: Mapping[int, Facts], at: datetime) -> list[Copy]:
    """One letter for each day that is kept, and one for each that is lost: the latter takes the day out of the calendar, whatever follows."""
    version = f"event-{event.id}-v{event.sequence}"
    kept, lost = follow_days(event, one.person, one.objects, at)
    if changed & {"start", "end"}:
        for still in kept:
            still.partstat = None  # what they answered was about another hour: their calendar asks again (RFC 5546 §3.2.2.1)
    copies = []
    for held in _at_least_one(kept):
        earlier = untold.get(held.id if held else 0, {})
        known = {name: words for name, words in earlier.items() if name.startswith("before_")}
        names = changed | set(str(earlier.get("changed", "")).split())
        copies.append(one.copy(f"change-{version}", held, **{**before, **known}, changed=" ".join(sorted(names))))
    return copies + [one.copy(f"lost-{version}", gone, **before, changed=" ".join(sorted(changed)), lost=1) for gone in lost]


def tell_double(event: Event, person: Person, address: str | None, at: datetime) -> None:
    """Two people turn out to be one, whose calendars hold the event twice: what no later letter will follow is taken out of ``address``."""
    one = next((one for one in concerned(event) if one.person.id == person.id), None)
    if one is None:
        return
    followed: dict[date, CalendarObject] = {}
    for held in sorted(one.objects, key=lambda held: held.person_id != person.id):
        followed.setdefault(held.on, held)
    doubles = close([held for held in one.objects if followed[held.on] is not held], event, at)
    copies = [replace(one.copy(f"double-event-{event.id}", held, lost=1), to=address) for held in doubles]
    outbox.put_all("change", copies, at=at, event_id=event.id, until=event.ends_at)


def as_told(event: Event) -> dict[str, str]:
    """What people were told of the event until now, in words: taken before a change, said beside the new words after it."""
    words = {"when": when(event.starts_at, event.ends_at), "where": where_words(event, event.modality), "title": event.title}
    return words | {"link": "oui" if event.join_url else ""}  # that there was one; which one is nobody's to keep


def _note(
    found: dict[int, Concerned], row: Person, ids: dict[str, int], modality: Modality, held: Mapping[int, list[CalendarObject]]
) -> None:
    person = same_person(row)
    if person.id in found:
        return
    found[person.id] = Concerned(person, ids, modality, held.get(person.id, []))


def _matters(changed: set[str], event: Event, one: Concerned) -> bool:
    """A link is nothing to those who come on site, nor a room to those who join a hybrid event from afar.

    Who only keeps the date needs to know of another day or another place.
    """
    if one.is_announced:
        return bool(changed & {"start", "place"})
    if one.modality is Modality.ONSITE:
        return bool(changed - {"link"})
    return bool(changed - {"place"}) or one.modality is event.modality


def _days_of(registration: Registration, at: datetime) -> list[CalendarObject]:
    return calendar_objects(registration.event, same_person(registration.person), at)


def _tell_days(registration: Registration, kind: str, days: Sequence[CalendarObject], at: datetime) -> None:
    person = same_person(registration.person)
    event = registration.event
    for one in days:
        if one.partstat is not PartStat.ACCEPTED:  # they come: what their calendar said otherwise is over
            one.partstat = None
        key = f"{kind}-registration-{registration.id}-v{event.sequence}-{one.on.isoformat()}"
        _write(kind, event, person, key, at, registration_id=registration.id, object_id=one.id)


def _put(kind: str, registration: Registration, at: datetime, **facts: int) -> None:
    key = f"{kind}-registration-{registration.id}-{int(at.timestamp())}"
    person = same_person(registration.person)
    _write(kind, registration.event, person, key, at, registration_id=registration.id, **facts)


def _put_each(kind: str, registration: Registration, closed: Sequence[CalendarObject], at: datetime, **facts: str) -> None:
    person = same_person(registration.person)
    for one in _at_least_one(closed):
        key = f"{kind}-registration-{registration.id}-{one.id if one else int(at.timestamp())}"
        _write(kind, registration.event, person, key, at, registration_id=registration.id, **_object(one), **facts)


def _at_least_one(objects: Sequence[CalendarObject]) -> Sequence[CalendarObject | None]:
    """One letter for each calendar object; a single letter without a calendar part when there is none."""
    return objects or (None,)


def _object(one: CalendarObject | None) -> dict[str, int]:
    return {"object_id": one.id} if one else {}


def _write(kind: str, event: Event, person: Person, key: str, at: datetime, **ids: int | str) -> None:
    outbox.put(kind, to=person.letterbox, key=key, at=at, event_id=event.id, person_id=person.id, until=event.ends_at, **ids)  # type: ignore[arg-type]
