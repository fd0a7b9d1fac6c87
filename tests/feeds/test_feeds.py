"""Calendars to subscribe to: what each shows and to whom, what a calendar program is told, and that an address can be taken back (spec F1 to F9)."""

import re
from datetime import timedelta

import icalendar
import pytest
import vobject
from sqlalchemy import select

from app.core.db import db, transaction
from app.events.models import Cycle
from app.events.words import Modality, State
from app.feeds import actions
from app.feeds.links import address_of
from app.feeds.models import Feed, Scope
from app.registrations.links import personal_link
from app.registrations.models import Standing
from tests import make
from tests.statements import statements
from tests.visitor import Visitor

NETWORK = "mdph-directeurs"


def path(link):
    return link.removeprefix("http://localhost")


def given(person):
    with transaction():
        return path(address_of(actions.give_to_person(person, make.now())))


def asked(account, scope=Scope.ACCOUNT, number=None):
    with transaction():
        return path(address_of(actions.give_to_account(account, scope, number, make.now())))


def entries(answer):
    assert answer.status_code == 200, answer.text
    return {str(one["SUMMARY"]): one for one in icalendar.Calendar.from_ical(answer.data).walk("VEVENT")}


def called_off(title="Annulé", ago=timedelta(days=2), **more):
    return make.event(title, state=State.CANCELLED, cancelled_at=make.now() - ago, cancel_reason="Grève", **more)


def test_what_somebody_registered_for_is_in_their_calendar_with_the_link(client):
    who = make.person()
    make.registration(make.event("Le mien", join_url="https://visio.example.org/secret"), who)
    make.event("Un autre")
    shown = entries(client.get(given(who)))
    assert [*shown] == ["Le mien"]
    assert shown["Le mien"]["STATUS"] == "CONFIRMED"
    assert "https://visio.example.org/secret" in shown["Le mien"]["DESCRIPTION"]


def test_a_place_that_is_waited_for_is_tentative_and_its_link_is_not_told(client):
    who = make.person()
    make.registration(make.event("En attente", join_url="https://visio.example.org/secret"), who, standing=Standing.WAITING)
    make.registration(make.event("Quitté"), who, standing=Standing.WITHDRAWN)
    answer = client.get(given(who))
    assert [(name, str(one["STATUS"])) for name, one in entries(answer).items()] == [("En attente", "TENTATIVE")]
    assert "visio.example.org" not in answer.text


def test_somebody_who_comes_on_site_is_not_given_the_link(client):
    who, event = (
        make.person(),
        make.event("Hybride", kind="rencontre_territoriale", modality=Modality.HYBRID, join_url="https://visio.example.org/x"),
    )
    make.registration(event, who, modality=Modality.ONSITE)
    assert "visio.example.org" not in client.get(given(who)).text


def test_nobody_is_named_and_nothing_is_asked(client):
    """P5, F6: no attendee, no organiser, no method, no personal link."""
    who = make.person("Inès", "Valois")
    registration = make.registration(make.event("Un"), who)
    text = client.get(given(who)).text
    for word in ("ATTENDEE", "ORGANIZER", "METHOD", "Valois", who.email, path(personal_link(registration))):
        assert word not in text


def test_other_readers_read_the_same(client):
    """Not only the library that the other tests use."""
    who, event = make.person(), make.event("Réunion, la première ; suite")
    make.registration(event, who)
    (one,) = vobject.readOne(client.get(given(who)).text).contents["vevent"]
    assert (one.summary.value, one.dtstart.value) == (event.title, event.starts_at)


def test_an_event_that_was_called_off_is_said_so_for_a_month(client):
    """F4: it stays with a higher version, then disappears."""
    by = make.account(networks=[NETWORK])
    called_off("Récent", by=by, sequence=3)
    called_off("Ancien", by=by, ago=timedelta(days=31))
    shown = entries(client.get(asked(by)))
    assert [(name, str(one["STATUS"]), int(one["SEQUENCE"])) for name, one in shown.items()] == [("Récent", "CANCELLED", 3)]


