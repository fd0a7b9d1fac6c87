"""The page of one event, the list of its people, its letters: what each shows, to whom."""

from datetime import timedelta

import pytest

from app.attendance.models import Mark, Presence
from app.events.words import State
from app.registrations.follow import overview
from app.registrations.follow_queries import Selection, count_of, counts_by_situation, guests_of
from app.registrations.models import Part
from tests import make
from tests.registrations.cast import address, invitation
from tests.statements import statements

PAGES = ("", "/personnes", "/invitations", "/courriers", "/ajouter", "/message", "/inviter", "/inviter/liste")


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_sent_to_the_sign_in_page(client, event, path):
    answer = client.get(address(event, path))
    assert answer.status_code == 303
    assert "/connexion" in answer.location


@pytest.mark.parametrize("path", PAGES)
def test_someone_else_s_event_does_not_exist(client, event, path):
    make.sign_in(client, make.account(networks=["ems-apa"]))
    assert client.get(address(event, path)).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_an_organiser_reads_but_is_shown_no_page_of_writing(client, event, crowd, path):
    make.sign_in(client, make.account(events=[event]))
    reads = path in ("", "/personnes", "/invitations", "/courriers")
    answer = client.get(address(event, path))
    assert answer.status_code == (200 if reads else 404)
    if reads:
        assert "csrf_token" not in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_whole_and_makes_few_statements(client, camille, event, crowd, path):
    make.sign_in(client, camille)
    with statements() as made:
        answer = client.get(address(event, path))
    assert answer.status_code == 200, answer.text
    assert answer.text.count("<h1") == 1
    assert len(made) <= (25 if path == "" else 12), "\n".join(made)


def test_the_number_of_statements_does_not_grow_with_the_people(client, camille, event, crowd):
    make.sign_in(client, camille)
    with statements() as few:
        client.get(address(event, "/personnes"))
    for number in range(40):
        invitation(event, make.person("Invitée", f"Numéro {number}"))
    with statements() as many:
        client.get(address(event, "/personnes"))
    assert len(many) == len(few)


def test_the_overview_tells_the_figures(client, camille, event, crowd):
    told = overview(guests_of(event, Selection()), {}, 2).all
    assert (told.invited, told.answered, told.registered, told.pending, told.waiting) == (3, 2, 1, 1, 1)
    assert (told.declined, told.withdrawn, told.silent) == (1, 1, 1)
    page = make.sign_in(client, camille).get(address(event)).text
    assert "2\u00a0réponses sur 3\u00a0invités" in page
    assert "Répondre à 1\u00a0demande" in page


def test_speakers_are_not_counted(event):
    make.registration(event, make.person(), part=Part.SPEAKER)
    told = overview(guests_of(event, Selection()), {}, 2)
    assert (told.all.registered, told.others) == (0, 1)


def test_organisation_of_that_day_is_the_one_that_counts(event):
    person = make.person(org="mdph-14")
    make.registration(event, person, organisation_id=make.organisation("cd-50").id)
    assert guests_of(event, Selection())[0].organisation_slug == "cd-50"


def test_presence_is_told_once_the_event_was_held(client, camille):
    event = make.event(by=camille, begins_in=timedelta(days=-2), state=State.HELD, held_at=make.now())
    registration = make.registration(event)
    make.keep(Presence(registration_id=registration.id, half_day_id=event.half_days[0].id, mark=Mark.PRESENT, recorded_at=make.now()))
    page = make.sign_in(client, camille).get(address(event)).text
    assert "1\u00a0présent sur 1\u00a0inscrit" in page
    assert "1\u00a0personne" in client.get(address(event, "/personnes?etat=presents")).text
    assert "Personne ne correspond" in client.get(address(event, "/personnes?etat=absents")).text


def test_each_person_is_in_one_situation(event, crowd):
    assert counts_by_situation(event) == dict.fromkeys(crowd, 1)
    for situation, person in crowd.items():
        assert [guest.person for guest in guests_of(event, Selection(situation=situation))] == [person.public_id]


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        (Selection(search="elodie"), 1),
        (Selection(search="DUMENT elo"), 1),
        (Selection(search="100 %"), 0),
        (Selection(type="cd"), 2),
        (Selection(organisation="cd-14"), 2),
        (Selection(department="14"), 6),
        (Selection(department="75"), 0),
    ],
)
def test_people_are_found_without_accents_and_by_place(event, crowd, selection, found):
    assert count_of(event, selection) == found


def test_fifty_people_to_a_page(client, camille, event):
    for number in range(51):
        invitation(event, make.person("Invitée", f"Numéro {number:02}"))
    make.sign_in(client, camille)
    assert client.get(address(event, "/personnes")).text.count('name="personne"') == 50
    assert client.get(address(event, "/personnes?page=2")).text.count('name="personne"') == 1


def test_the_page_of_a_person_belongs_to_the_event(client, camille, event, crowd):
    make.sign_in(client, camille)
    assert client.get(address(event, f"/personnes/{make.person().public_id}")).status_code == 404
    for person in crowd.values():
        with statements() as made:
            page = client.get(address(event, f"/personnes/{person.public_id}"))
        assert page.status_code == 200
        assert person.last_name in page.text
        assert len(made) <= 12, "\n".join(made)
