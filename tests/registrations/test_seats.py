"""Seats: taken, waited for, freed, given on; never more than there are, never one empty beside someone who waits."""

from datetime import timedelta

import pytest

from app.core.db import db, transaction
from app.core.errors import Refusal
from app.registrations import actions
from app.registrations.actions import EventFull, Wishes
from app.registrations.models import Origin, Part, Standing
from app.registrations.queries import counts_of, rank_of, registration_of
from tests import make
from tests.registrations.cast import come, leave, letters, seats_of


def test_a_full_event_puts_the_next_in_line_in_the_order_of_arrival():
    event = make.event(capacity=1)
    ada, basile, chloe = make.person("Ada"), make.person("Basile"), make.person("Chloé")
    come(event, ada)
    second, third = come(event, basile), come(event, chloe)
    assert second.is_waiting and third.is_waiting and (rank_of(second), rank_of(third)) == (1, 2)
    assert letters(basile) == ["waiting"] and seats_of(event) == 1


def test_a_kind_without_waiting_list_refuses_when_full():
    event = make.event(capacity=1, has_waiting_list=False)
    come(event, make.person())
    basile = make.person("Basile")
    with pytest.raises(EventFull):
        come(event, basile)
    assert registration_of(event.id, basile.id) is None and letters(basile) == [] and seats_of(event) == 1


def test_leaving_gives_the_seat_to_the_first_in_line_with_a_letter():
    event = make.event(capacity=1)
    ada, basile, chloe = make.person("Ada"), make.person("Basile"), make.person("Chloé")
    first, second, third = come(event, ada), come(event, basile), come(event, chloe)
    leave(first, word="Réunion le même jour")
    db.session.expire_all()
    assert first.is_withdrawn and first.withdraw_word == "Réunion le même jour"
    assert second.is_confirmed and third.is_waiting and seats_of(event) == 1
    assert letters(basile) == ["waiting", "seat_freed"] and letters(ada) == ["confirmation", "withdrawal"]


def test_promotion_goes_on_after_registration_closed_and_stops_when_the_event_begins():
    event = make.event(capacity=1)
    first, second, third = (come(event, make.person()) for _ in range(3))
    with transaction():
        event.close(make.now())
    leave(first)
    db.session.refresh(second)
    assert second.is_confirmed
    with transaction():
        actions.withdraw(second, by="compte:x", at=event.starts_at + timedelta(minutes=1))
    db.session.refresh(third)
    assert third.is_waiting and seats_of(event) == 0


def test_a_newcomer_never_overtakes_the_line():
    event = make.event(capacity=1)
    come(event, make.person())
    waits = come(event, make.person())
    with transaction():
        event.capacity = 2  # as if a seat had been added without serving the line
    newcomer = come(event, make.person())
    assert waits.is_waiting and newcomer.is_waiting


def test_a_demand_to_approve_holds_a_seat_until_the_facilitator_speaks():
    event = make.event(capacity=1, needs_approval=True)
    ada, basile = make.person("Ada"), make.person("Basile")
    first, second = come(event, ada), come(event, basile)
    assert first.is_pending and first.holds_seat and second.is_waiting and seats_of(event) == 1
    with transaction():
        actions.refuse(first, by="compte:x", at=make.now(), word="Une personne par structure.")
    db.session.refresh(second)
    assert first.is_refused and not first.holds_seat and second.is_pending and seats_of(event) == 1
    with transaction():
        actions.approve(second, by="compte:x", at=make.now())
    assert second.is_confirmed and letters(basile) == ["waiting", "pending", "confirmation"]
    assert letters(ada) == ["pending", "refused"]


def test_beyond_the_quota_of_an_organisation_the_facilitator_decides():
    event = make.event(quota_per_organisation=2)
    people = [make.person(org="mdph-14") for _ in range(3)]
    standings = [come(event, person).standing for person in people]
    other = come(event, make.person(org="mdph-50", department="50"))
    assert standings == [Standing.CONFIRMED, Standing.CONFIRMED, Standing.PENDING] and other.is_confirmed
    added = come(event, make.person(org="mdph-14"), origin=Origin.FACILITATOR)
    assert added.is_confirmed