def test_each_day_of_an_event_is_an_entry_of_its_own(client):
    """F4: one entry a day, none with the identifier of another."""
    who = make.person()
    make.registration(make.two_days(), who)
    found = icalendar.Calendar.from_ical(client.get(given(who)).data).walk("VEVENT")
    assert len(found) == len({str(one["UID"]) for one in found}) == 2


def test_the_answer_is_a_calendar_whatever_is_accepted_and_leaves_no_cookie(client):
    """F1, F5, F7, F9."""
    address = given(make.person())
    for accept in (None, "text/html", "application/json"):
        answer = client.get(address, headers={"Accept": accept} if accept else {})
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        assert "Set-Cookie" not in answer.headers
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["Content-Disposition"].isascii()
    assert client.head(address).status_code == 200
    lines = answer.text.splitlines()
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT4H", "X-PUBLISHED-TTL:PT4H", "X-WR-CALNAME:Rencontres – Mes inscriptions"} <= set(lines)


def test_what_did_not_change_is_not_sent_again(client):
    """F2: by its tag, or by its date; twice the same bytes."""
    who = make.person()
    event = make.event("Un", changed_at=make.now() - timedelta(hours=1))
    make.registration(event, who, registered_at=make.now() - timedelta(hours=1), confirmed_at=make.now() - timedelta(hours=1))
    address = given(who)
    first = client.get(address)
    assert client.get(address).data == first.data
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get(address, headers=since).status_code == 304
    with transaction():
        db.session.merge(event).title = "Deux"
        db.session.merge(event).changed_at = make.now() + timedelta(seconds=1)
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_leaving_an_event_changes_the_date_of_the_calendar(client):
    who = make.person()
    event = make.event("Un", changed_at=make.now() - timedelta(days=3))
    registration = make.registration(event, who, registered_at=make.now() - timedelta(days=2), confirmed_at=None)
    address = given(who)
    since = {"If-Modified-Since": client.get(address).headers["Last-Modified"]}
    with transaction():
        row = db.session.merge(registration)
        row.standing, row.withdrawn_at, row.registered_at = Standing.WITHDRAWN, make.now(), make.now() - timedelta(days=2)
    answer = client.get(address, headers=since)
    assert answer.status_code == 200
    assert entries(answer) == {}


def test_a_facilitator_sees_their_events_and_no_draft(client):
    by = make.account(networks=[NETWORK])
    make.event("À moi", by=by)
    make.event("Brouillon", by=by, state=State.DRAFT)
    make.event("D’ailleurs", networks=["cfppa"])
    assert [*entries(client.get(asked(by)))] == ["À moi"]


def test_a_network_and_a_cycle_show_theirs_only(client):
    by = make.account(networks=[NETWORK, "cfppa"])
    cycle = make.keep(Cycle(code="tour", name="Tour de France", year=2027))
    make.event("Du réseau", by=by)
    make.event("Du cycle", by=by, networks=["cfppa"], cycle_id=cycle.id)
    assert [*entries(client.get(asked(by, Scope.NETWORK, make.network(NETWORK).id)))] == ["Du réseau"]
    of_cycle = client.get(asked(by, Scope.CYCLE, cycle.id))
    assert [*entries(of_cycle)] == ["Du cycle"] and "Tour de France" in of_cycle.text


def test_a_right_that_ends_shows_nothing_more(client):
    by = make.account(networks=[NETWORK])
    make.event("Du réseau")
    address = asked(by, Scope.NETWORK, make.network(NETWORK).id)
    assert [*entries(client.get(address))] == ["Du réseau"]
    with transaction():
        db.session.merge(by).grants[0].granted_to = make.now() - timedelta(seconds=1)
    assert entries(client.get(address)) == {}


