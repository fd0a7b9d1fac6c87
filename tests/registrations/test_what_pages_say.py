"""The professional's pages say what is true at that moment, and offer only what can be done then."""

from datetime import timedelta

import pytest

from app.core.db import transaction
from app.events.words import Hosting, Modality, State
from app.invitations.calendars import calendar_objects
from app.invitations.links import invitation_link
from app.invitations.models import PartStat
from app.registrations import actions
from app.registrations.calendar_answers import answer
from app.registrations.links import personal_link
from app.registrations.models import Origin, Standing
from tests import make
from tests.invitations.test_public_routes import invited
from tests.registrations.test_public_routes import SAID, page_of, path, send


@pytest.mark.parametrize("facts", [{"begins_in": timedelta(days=-2)}, {"state": State.CANCELLED, "cancel_reason": "Grève."}])
def test_nobody_is_invited_to_note_what_will_not_take_place(client, facts):
    page = client.get(page_of(make.event(**facts))).text
    assert "Ajouter à mon agenda" not in page and "Voir les rencontres à venir" in page


def test_who_registers_knows_first_that_the_team_has_its_word_to_say(client):
    event = make.event(needs_approval=True)
    for page in (page_of(event), path(invitation_link(invited(event)))):
        assert "L’équipe valide chaque inscription" in client.get(page).text
    assert "L’équipe valide" not in client.get(page_of(make.event())).text


def test_a_partner_s_event_is_not_said_to_be_ours(client):
    page = client.get(page_of(make.event(hosting=Hosting.EXTERNAL))).text
    assert "Inscriptions chez l’organisateur" in page and "Organisé par" not in page


def test_an_invitation_that_comes_early_says_when_to_come_back(client):
    page = client.get(path(invitation_link(invited(make.event(opens_at=make.at("2031-03-03 08:00")))))).text
    assert "Bientôt ouvert" in page and "3\u00a0mars 2031 à 9\u00a0h" in page
    assert "On ne peut plus répondre" not in page and "Inscrivez-vous en votre nom" not in page


def test_an_invitation_read_too_late_leads_to_the_page_of_the_event(client):
    invitation = invited()
    with transaction():
        invitation.event.starts_at, invitation.event.ends_at = make.now() - timedelta(hours=3), make.now() - timedelta(hours=1)
    answer = client.get(path(invitation_link(invitation)))
    assert answer.status_code == 303 and answer.location == page_of(invitation.event)
    assert "Événement passé" in client.get(answer.location).text


def test_the_button_of_a_full_event_says_what_it_does(client):
    page = client.get(path(invitation_link(invited(make.event(capacity=1, seats_taken=1))))).text
    assert "Rejoindre la liste d’attente</button>" in page and "Je m’inscris</button>" not in page


def test_once_it_has_begun_one_no_longer_gives_up_a_place_from_the_page(client):
    event = make.event(begins_in=timedelta(minutes=-10))
    page = client.get(path(personal_link(make.registration(event)))).text
    assert "C’est en cours" in page and event.join_url in page and "Je ne pourrai plus venir" not in page


@pytest.mark.parametrize("standing", [Standing.WAITING, Standing.PENDING])
def test_nobody_waits_for_what_is_over(client, standing):
    event = make.event(begins_in=timedelta(days=-2))
    page = client.get(path(personal_link(make.registration(event, standing=standing)))).text
    assert "cet événement a eu lieu" in page and "vous n’avez rien à faire" not in page and "doit valider" not in page


def test_past_events_stand_apart_from_those_to_come_the_next_first(client):
    person, begins = make.person(), {"Bientôt": 5, "Plus tard": 30, "Hier": -5}
    for title, days in begins.items():
        make.registration(make.event(title, begins_in=timedelta(days=days)), person)
    page = client.get(path(personal_link(make.registration(make.event("Celui-ci"), person)))).text
    places = [page.index(words) for words in ("Vos autres inscriptions", "Bientôt", "Plus tard", "Vos rencontres passées", "Hier")]
    assert places == sorted(places)


