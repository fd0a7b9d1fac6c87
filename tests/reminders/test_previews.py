"""A letter looked at before it leaves, as one of its readers will see it: words, page and calendar, and nothing that opens a door."""

import re

import pytest

from app.core import clock
from app.core.db import db
from app.directory.models import Department
from app.events.words import Modality
from app.invitations.calendars import calendar_objects
from app.outbox.models import OutboxLetter
from app.registrations import actions
from app.registrations.models import Origin, Standing
from app.ui.french import day
from tests import make
from tests.letters import deliver, letters_to, mailbox, text_of

SLUGS = ("confirmation", "rappel-veille", "changement", "annulation", "invitation", "remerciement")


@pytest.fixture
def facilitator():
    return make.account(networks=["mdph-directeurs"])


@pytest.fixture
def event(facilitator):
    more = {"place": "Salle Condorcet", "address": "66 avenue du Maine", "join_url": "https://visio.example.org/salle"}
    return make.event("Réunion hybride", kind="reunion_reseau", by=facilitator, modality=Modality.HYBRID, **more)


@pytest.fixture
def away(event):
    """Someone of La Réunion who comes from afar."""
    department = db.session.query(Department).filter_by(timezone="Indian/Reunion").first().code
    who = make.person("Inès", "Hoarau", department=department)
    registration = actions.register(event, who, origin=Origin.INVITATION, modality=Modality.ONLINE, at=clock.now(), by=who.actor)
    db.session.commit()
    return registration


def address(event, slug, page="apercu", who=None):
    return f"/gestion/evenements/{event.public_id}/lettres-prevues/{slug}/{page}" + (f"?pour={who.public_id}" if who else "")


def secrets_of(registration):
    """Whatever opens a door of this person's, or names a row of theirs."""
    one = calendar_objects(registration.event, registration.person, clock.now())[0]
    return [registration.public_id, registration.person.public_id, one.uid.partition("@")[0]]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_letter_is_seen_as_its_reader_will_and_none_of_their_links_is(client, event, facilitator, away, slug):
    make.sign_in(client, facilitator)
    page, sheet = client.get(address(event, slug, who=away.person)), client.get(address(event, slug, "apercu.html", away.person))
    if "pas encore de contenu" in page.text:
        pytest.skip("this plan has no such letter")
    assert (page.status_code, sheet.status_code) == (200, 200)
    assert "Inès Hoarau" in sheet.text and "Dominique Exemple" not in page.text + sheet.text
    assert f"Inès Hoarau &lt;{away.person.email}&gt;" in page.text and "Objet" in page.text
    shown = (page.text + sheet.text).replace(f'value="{away.person.public_id}"', "").replace(f"pour={away.person.public_id}", "")
    for secret in secrets_of(away):
        assert secret not in shown
    assert not re.search(r"/[a-z2-7]{26}[A-Za-z0-9_-]{43}", shown)


def test_it_says_the_hour_and_the_link_of_that_reader(client, event, facilitator, away):
    onsite = make.registration(event, make.person("Paul", "Marchand"), modality=Modality.ONSITE).person
    make.sign_in(client, facilitator)
    far, here = (client.get(address(event, "confirmation", who=who)).text for who in (away.person, onsite))
    assert "heure de La Réunion" in far and "heure de La Réunion" not in here
    assert "LOCATION:https://visio.example.org/salle" in far and "LOCATION:Salle Condorcet" in here
    assert "visio.example.org" not in here


def test_the_calendar_part_is_shown_with_its_reader_and_without_its_identifier(client, event, facilitator, away):
    page = make.sign_in(client, facilitator).get(address(event, "confirmation", who=away.person)).text
    assert f"mailto:{away.person.email}" in page and "METHOD:REQUEST" in page and "UID:…@cnsa.example.org" not in page
    assert "UID:…" in page


