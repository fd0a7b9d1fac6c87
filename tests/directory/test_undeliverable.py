"""The directory follows what the outbox learns of addresses; whoever acts from a letter reads what arrives there."""

from datetime import timedelta

import pytest

from app.accounts import actions as accounts
from app.core import clock
from app.core.db import db, transaction
from app.directory import actions
from app.directory.jobs import follow_addresses
from app.directory.models import Person
from app.invitations import actions as invitations
from app.invitations.links import invitation_link
from app.outbox import addresses
from app.outbox.address_queries import trouble_of
from app.outbox.jobs import forget_old
from app.outbox.models import Return, Trust
from app.registrations.links import personal_token
from tests import make
from tests.posting import post

HARD, SOFT, COMPLAINT = Return.HARD, Return.SOFT, Return.COMPLAINT


def judge(person, *sorts, ago=timedelta(days=10)):
    at = make.now() - ago
    for number, sort in enumerate(sorts):
        with transaction():
            addresses.judge(person.email, sort, "550 5.1.1 User unknown", at + number * timedelta(days=1))


def follow(at=None):
    with transaction():
        follow_addresses(at or make.now())


def is_marked(person):
    db.session.expire_all()
    return db.session.get(Person, person.id).undeliverable_at is not None


def trust(person):
    db.session.expire_all()
    found = trouble_of(person.email)
    return found.trust if found else None


def test_everybody_whose_letters_go_there_is_marked_and_nobody_else():
    secretary, other = make.person(), make.person()
    director = make.person(email=None, cared_for_by_id=secretary.id)
    with_own_address = make.person(cared_for_by_id=secretary.id)
    judge(secretary, HARD)
    follow()
    assert [is_marked(one) for one in (secretary, director, with_own_address, other)] == [True, True, False, False]


@pytest.mark.parametrize(("sorts", "marked"), [((HARD,), True), ((SOFT,), False), ((SOFT, SOFT, SOFT), True), ((COMPLAINT,), True)])
def test_flagged_and_suspended_addresses_are_both_marked(sorts, marked):
    person = make.person()
    judge(person, *sorts)
    follow()
    assert is_marked(person) is marked


def test_an_address_that_works_again_is_no_longer_marked():
    person = make.person()
    judge(person, HARD)
    follow()
    with transaction():
        addresses.lift(person.email, "compte:x", person.actor, make.now())
    follow()
    assert not is_marked(person)


def test_who_takes_a_suspended_address_later_is_marked_at_once():
    judge(gone := make.person(), HARD)
    address = gone.email
    with transaction():
        db.session.get(Person, gone.id).email = None
    with transaction():
        where = {"organisation_id": None, "department_code": "14", "job_role_code": None}
        again = actions.person_for(address, "Jean", "Petit", **where, at=make.now())
    assert is_marked(again)


def test_an_address_that_a_list_brings_back_is_marked_within_seconds():
    judge(first := make.person(), HARD)
    follow()
    address = first.email
    with transaction():
        db.session.get(Person, first.id).email = None
    again = make.person(email=address)
    follow()
    assert is_marked(again)


def test_a_corrected_address_works_for_those_whose_letters_go_there_too():
    secretary = make.person()
    director = make.person(email=None, cared_for_by_id=secretary.id)
    judge(secretary, HARD)
    follow()
    with transaction():
        one = db.session.get(Person, secretary.id)
        actions.correct_email(one, "nouvelle@mdph-14.example.org", make.account(), at=make.now())
    assert not is_marked(secretary) and not is_marked(director)


def test_corrected_to_another_address_that_does_not_work_it_stays_marked():
    judge(other := make.person(), HARD)
    bad = other.email
    with transaction():
        db.session.get(Person, other.id).email = None
    person = make.person()
    with transaction():
        actions.correct_email(db.session.get(Person, person.id), bad, make.account(), at=make.now())
    assert is_marked(person)


def test_a_mark_goes_a_year_after_the_last_news():
    person = make.person()
    judge(person, HARD)
    follow()
    for _night in range(2):
        with transaction():
            forget_old(make.now() + timedelta(days=360))
        follow()
    assert not is_marked(person) and trouble_of(person.email) is None


def flagged_guest():
    event, person = make.event(), make.person()
    with transaction():
        invitation = invitations.invite(event, person, make.now())
    judge(person, SOFT, SOFT, SOFT)
    return event, person, invitation


def test_an_answer_to_an_invitation_lifts_the_doubt(client):
    _event, person, invitation = flagged_guest()
    page = "/i/" + invitation_link(invitation).rpartition("/i/")[2]
    client.get(page)
    assert trust(person) is Trust.FLAGGED, "a scanner that opens links says nothing"
    post(client, f"{page}/refus", page=page, word="")
    assert trust(person) is None


def test_an_act_on_the_personal_page_lifts_the_doubt(client):
    person = make.person()
    registration = make.registration(make.event(), person)
    judge(person, SOFT, SOFT, SOFT)
    page = f"/p/{personal_token(registration)}"
    client.get(page)
    assert trust(person) is Trust.FLAGGED
    post(client, f"{page}/desinscription", page=f"{page}/desinscription", word="")
    assert trust(person) is None


def test_signing_in_by_the_link_that_was_sent_lifts_even_a_suspension():
    account = make.account()
    with transaction():
        addresses.judge(account.email, HARD, "550 5.1.1", clock.now())
    with transaction():
        asked = accounts.ask_link(account.email, browser="essai", at=clock.now())
        accounts.open_door(asked, known_browser=True, email=None, description="essai", at=clock.now())
    assert trust(account) is None
