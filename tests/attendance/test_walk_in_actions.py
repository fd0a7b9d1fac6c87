"""People who came without being on the sheet: they are in the room, so they are on it."""

from datetime import timedelta

import pytest

from app.attendance import actions, queries, walk_in_actions
from app.attendance.models import Mark
from app.attendance.walk_in_actions import Newcomer
from app.core.db import db, transaction
from app.core.errors import Refusal
from app.directory.merging import merge
from app.directory.models import Person
from app.directory.postings import Place
from app.events.models import Event
from app.registrations.models import Origin, Registration, Standing
from app.registrations.queries import rank_of
from tests import make

NOWHERE = Place(None, None, None)


@pytest.fixture
def camille():
    return make.account(networks=["mdph-directeurs"])


@pytest.fixture
def full(camille):
    """One seat, taken, and the doors are open."""
    event = make.event(by=camille, starts_at=make.now() - timedelta(hours=3), capacity=1, seats_taken=1)
    make.registration(event, holds_seat=True)
    return event


def walk_in(event, person, account):
    with transaction():
        return walk_in_actions.walk_in(event, person, event.half_days[0], account, make.now())


def test_a_walk_in_counts_as_registered_and_present_and_holds_no_seat(full, camille):
    person = make.person("Nina", "Keller")
    registration = walk_in(full, person, camille)
    assert (registration.origin, registration.standing, registration.holds_seat) == (Origin.WALK_IN, Standing.CONFIRMED, False)
    assert registration.organisation_id == person.organisation_id
    assert registration.registered_by == camille.actor
    assert db.session.get(Event, full.id, populate_existing=True).seats_taken == 1
    assert queries.outcomes(full) == {registration.id: Mark.PRESENT}
    assert queries.present_count(full) == 1
    assert queries.tallies(full)[full.half_days[0].id].total == 2


def test_someone_on_the_waiting_list_who_came_is_in(full, camille):
    waiting = make.registration(full, standing=Standing.WAITING)
    assert walk_in(full, waiting.person, camille).id == waiting.id
    assert db.session.get(Registration, waiting.id, populate_existing=True).standing is Standing.CONFIRMED


def test_someone_who_had_withdrawn_comes_back_as_a_walk_in(full, camille):
    gone = make.registration(full, standing=Standing.WITHDRAWN)
    assert walk_in(full, gone.person, camille).id != gone.id


def test_someone_already_on_the_sheet_is_not_added_twice(full, camille):
    known = make.registration(full)
    with pytest.raises(Refusal, match="déjà sur la feuille"):
        walk_in(full, known.person, camille)


def test_nobody_walks_in_before_the_event(camille):
    event = make.event(by=camille)
    with pytest.raises(Refusal):
        walk_in(event, make.person(), camille)
    assert db.session.query(Registration).count() == 0


def test_undoing_a_walk_in_takes_them_off_the_sheet(full, camille):
    registration = walk_in(full, make.person(), camille)
    with transaction():
        actions.undo(full, camille, make.now())
    assert db.session.get(Registration, registration.id, populate_existing=True).is_withdrawn
    assert queries.outcomes(full) == {}


@pytest.mark.parametrize("standing", [Standing.WAITING, Standing.PENDING, Standing.REFUSED])
def test_undoing_the_walk_in_of_someone_in_the_line_puts_them_back_at_their_place(full, camille, standing):
    since = make.now() - timedelta(days=3)
    known = make.registration(full, standing=standing, waiting_since=since)
    behind = make.registration(full, standing=Standing.WAITING, waiting_since=since + timedelta(hours=1))
    walk_in(full, known.person, camille)
    with transaction():
        actions.undo(full, camille, make.now())
    db.session.refresh(known)
    assert (known.standing, known.confirmed_at, known.withdrawn_at, known.waiting_since) == (standing, None, None, since)
    assert rank_of(behind) == (2 if standing is Standing.WAITING else 1)
    assert queries.outcomes(full) == {}


def test_undoing_a_walk_in_changes_nothing_for_someone_who_has_withdrawn_since(full, camille):
    known = make.registration(full, standing=Standing.WAITING)
    registration = walk_in(full, known.person, camille)
    with transaction():
        registration.standing, registration.withdrawn_at = Standing.WITHDRAWN, make.now()
    with transaction():
        actions.undo(full, camille, make.now())
    assert db.session.get(Registration, known.id, populate_existing=True).is_withdrawn


def test_someone_on_the_sheet_under_another_of_their_records_is_not_added_twice(full, camille):
    known, kept = make.registration(full), make.person("Nina", "Keller")
    with transaction():
        merge(known.person, kept, camille, at=make.now())
    assert queries.people_to_admit(full, "keller") == []
    with pytest.raises(Refusal, match="déjà sur la feuille"):
        walk_in(full, kept, camille)


def test_undoing_a_walk_in_leaves_someone_whom_a_colleague_saw_too(full, camille):
    registration, colleague = walk_in(full, make.person(), camille), make.account(networks=["mdph-directeurs"])
    with transaction():
        actions.record(full, full.half_days[0], {registration: Mark.EXCUSED}, colleague, make.now())
    with transaction():
        actions.undo(full, camille, make.now())
    assert db.session.get(Registration, registration.id, populate_existing=True).is_confirmed
    assert queries.outcomes(full) == {registration.id: Mark.EXCUSED}


def test_a_newcomer_without_address_is_always_someone_new():
    with transaction():
        first = walk_in_actions.newcomer(Newcomer("Jean", "Martin", "", NOWHERE), make.now())
        second = walk_in_actions.newcomer(Newcomer("Jean", "Martin", "", NOWHERE), make.now())
    assert first.id != second.id
    assert first.letterbox is None


def test_a_newcomer_with_a_known_address_is_the_person_we_know():
    known = make.person("Élodie", "Marchand", email="elodie@mdph-14.example.org")
    with transaction():
        found = walk_in_actions.newcomer(Newcomer("Élodie", "Marchand", "elodie@mdph-14.example.org", NOWHERE), make.now())
    assert found.id == known.id
    assert db.session.query(Person).count() == 1


def test_people_to_admit_are_found_without_accents_and_never_those_on_the_sheet(full):
    make.person("Élodie", "Chêne")
    make.registration(full, make.person("Éloi", "Chênevière"))
    found = queries.people_to_admit(full, "chene elo")
    assert [(person.last_name, standing) for person, standing in found] == [("Chêne", None)]
    assert queries.people_to_admit(full, "") == []