def test_what_is_missing_is_said_with_its_name_and_once(client):
    answer = send(client, page_of(make.event(door="anyone"), "/inscription"), **SAID | {"first_name": "", "job_role": ""})
    page = answer.text.replace("\u00a0", " ")
    assert answer.status_code == 422 and "Rien n’a été enregistré" in page
    assert ">Remplissez « Prénom ».</a>" in page and ">Remplissez « Prénom ».</p>" in page and ">Choisissez « Fonction ».</a>" in page


def registered_for(event, person):
    with transaction():
        coming = {"origin": Origin.INVITATION, "modality": Modality.ONSITE, "by": person.actor}
        return actions.register(event, person, at=make.now(), **coming)


def by_calendar(event, person, said, day=0):
    with transaction():
        one = calendar_objects(event, person, make.now())[day]
        answer(one, said, at=make.now(), stamped_at=make.now())


def words_of(client, link):
    return client.get(path(link)).text.replace("\u00a0", " ")


def test_a_day_declined_in_the_calendar_is_told_on_one_s_own_page(client):
    event, person = make.two_days(), make.person()
    link = personal_link(registered_for(event, person))
    assert "dans votre agenda :" not in words_of(client, link)
    by_calendar(event, person, PartStat.DECLINED, day=1)
    page = words_of(client, link)
    assert "votre place est confirmée" in page and "Vous avez refusé le " in page and "l’équipe en est prévenue" in page
    by_calendar(event, person, PartStat.ACCEPTED, day=1)
    assert "Vous avez refusé" not in words_of(client, link)


def test_perhaps_is_told_on_both_pages_with_what_it_is_worth(client):
    event, person = make.event(), make.person()
    invitation = invited(event, person)
    by_calendar(event, person, PartStat.TENTATIVE)
    page = words_of(client, invitation_link(invitation))
    assert "« peut-être » dans votre agenda : votre inscription reste à faire" in page
    link = personal_link(registered_for(event, person))
    by_calendar(event, person, PartStat.TENTATIVE)
    assert "« peut-être » dans votre agenda : votre place vous est gardée" in words_of(client, link)


def test_an_event_called_off_is_not_one_somebody_takes_part_in(client):
    event = make.event(modality=Modality.HYBRID, place="Salle Condorcet")
    link = personal_link(make.registration(event, modality=Modality.ONSITE))
    assert "Vous participez" in words_of(client, link)
    waiting = personal_link(make.registration(event, make.person(), standing=Standing.WAITING, modality=Modality.ONSITE))
    assert "Vous participez" not in words_of(client, waiting) and "Vous avez choisi de participer" in words_of(client, waiting)
    with transaction():
        event.state, event.cancelled_at, event.cancel_reason = State.CANCELLED, make.now(), "Grève."
    assert "<strong>sur place</strong>" not in words_of(client, link)


def test_a_title_with_guillemets_is_quoted_with_the_second_ones(client):
    event = make.event("Séminaire «\u00a0Parcours\u00a0»")
    page = client.get(f"{page_of(event)}/inscription/envoyee").text
    assert "«\u00a0Séminaire “Parcours”\u00a0»" in page


def test_a_place_of_two_days_is_confirmed_without_a_number_of_letters(client):
    """Two letters leave, one a day."""
    page = client.get(path(personal_link(make.registration(make.two_days())))).text
    assert "Nous vous le confirmons par courriel." in page and "Un courriel" not in page


@pytest.mark.parametrize(("capacity", "label"), [(1, "Je rejoins la liste d’attente"), (2, "Je m’inscris de nouveau")])
def test_the_button_of_who_left_says_what_coming_back_is(client, capacity, label):
    event, who = make.event(capacity=capacity, has_waiting_list=True), make.person()
    with transaction():
        one = actions.register(event, who, origin=Origin.INVITATION, modality=event.modality, at=make.now(), by=who.actor)
        actions.withdraw(one, by=who.actor, at=make.now())
        other = make.person("Inès", "Hoarau")
        actions.register(event, other, origin=Origin.INVITATION, modality=event.modality, at=make.now(), by=other.actor)
    page = client.get(path(personal_link(one))).text
    assert f">{label}</button>" in page
