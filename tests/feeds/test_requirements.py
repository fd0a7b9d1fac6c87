"""Every numbered line of the specification on feeds and downloads (F1 to F9), on what a calendar program receives."""

from dataclasses import replace
from datetime import timedelta
from urllib.robotparser import RobotFileParser

import icalendar
import pytest
import time_machine
import vobject

from app.core import clock
from app.core.db import db, transaction
from app.events.models import Cycle
from app.events.sheet import sheet_of
from app.events.words import State
from app.feeds.models import Scope
from app.registrations.actions import call_off
from app.registrations.corrections import correct
from app.registrations.links import personal_link
from app.ui.routes import CLOSED_TO_ROBOTS
from tests import make
from tests.feeds.test_feeds import NETWORK, asked, called_off, entries, given, path
from tests.house.test_doors import rank_of
from tests.visitor import Visitor

NAMES = ("person", "account", "network", "cycle", "public", "download")


@pytest.fixture
def addresses():
    """One calendar of each kind, with something in it."""
    by, who = make.account(networks=[NETWORK]), make.person()
    cycle = make.keep(Cycle(code="tour", name='Tour de France, saison 2 ; l’hiver : "neige"', year=2027))
    event = make.event("Réunion, la première", by=by, cycle_id=cycle.id)
    make.registration(event, who)
    network = make.network(NETWORK).id
    scopes = {"account": asked(by), "network": asked(by, Scope.NETWORK, network), "cycle": asked(by, Scope.CYCLE, cycle.id)}
    return {"person": given(who), **scopes, "public": "/agenda.ics", "download": f"/evenements/{event.slug}/agenda.ics"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("accept", [None, "*/*", "text/html", "application/json"])
def test_f1_a_calendar_whatever_is_accepted_by_get_and_head(client, addresses, name, accept):
    headers = {"Accept": accept} if accept else {}
    got, head = client.get(addresses[name], headers=headers), client.head(addresses[name], headers=headers)
    for answer in (got, head):
        assert (answer.status_code, answer.headers["Content-Type"].lower()) == (200, "text/calendar; charset=utf-8")
        assert "Set-Cookie" not in answer.headers
    assert got.data.startswith(b"BEGIN:VCALENDAR\r\n") and head.data == b""
    assert head.headers["Content-Length"] == got.headers["Content-Length"] == str(len(got.data))


@pytest.mark.parametrize("name", ["person", "account", "public"])
def test_f1_no_cookie_even_when_somebody_is_signed_in_beside(client, addresses, name):
    """A sign-in that is old enough is renewed by any page, but by no calendar: what a program is told is the same for everybody."""
    plain = client.get(addresses[name])
    with time_machine.travel(clock.now() - timedelta(minutes=10)):
        make.sign_in(client, make.account(admin=True))
    assert "Set-Cookie" in client.get("/aujourdhui").headers, "the cookie of this test is old enough to be renewed"
    with time_machine.travel(clock.now() - timedelta(minutes=10)):
        make.sign_in(client, make.account(admin=True))
    answer = client.get(addresses[name])
    assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")
    assert (answer.data, answer.headers["ETag"]) == (plain.data, plain.headers["ETag"])


@pytest.mark.parametrize("name", NAMES)
def test_f2_the_same_bytes_twice_then_nothing_but_304(client, addresses, name):
    with time_machine.travel(clock.now() + timedelta(seconds=5), tick=False):
        first = client.get(addresses[name])
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        assert client.get(addresses[name]).data == first.data
        for known in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
            for again in (client.get(addresses[name], headers=known), client.head(addresses[name], headers=known)):
                assert (again.status_code, again.data) == (304, b"")
        [event] = icalendar.Calendar.from_ical(first.data).walk("VEVENT")
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt


def robots(client):
    answer, parser = client.get("/robots.txt"), RobotFileParser()
    assert (answer.status_code, answer.mimetype) == (200, "text/plain") and "Set-Cookie" not in answer.headers
    parser.parse(answer.text.splitlines())
    return parser


@pytest.mark.parametrize("agent", ["Google-Calendar-Importer", "Googlebot", "anything"])
def test_f3_robots_are_let_into_calendars_and_public_pages(client, addresses, agent):
    rules = robots(client)
    pages = ["/", "/agenda", "/aide", "/evenements-passes", addresses["download"].removesuffix("/agenda.ics")]
    assert all(rules.can_fetch(agent, page) for page in [*addresses.values(), *pages])


def test_f3_robots_are_kept_out_of_every_personal_page_and_of_the_team_s(app, client):
    rules, wrong = robots(client), []
    for rule in app.url_map.iter_rules():
        address = rule.rule.replace("<", "").replace(">", "")
        is_personal = "token" in rule.arguments and rule.endpoint != "feeds.secret"
        if (is_personal or rank_of(app, rule.endpoint) != "everybody") and rules.can_fetch("Googlebot", address):
            wrong.append(address)
    assert not wrong
    assert all(any(rule.rule.startswith(path.rstrip("/")) for rule in app.url_map.iter_rules()) for path in CLOSED_TO_ROBOTS)


def test_f4_one_entry_a_day_each_with_its_own_lasting_identifier(client):
    by = make.account(networks=[NETWORK])
    make.two_days(by=by)
    make.event("Un", by=by)
    address = asked(by)
    uids = [str(one["UID"]) for one in icalendar.Calendar.from_ical(client.get(address).data).walk("VEVENT")]
    assert len(set(uids)) == len(uids) == 3
    assert sorted(uids) == sorted(str(one["UID"]) for one in icalendar.Calendar.from_ical(client.get("/agenda.ics").data).walk("VEVENT"))


@pytest.mark.parametrize("name", ["account", "download"])
def test_c5_f4_an_event_that_moves_to_another_date_keeps_its_identifiers(client, name):
    """A calendar moves what it shows; imported twice, it is one entry."""
    by = make.account(networks=[NETWORK])
    event = make.two_days(by=by)
    address = {"account": asked(by), "download": f"/evenements/{event.slug}/agenda.ics"}[name]
    before = icalendar.Calendar.from_ical(client.get(address).data).walk("VEVENT")
    by_days = timedelta(days=1)
    with transaction():
        row = db.session.merge(event)
        correct(row, replace(sheet_of(row), starts_at=row.starts_at + by_days, ends_at=row.ends_at + by_days), by, clock.now())
    after = icalendar.Calendar.from_ical(client.get(address).data).walk("VEVENT")
    assert [str(one["UID"]) for one in before] == [str(one["UID"]) for one in after]
    assert [one["DTSTART"].dt + by_days for one in before] == [one["DTSTART"].dt for one in after]
    assert all(new["SEQUENCE"] > old["SEQUENCE"] for old, new in zip(before, after, strict=True))


def test_f4_what_was_called_off_stays_said_for_thirty_days_with_a_higher_version(client):
    by = make.account(networks=[NETWORK])
    event = make.event("Vœux", by=by, begins_in=timedelta(days=60))
    address = asked(by)
    before = entries(client.get(address))["Vœux"]
    with transaction():
        call_off(db.session.merge(event), "Grève", by.actor, clock.now())
    after = entries(client.get(address))["Vœux"]
    assert (str(before["STATUS"]), str(after["STATUS"]), str(after["TRANSP"])) == ("CONFIRMED", "CANCELLED", "TRANSPARENT")
    assert after["SEQUENCE"] > before["SEQUENCE"] and after["UID"] == before["UID"] and after["DTSTAMP"].dt >= before["DTSTAMP"].dt
    with time_machine.travel(clock.now() + timedelta(days=29)):
        assert "Vœux" in entries(client.get(address))
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert entries(client.get(address)) == {}


@pytest.mark.parametrize("name", NAMES[:-1])
def test_f5_a_name_that_every_reader_shows_as_it_is_and_how_often_to_come_back(client, addresses, name):
    lines = client.get(addresses[name]).text.replace("\r\n ", "").split("\r\n")
    named = {line.partition(":")[0]: line.partition(":")[2] for line in lines if line.startswith(("NAME:", "X-WR-CALNAME:"))}
    assert len(named) == 2 and len(set(named.values())) == 1
    [shown] = set(named.values())
    assert shown.startswith("Rencontres – ") and not set(shown) & set('\\,;:"')
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT4H", "X-PUBLISHED-TTL:PT4H"} <= set(lines)


def test_f5_the_pages_say_that_calendars_come_back_when_they_like(app, client, addresses):
    registration = make.registration(make.event("Autre"), make.person())
    facilitator = make.sign_in(app.test_client(), make.account(networks=[NETWORK]))
    for page in (client.get("/agenda"), client.get(path(personal_link(registration)) + "/agenda"), facilitator.get("/gestion/agendas")):
        assert "toutes les quatre heures" in page.text and "une seule fois par jour (Google)" in page.text


@pytest.mark.parametrize("name", NAMES)
def test_f6_p5_nothing_is_asked_and_nobody_is_named(client, addresses, name):
    data = client.get(addresses[name]).data
    assert not any(word in data for word in (b"METHOD", b"ORGANIZER", b"ATTENDEE", b"VALARM", b"/p/", b"/i/", b"/agendas/"))
    assert vobject.readOne(data.decode()).vevent.summary.value == "Réunion, la première"


@pytest.mark.parametrize("name", NAMES[:4])
def test_f7_a_secret_address_is_kept_from_engines_and_caches(client, addresses, name):
    answer = client.get(addresses[name])
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow" and answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    secret = addresses[name].removeprefix("/agendas/").removesuffix(".ics")[26:]
    assert len(secret) * 6 >= 128
    for position in (0, 42):
        forged = secret[:position] + ("A" if secret[position] != "A" else "B") + secret[position + 1 :]
        assert client.get(addresses[name].replace(secret, forged)).status_code == 404


def test_f7_the_public_list_may_be_kept_by_caches(client, addresses):
    assert client.get("/agenda.ics").headers["Cache-Control"] == "public, max-age=3600"


def test_f8_a_button_the_address_and_the_words_of_each_program(app, client):
    registration = make.registration(make.event("Mien"), make.person())
    for page in ("/agenda", path(personal_link(registration)) + "/agenda"):
        visitor = Visitor(app).opens(page)
        if page != "/agenda":
            visitor.presses("Obtenir mon adresse")
        address = visitor.page.field("Ou copiez cette adresse").attrs["value"]
        assert f'href="webcal://{address.partition("://")[2]}"' in visitor.answer.text
        assert "À partir de l’URL" in visitor.answer.text and "?cid=" not in visitor.answer.text
        assert client.get(path(address)).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_f9_a_download_may_be_opened_in_place_and_its_name_is_ascii(client, addresses, name):
    said = client.get(addresses[name]).headers["Content-Disposition"]
    assert said.isascii() and said.partition(";")[0] in ("inline", "attachment") and said.endswith('.ics"')


def test_drafts_are_in_no_calendar(client):
    by = make.account(networks=[NETWORK])
    make.event("Brouillon", by=by, state=State.DRAFT)
    called_off("Jamais annoncé", by=by, ago=timedelta(days=40))
    assert entries(client.get(asked(by))) == entries(client.get("/agenda.ics")) == {}