def test_speakers_and_walk_ins_hold_no_seat():
    event = make.event(capacity=1)
    come(event, make.person())
    speaker = come(event, make.person(), origin=Origin.FACILITATOR, wishes=Wishes(part=Part.SPEAKER))
    walk_in = come(event, make.person(), origin=Origin.WALK_IN, at=event.starts_at + timedelta(minutes=5))
    assert speaker.is_confirmed and walk_in.is_confirmed and seats_of(event) == 1
    assert counts_of(event).confirmed == 2  # the speaker is not a participant


def test_more_seats_serve_the_line_and_fewer_than_taken_are_refused():
    event = make.event(capacity=1)
    registrations = [come(event, make.person()) for _ in range(4)]
    with transaction():
        promoted = actions.set_capacity(event, 3, make.now())
    assert [one.id for one in promoted] == [registrations[1].id, registrations[2].id] and seats_of(event) == 3
    with pytest.raises(Refusal, match=r"3\splaces sont déjà prises"), transaction():
        actions.set_capacity(event, 2, make.now())
    with transaction():
        actions.set_capacity(event, None, make.now())
    assert seats_of(event) == 4


def test_those_who_wait_count_in_the_quota_of_their_organisation():
    event = make.event(capacity=1, quota_per_organisation=2)
    come(event, make.person(org="mdph-50", department="50"))
    line = [come(event, make.person(org="mdph-14")) for _ in range(3)]
    with transaction():
        actions.set_capacity(event, None, make.now())
    assert [one.standing for one in line] == [Standing.CONFIRMED, Standing.CONFIRMED, Standing.PENDING]


def test_nobody_loses_a_seat_by_being_moved_to_a_full_event():
    first, full, person = make.event(), make.event("Autre date", capacity=1), make.person()
    registration = come(first, person)
    come(full, make.person())
    with pytest.raises(EventFull, match="liste d’attente"), transaction():
        actions.move(registration, full, by="compte:x", at=make.now())
    db.session.expire_all()
    assert registration.is_confirmed and registration_of(full.id, person.id) is None and seats_of(full) == 1


def test_who_waits_for_a_seat_holds_none_in_a_workshop():
    event = make.event(capacity=1)
    part = make.workshop(event, capacity=1)
    come(event, make.person())
    waits = come(event, make.person(), wishes=Wishes(workshops=(part,)))
    with transaction():
        actions.change(waits, modality=event.modality, workshops=(part,), comment="", by="personne:x", at=make.now())
    db.session.refresh(part)
    assert waits.workshops == [] and part.seats_taken == 0


def test_moving_to_another_event_frees_one_seat_and_takes_the_other():
    first, second, person = make.event(capacity=1), make.event("Autre date"), make.person()
    registration, waits = come(first, person), come(first, make.person())
    with transaction():
        moved = actions.move(registration, second, by="compte:x", at=make.now())
    db.session.refresh(waits)
    assert moved.event_id == second.id and moved.is_confirmed and registration.is_withdrawn and waits.is_confirmed
    assert (seats_of(first), seats_of(second)) == (1, 1)


def test_someone_refused_by_mistake_gets_back_their_place_in_the_line():
    event = make.event(capacity=1)
    come(event, make.person())
    now = make.now()
    first, second = (come(event, make.person(), at=now + timedelta(minutes=number)) for number in range(2))
    with transaction():
        actions.refuse(first, by="compte:x", at=now + timedelta(minutes=5))
        actions.approve(first, by="compte:x", at=now + timedelta(minutes=9))
    assert first.is_waiting and first.refused_at is None and [rank_of(one) for one in (first, second)] == [1, 2]


def test_the_capacity_may_become_what_is_taken_and_not_one_seat_less():
    event = make.event(capacity=5)
    come(event, make.person()), come(event, make.person())
    with transaction():
        actions.set_capacity(event, 2, make.now())
    assert event.is_full and come(event, make.person()).is_waiting
    with pytest.raises(Refusal), transaction():
        actions.set_capacity(event, 1, make.now())


def test_a_seat_freed_at_an_event_that_was_called_off_is_given_to_nobody():
    event = make.event(capacity=1)
    seated, waiting = come(event, make.person()), come(event, make.person())
    with transaction():
        actions.call_off(event, "Intervenant empêché", "compte:x", make.now())
        actions.withdraw(seated, by="compte:x", at=make.now())
    assert waiting.is_waiting and "seat_freed" not in letters()
