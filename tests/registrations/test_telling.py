"""Who is told that an event changes or will not take place, and what becomes of each calendar."""

from datetime import timedelta

from app.core.db import db, transaction
from app.events.actions import set_days
from app.events.words import Modality
from app.invitations.models import CalendarObject
from app.outbox.models import OutboxLetter
from app.registrations import actions
from tests import make
from tests.registrations.cast import ask, come, merge
from tests.statements import statements


def move(event, by, changed=frozenset({"start", "end"})):
    with transaction():
        event.starts_at, event.ends_at, event.sequence = event.starts_at + by, event.ends_at + by, event.sequence + 1
        set_days(event)
        return actions.tell_change(event, set(changed), make.now())


def held_by(person):
    """What the calendar of this person shows: day, UID and version."""
    rows = db.session.query(CalendarObject).filter_by(person_id=person.id, closed_at=None).order_by(CalendarObject.on)
    return [(row.on, row.uid) for row in rows]


def told(kind):
    return [(row.person_id, "lost" in row.ids) for row in db.session.query(OutboxLetter).filter_by(kind=kind).order_by(OutboxLetter.id)]


def test_a_new_date_moves_what_a_calendar_shows_and_loses_nothing():
    event, person = make.event(), make.person()
    come(event, person)
    ((_, uid),) = held_by(person)
    assert move(event, timedelta(days=7)) == 1
    assert held_by(person) == [(event.days[0].on, uid)] and told("change") == [(person.id, False)]


def test_two_days_that_move_by_one_keep_both_their_identities():
    event, person = make.two_days(), make.person()
    come(event, person)
    before = {uid for _, uid in held_by(person)}
    move(event, timedelta(days=1))
    assert [on for on, _ in held_by(person)] == [day.on for day in event.days]
    assert {uid for _, uid in held_by(person)} == before and told("change") == [(person.id, False)] * 2


def test_a_day_that_is_lost_leaves_the_calendar_and_one_that_is_won_enters_it():
    event, person = make.two_days(), make.person()
    come(event, person)
    ends_at = event.ends_at
    with transaction():
        event.ends_at, event.sequence = event.starts_at + timedelta(hours=8), event.sequence + 1
        set_days(event)
        actions.tell_change(event, {"end"}, make.now())
    assert [on for on, _ in held_by(person)] == [event.days[0].on] and told("change") == [(person.id, False), (person.id, True)]
    with transaction():
        event.ends_at, event.sequence = ends_at, event.sequence + 1
        set_days(event)
        actions.tell_change(event, {"end"}, make.now())
    assert len(held_by(person)) == 2 and len({*db.session.query(CalendarObject.uid)}) == 3


def test_who_said_no_or_was_refused_is_told_nothing():
    event = make.event(needs_approval=True)
    refused, silent = make.person("Refusée"), make.person("Silencieuse")
    ask(event, refused, silent)
    registration = come(event, refused)
    with transaction():
        actions.refuse(registration, by="compte:x", at=make.now())
    assert move(event, timedelta(days=1)) == 1
    with transaction():
        assert actions.call_off(event, "La salle est inondée.", "compte:x", make.now()) == 1
    assert told("change") == [(silent.id, False)] and told("called_off") == [(silent.id, False)]


def test_a_link_is_nothing_to_those_who_come_on_site_nor_a_room_to_those_who_do_not():
    event = make.event(kind="instance", modality=Modality.HYBRID)
    near, far = make.person("Sur place"), make.person("À distance")
    come(event, near, modality=Modality.ONSITE), come(event, far, modality=Modality.ONLINE)
    with transaction():
        actions.tell_change(event, {"link"}, make.now())
    assert told("change") == [(far.id, False)]
    with transaction():
        event.sequence += 1
        actions.tell_change(event, {"place"}, make.now())
    assert told("change") == [(far.id, False), (near.id, False)]


def test_someone_known_twice_is_told_once_and_their_two_calendar_entries_become_one():
    event, kept, gone = make.event(kind="seminaire"), make.person(), make.person("Elodie")
    ask(event, gone)
    come(event, kept)
    merge(gone, kept)
    assert move(event, timedelta(days=1)) == 1
    assert told("change") == [(kept.id, False), (kept.id, True)]


def test_a_full_house_is_told_in_a_handful_of_statements():
    event, people = make.event(capacity=None), [make.person() for _ in range(30)]
    for person in people:
        come(event, person)
    with statements() as said:
        assert move(event, timedelta(days=1)) == 30
    with statements() as said_off, transaction():
        assert actions.call_off(event, "Panne.", "compte:x", make.now()) == 30
    assert len(said) < 25 and len(said_off) < 25