@pytest.mark.parametrize("what", ["revoked", "disabled", "erased", "person's links revoked", "forged", "unknown"])
def test_an_address_that_was_taken_back_answers_like_one_that_never_was(client, what):
    """F7."""
    who, by = make.person(), make.account(networks=[NETWORK])
    address = asked(by) if what == "disabled" else given(who)
    assert client.get(address).status_code == 200
    with transaction():
        if what == "revoked":
            actions.revoke(db.session.scalar(select(Feed)), who.actor, make.now())
        if what == "disabled":
            db.session.merge(by).disabled_at = make.now()
        if what == "erased":
            db.session.merge(who).anonymised_at = make.now()
        if what == "person's links revoked":
            db.session.merge(who).version += 1
    if what == "forged":
        address = address.replace(".ics", "")[:-1] + ("A" if address[-5] != "A" else "B") + ".ics"
    if what == "unknown":
        address = f"/agendas/{'a' * 26}{'b' * 43}.ics"
    answer, never = client.get(address), client.get("/agendas/rien.ics")
    assert (answer.status_code, never.status_code) == (404, 404)
    said = [re.sub("[0-9a-f]{12}</p>", "", one.text) for one in (answer, never)]  # but the reference of the request
    assert said[0] == said[1] and set(answer.headers.keys()) == set(never.headers.keys()) and "ETag" not in answer.headers


def test_the_secret_is_long_and_is_not_kept(client):
    """F7: 256 bits, derived; the row opens nothing."""
    who = make.person()
    secret = given(who).removeprefix("/agendas/").removesuffix(".ics")[26:]
    assert len(secret) == 43
    assert secret not in str([row.__dict__ for row in db.session.scalars(select(Feed))])


def test_the_public_calendar_shows_the_public_list_without_links(client):
    make.event("Ouvert", join_url="https://visio.example.org/secret")
    make.event("Discret", is_listed=False)
    make.event("Brouillon", state=State.DRAFT)
    called_off("Annulé")
    answer = client.get("/agenda.ics")
    assert sorted(entries(answer)) == ["Annulé", "Ouvert"]
    assert "visio.example.org" not in answer.text
    assert entries(client.get("/agenda.ics?reseau=cfppa")) == {}


def test_two_thousand_events_are_read_in_few_questions(client):

    by = make.account(networks=[NETWORK])
    for number in range(3):
        make.event(f"Événement {number}", by=by)
    address = asked(by)
    with statements() as few:
        client.get(address)
    for number in range(30):
        make.event(f"Autre {number}", by=by)
    with statements() as many:
        assert len(entries(client.get(address))) == 33
    assert len(many) == len(few) <= 12


def test_a_professional_asks_for_an_address_changes_it_and_takes_it_back(app, client):

    registration = make.registration(make.event("Mon webinaire"), make.person())
    visitor = Visitor(app)
    visitor.opens(path(personal_link(registration))).follows("Toutes mes inscriptions dans mon agenda")
    visitor.presses("Obtenir mon adresse")
    first = visitor.page.field("Ou copiez cette adresse").attrs["value"]
    assert [*entries(client.get(path(first)))] == ["Mon webinaire"]
    visitor.presses("Changer l’adresse").reads("L’adresse est changée")
    second = visitor.page.field("Ou copiez cette adresse").attrs["value"]
    assert (client.get(path(first)).status_code, client.get(path(second)).status_code) == (404, 200)
    visitor.presses("Supprimer l’adresse")
    assert client.get(path(second)).status_code == 404


@pytest.mark.once
def test_a_facilitator_changes_an_address_and_takes_it_back(app, client):
    camille = make.account(networks=[NETWORK])
    first = asked(camille)
    visitor = Visitor(app)
    make.sign_in(visitor.browser, camille)
    visitor.opens("/gestion/agendas").presses("Changer l’adresse")
    second = path(visitor.page.field("Ou copiez cette adresse").attrs["value"])
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    visitor.presses("Supprimer")
    assert client.get(second).status_code == 404
