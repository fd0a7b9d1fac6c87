"""Two people who were both registered turn out to be one: one registration, one seat, and no letter that says they left."""

from datetime import timedelta

import pytest

from app.core.db import db, transaction
from app.events.words import State
from app.registrations.models import Registration, Standing
from app.registrations.uniting import merge_people
from tests import make
from tests.browsers import browser_of
from tests.posting import post
from tests.registrations.cast import come, letters, seats_of


@pytest.fixture
def camille():
    return make.account(networks=["mdph-directeurs"])


def merge(lost, kept, account):
    with transaction():
        merge_people(lost, kept, account, at=make.now())


def standing_of(registration):
    db.session.refresh(registration)
    return registration.standing


def test_the_seat_held_twice_goes_to_the_next_in_line_and_the_person_keeps_theirs(camille):
    event, kept, lost, waiting = make.event(capacity=2, by=camille), make.person(), make.person("Elodie"), make.person("Hugo")
    first, second, third = (come(event, person) for person in (lost, kept, waiting))
    told = letters(kept)
    merge(lost, kept, camille)
    assert (standing_of(first), standing_of(second), standing_of(third)) == (Standing.CONFIRMED, Standing.WITHDRAWN, Standing.CONFIRMED)
    # Their second entry leaves the calendar of the other address; nobody is written that they left.
    assert seats_of(event) == 2 and letters(kept) == [*told, "change"] and "withdrawal" not in letters()


def test_who_has_a_seat_under_one_record_and_waits_under_the_other_has_their_seat(camille):
    event, kept, lost = make.event(capacity=1, by=camille), make.person(), make.person("Elodie")
    seated, waiting = come(event, lost), come(event, kept)
    merge(lost, kept, camille)
    assert (standing_of(seated), standing_of(waiting)) == (Standing.CONFIRMED, Standing.WITHDRAWN)
    assert seats_of(event) == 1


def test_a_workshop_chosen_under_one_record_is_not_lost(camille):
    event, kept, lost = make.event(by=camille), make.person(), make.person("Elodie")
    workshop = make.workshop(event)
    plain, chosen = come(event, lost), come(event, kept)
    with transaction():
        db.session.get(Registration, chosen.id).workshops = [workshop]
        workshop.seats_taken = 1
    merge(lost, kept, camille)
    assert (standing_of(plain), standing_of(chosen)) == (Standing.WITHDRAWN, Standing.CONFIRMED)


def test_what_is_past_and_what_only_one_of_them_had_is_left_as_it_was(camille):
    kept, lost = make.person(), make.person("Elodie")
    past = make.event(by=camille, starts_at=make.now() - timedelta(days=9), state=State.HELD, held_at=make.now())
    coming = make.event(by=camille)
    rows = [make.registration(past, kept), make.registration(past, lost), come(coming, lost)]
    merge(lost, kept, camille)
    assert {standing_of(row) for row in rows} == {Standing.CONFIRMED}


def test_the_page_that_merges_says_that_one_registration_stays_and_does_it(app, camille):
    event, kept, lost = make.event("Journée", by=camille), make.person(), make.person("Elodie")
    come(event, kept)
    twin = come(event, lost)
    client = make.sign_in(browser_of(app), camille)
    path = f"/annuaire/personnes/{lost.public_id}/fusionner/{kept.public_id}"
    assert "Une seule restera" in client.get(f"{path}?garder={kept.public_id}").text
    assert post(client, path, kept=kept.public_id).status_code == 303
    assert standing_of(twin) is Standing.WITHDRAWN and seats_of(event) == 1