def test_only_people_of_the_event_can_be_chosen(client, event, facilitator, away):
    stranger, gone = make.person("Autre", "Personne"), make.person("Partie", "Personne")
    make.registration(event, gone, standing=Standing.WITHDRAWN)
    page = make.sign_in(client, facilitator).get(address(event, "confirmation"))
    assert "Hoarau Inès" in page.text and "Personne Autre" not in page.text and "Personne Partie" not in page.text
    for other in (stranger, gone):
        assert client.get(address(event, "confirmation", who=other)).status_code == 404
        assert client.get(address(event, "confirmation", "apercu.html", other)).status_code == 404
    assert client.get(address(event, "confirmation") + "?pour=rien").status_code == 404


def test_others_look_at_nothing(app, event, away):
    theirs = make.sign_in(app.test_client(), make.account(networks=["cfppa"]))
    assert theirs.get(address(event, "confirmation", who=away.person)).status_code == 404
    assert app.test_client().get(address(event, "confirmation", who=away.person)).status_code == 303


def test_looking_writes_nothing(client, event, facilitator, away):
    make.sign_in(client, facilitator)
    before = db.session.query(OutboxLetter).count(), db.session.query(make.Person).count()
    client.get(address(event, "confirmation", who=away.person))
    assert (db.session.query(OutboxLetter).count(), db.session.query(make.Person).count()) == before


def test_a_trial_as_someone_comes_to_oneself_whole_and_opens_nothing(client, event, facilitator, away, mail_server):
    deliver()
    mailbox.empty()
    make.sign_in(client, facilitator)
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address(event, "confirmation")).text)[1]
    assert client.post(address(event, "confirmation", "essai", away.person), data={"csrf_token": token}).status_code == 303
    deliver()
    [letter] = letters_to(facilitator.email)
    assert len(mailbox.received) == 1 and letter["Subject"].startswith("[Essai] ")
    assert "Bonjour Inès Hoarau" in text_of(letter) and letter.get_content_type() == "multipart/mixed"
    link = re.search(r"http://localhost(/p/\S+)", text_of(letter))[1]
    assert client.get(link).status_code == 404
    for secret in secrets_of(away):
        assert secret not in letter.as_string()


def test_a_letter_that_waits_is_read_whole_on_its_page_without_its_links(client, event, facilitator, away):
    """Before it leaves, in the outbox: text and calendar too."""
    [row] = db.session.query(OutboxLetter).filter_by(kind="confirmation")
    page = make.sign_in(client, facilitator).get(f"/gestion/evenements/{event.public_id}/courriers/{row.public_id}")
    assert "METHOD:REQUEST" in page.text and "Bonjour Inès Hoarau" in page.text and f"mailto:{away.person.email}" in page.text
    assert secrets_of(away)[2] not in page.text and not re.search(r"/[a-z2-7]{26}[A-Za-z0-9_-]{43}", page.text)


def test_an_invitation_to_several_days_is_shown_without_the_calendar_part_that_it_will_not_have(client, facilitator):
    """M8: one letter, one entry; days are put into the calendar by the confirmation of each."""
    one = make.event("Un jour", by=facilitator)
    two = make.two_days(by=facilitator)
    make.sign_in(client, facilitator)
    assert "METHOD:REQUEST" in client.get(address(one, "invitation")).text
    page = client.get(address(two, "invitation")).text
    assert "METHOD:REQUEST" not in page and "dans votre agenda" not in client.get(address(two, "invitation", "apercu.html")).text


def test_what_goes_into_the_calendar_is_said_in_words_day_after_day(client, facilitator):
    event = make.two_days(by=facilitator, place="Salle Condorcet")
    page = make.sign_in(client, facilitator).get(address(event, "confirmation")).text
    said = page[page.index("Ce que l’agenda montrera") :]
    assert [said.count(words) for words in ("une heure avant", "Salle Condorcet")][0] == 2
    for one in event.days:
        assert day(one.on, year=True).capitalize() in said
    assert said.index("<details") < said.index("BEGIN:VCALENDAR")


def test_an_invitation_is_looked_at_with_the_line_that_stops_it(client, facilitator, event):
    page = make.sign_in(client, facilitator).get(address(event, "invitation", "apercu.html")).text
    assert "Ne plus recevoir ces invitations" in page and "/n/…" in page
    assert "Ne plus recevoir" not in client.get(address(event, "rappel-veille", "apercu.html")).text
