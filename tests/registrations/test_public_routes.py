"""The professional's pages: the stranger, the wrong moment, the bad form, then the success; and what a scanner changes: nothing."""

import re
from datetime import timedelta

import pytest

from app.core import clock
from app.core.db import db, transaction
from app.events.words import Door, Modality, State
from app.outbox.models import OutboxLetter
from app.registrations import actions, tickets
from app.registrations.links import demand_link, personal_link
from app.registrations.models import Demand, Origin, Registration, Standing
from tests import make
from tests.statements import statements

SAID = {
    "email": "Ines.Valois@CD-14.example.org",
    "first_name": "Inès",
    "last_name": "Valois",
    "organisation": "MDPH du Calvados",
    "job_role": "evaluateur",
    "department": "14",
}


def path(link):
    return link.removeprefix("http://localhost")


def page_of(event, end=""):
    return f"/evenements/{event.slug}{end}"


def send(client, url, *, waited=timedelta(seconds=10), **fields):
    """Open the page, then send its form as a person would."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(url).text).group(1)
    ticket = tickets.draw(clock.now() - waited)
    return client.post(url, data={"csrf_token": token, "ticket": ticket} | fields)


def registered(event, person=None, **more):
    person = person or make.person()
    with transaction():
        return actions.register(
            event, person, origin=Origin.PUBLIC, modality=more.get("modality", event.modality), at=make.now(), by=person.actor
        )


def letters():
    return [(row.kind, row.recipient) for row in db.session.query(OutboxLetter).order_by(OutboxLetter.id)]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Inscriptions ouvertes"),
        ({"opens_at": make.now() + timedelta(days=2)}, "Bientôt ouvert"),
        ({"capacity": 1, "seats_taken": 1}, "liste d’attente ouverte"),
        ({"capacity": 1, "seats_taken": 1, "has_waiting_list": False}, "pas de liste d’attente"),
        ({"state": State.CLOSED, "closed_at": make.now()}, "Inscriptions closes"),
        ({"begins_in": timedelta(days=-2)}, "Événement passé"),
        ({"state": State.CANCELLED, "cancel_reason": "La salle est inondée."}, "La salle est inondée."),
        ({"postponed_from": make.at("2026-12-24 09:00")}, "d’abord prévu le jeudi 24"),
    ],
)
def test_the_page_of_an_event_always_tells_the_truth(client, facts, words):
    event = make.event(**facts)
    page = client.get(page_of(event))
    assert page.status_code == 200 and words in page.text
    assert page.text.count("<h1") == 1


def test_a_draft_has_no_page_and_an_old_title_leads_to_the_new_one(client):
    assert client.get(page_of(make.event(state=State.DRAFT))).status_code == 404
    event = make.event()
    moved = client.get(f"/evenements/ancien-titre-{event.public_id}")
    assert moved.status_code == 302 and moved.location.endswith(event.slug)


def test_the_page_of_an_event_costs_few_statements(client):
    event = make.event(kind="seminaire")
    db.session.remove()
    with statements() as said:
        client.get(page_of(event))
    assert len([one for one in said if one.startswith("SELECT")]) <= 6


def test_the_calendar_file_names_nobody(client):
    event = make.event()
    answer = client.get(page_of(event, "/agenda.ics"))
    assert answer.mimetype == "text/calendar" and b"BEGIN:VEVENT" in answer.data
    assert b"ATTENDEE" not in answer.data and b"ORGANIZER" not in answer.data and b"visio.example.org" not in answer.data


def test_a_stranger_registers_once_the_link_of_the_letter_is_confirmed(client):
    event = make.event(door=Door.ANYONE)
    answer = send(client, page_of(event, "/inscription"), **SAID)
    assert answer.status_code == 303 and "vient de partir" in client.get(answer.location).text
    assert letters() == [("confirm_address", "ines.valois@cd-14.example.org")] and db.session.query(Registration).count() == 0
    link = path(demand_link(db.session.query(Demand).one()))
    assert "Je confirme mon inscription" in client.get(link).text
    confirmed = send(client, link)
    registration = db.session.query(Registration).one()
    assert confirmed.status_code == 303 and registration.is_confirmed and registration.organisation.slug == "mdph-14"
    assert "votre place est confirmée" in client.get(confirmed.location).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page_of(event, "/inscription")).text).group(1)
    assert client.post(link, data={"csrf_token": token}).location == confirmed.location  # the second of two clicks
    assert [kind for kind, _ in letters()] == ["confirm_address", "confirmation"]


def test_a_link_that_was_confirmed_leads_to_ones_own_page_and_never_asks_again(client):
    event = make.event(door=Door.ANYONE)
    send(client, page_of(event, "/inscription"), **SAID)
    link = path(demand_link(db.session.query(Demand).one()))
    own = send(client, link).location
    again = client.get(link).text
    assert "C’est déjà confirmé, Inès" in again and own in again and "plus qu’un clic" not in again
    with transaction():
        registration = db.session.query(Registration).one()
        actions.withdraw(registration, by=registration.person.actor, at=make.now())
    left = client.get(link).text
    assert "retirée depuis" in left and own not in left and page_of(event) in left


def test_one_address_may_be_sent_as_fast_as_a_phone_fills_it_in(client):
    registration = registered(make.event())
    assert send(client, "/mes-inscriptions", waited=timedelta(0), email=registration.person.email).status_code == 303
    assert ("already_registered", registration.person.email) in letters()


def test_an_unknown_organisation_is_written_down_for_review(client):
    event = make.event(door=Door.ANYONE)
    refused = send(client, page_of(event, "/inscription"), **SAID | {"organisation": "Maison des aidants de Caen"})
    assert refused.status_code == 422 and db.session.query(Demand).count() == 0
    send(client, page_of(event, "/inscription"), **SAID | {"organisation": "Maison des aidants de Caen", "is_other": "y"})
    send(client, path(demand_link(db.session.query(Demand).one())))
    organisation = db.session.query(Registration).one().organisation
    assert organisation.name == "Maison des aidants de Caen" and organisation.to_review_since


def test_the_answer_is_the_same_for_an_address_that_is_registered(client):
    event, person = make.event(door=Door.ANYONE), make.person()
    registered(event, person)
    known = send(client, page_of(event, "/inscription"), **SAID | {"email": person.email})
    unknown = send(client, page_of(event, "/inscription"), **SAID)
    assert (known.status_code, known.location, known.text) == (unknown.status_code, unknown.location, unknown.text)
    assert letters()[1:] == [("already_registered", person.email), ("confirm_address", "ines.valois@cd-14.example.org")]


def test_the_same_form_sent_twice_is_one_demand_and_one_letter(client):
    event = make.event(door=Door.ANYONE)
    url, ticket = page_of(event, "/inscription"), tickets.draw(clock.now() - timedelta(seconds=9))
    for _ in range(2):
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(url).text).group(1)
        assert client.post(url, data=SAID | {"csrf_token": token, "ticket": ticket}).status_code == 303
    assert db.session.query(Demand).count() == 1 and len(letters()) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"email": "pas une adresse"}, {"first_name": "https://exemple.fr"}, {"last_name": ""}, {"department": "999"}, {"job_role": ""}],
)
def test_a_bad_form_comes_back_with_its_words(client, wrong):
    event = make.event(door=Door.ANYONE)
    answer = send(client, page_of(event, "/inscription"), **SAID | wrong)
    assert answer.status_code == 422 and "à corriger" in answer.text and letters() == []


def test_robots_are_answered_politely_and_write_nothing(client):
    event = make.event(door=Door.ANYONE)
    trapped = send(client, page_of(event, "/inscription"), **SAID | {"site": "https://spam.example.org"})
    assert trapped.status_code == 303 and letters() == []
    fast = send(client, page_of(event, "/inscription"), waited=timedelta(0), **SAID)
    assert fast.status_code == 422 and "trop vite" in fast.text
    forged = client.get(page_of(event, "/inscription"))
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', forged.text).group(1)
    assert client.post(page_of(event, "/inscription"), data=SAID | {"csrf_token": token, "ticket": "x.1.y"}).status_code == 422
    assert letters() == []


def test_nobody_is_flooded_with_letters(client):
    event = make.event(door=Door.ANYONE)
    codes = [send(client, page_of(event, "/inscription"), **SAID).status_code for _ in range(6)]
    assert codes == [303] * 5 + [429] and len(letters()) == 5


def test_members_of_the_network_receive_their_own_link_and_strangers_nothing(client):
    event, member, stranger = make.event(), make.person(member_of=["mdph-directeurs"]), make.person()
    url = page_of(event, "/inscription")
    answers = [send(client, url, email=address) for address in (member.email, stranger.email, "personne@nulle-part.example.org")]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, page_of(event, "/inscription/envoyee"))}
    assert letters() == [("invitation", member.email)]
    send(client, url, email=member.email)
    assert letters() == [("invitation", member.email)] * 2


def test_a_closed_event_sends_back_to_its_page(client):
    event = make.event(door=Door.ANYONE, state=State.CLOSED, closed_at=make.now())
    assert client.get(page_of(event, "/inscription")).location == page_of(event)


def test_leaving_takes_two_steps_and_can_be_undone(client):
    registration = registered(make.event())
    link = path(personal_link(registration))
    assert "Je ne pourrai plus venir" in client.get(link).text
    assert client.post(link + "/desinscription").status_code in (400, 422)  # a robot has no token
    answer = send(client, link + "/desinscription", word="Un conseil le même jour")
    db.session.refresh(registration)
    assert answer.status_code == 303 and registration.is_withdrawn and registration.withdraw_word == "Un conseil le même jour"
    page = client.get(link).text
    assert "vous ne venez plus" in page and "Je m’inscris de nouveau" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
    again = client.post(link + "/reinscription", data={"csrf_token": token})
    live = db.session.query(Registration).filter(Registration.standing == Standing.CONFIRMED).one()
    assert again.location == path(personal_link(live)) and client.get(link).location == again.location


def test_one_changes_how_one_comes_and_which_workshop(client):
    event = make.event(kind="instance", modality=Modality.HYBRID)
    workshop = make.workshop(event, capacity=1)
    registration = registered(event, modality=Modality.ONSITE)
    link = path(personal_link(registration))
    answer = send(client, link, modality="online", workshop=workshop.public_id, comment="J’arriverai à dix heures.")
    db.session.refresh(registration)
    assert answer.status_code == 303 and registration.modality is Modality.ONLINE and registration.comment
    assert [part.id for part in registration.workshops] == [workshop.id]
    other = registered(event, modality=Modality.ONSITE)
    full = send(client, path(personal_link(other)), modality="onsite", workshop=workshop.public_id)
    assert full.status_code == 422 and "est complet" in full.text


def test_the_personal_page_shows_what_else_one_is_registered_to(client):
    person = make.person()
    first, second = registered(make.event("Premier"), person), registered(make.event("Second"), person)
    page = client.get(path(personal_link(first)))
    assert "Second" in page.text and path(personal_link(second)) in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer" and "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store"


def test_ones_links_are_asked_for_by_mail_only(client):
    registration = registered(make.event())
    answers = [send(client, "/mes-inscriptions", email=a) for a in (registration.person.email, "inconnu@cd-50.example.org")]
    assert len({(a.status_code, a.location, a.text) for a in answers}) == 1
    assert letters()[1:] == [("already_registered", registration.person.email)]


def test_links_that_open_nothing_all_show_the_same_page(client):
    registration = registered(make.event())
    old = registered(make.event(begins_in=timedelta(days=2)))
    with transaction():
        old.event.starts_at -= timedelta(days=60)
        old.event.ends_at -= timedelta(days=60)
    link = path(personal_link(registration))
    with transaction():
        registration.version += 1
    tokens = [link, path(personal_link(old)), "/p/" + "a" * 69, "/p/x", "/p/" + "é" * 80, "/p/" + "b" * 5000, "/d/" + link[3:], "/d/abc"]
    pages = [client.get(token) for token in tokens]
    bodies = {re.sub(r'value="[^"]+"', "", page.text) for page in pages}
    assert {page.status_code for page in pages} == {404} and len(bodies) == 1


def test_scanners_change_nothing(client):
    event = make.event(door=Door.ANYONE)
    registration = registered(event)
    send(client, page_of(event, "/inscription"), **SAID)
    demand = db.session.query(Demand).one()
    before = letters()
    for link in (path(personal_link(registration)), path(personal_link(registration)) + "/desinscription", path(demand_link(demand))):
        for _ in range(25):
            assert client.get(link).status_code == client.head(link).status_code == 200
    db.session.expire_all()
    assert registration.is_confirmed and demand.confirmed_at is None and letters() == before
    assert "__Host-connexion" not in str(client._cookies)
