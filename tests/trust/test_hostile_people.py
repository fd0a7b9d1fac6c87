"""T01, T17-T20, T22: whatever people wrote, in every place it comes back: pages, letters, calendars, files."""

import re
from dataclasses import fields
from email import message_from_bytes
from html.parser import HTMLParser

import pytest

from app.core import clock
from app.core.db import db, transaction
from app.directory.models import Organisation
from app.events.models import Partner
from app.events.words import Door, Modality
from app.invitations import actions as invitations
from app.outbox import message, paper
from app.outbox.lease_queries import Slip
from app.outbox.making import letter_of
from app.outbox.models import OutboxLetter
from app.registrations import actions as registrations
from app.registrations.models import Origin
from tests import make
from tests.browsers import browser_of
from tests.house.sources import none
from tests.posting import post

HARM = "é\r\nATTACH:x\n\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}${7*7}%0d%0aBcc: x@evil.example"
RAW = re.compile(r"<script>alert|<img src=x", re.I)
ICS_NAMES = set(
    [
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "METHOD",
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "URL",
        "ORGANIZER",
        "ATTENDEE",
        "SEQUENCE",
        "STATUS",
        "CLASS",
        "TRANSP",
        "PRIORITY",
        "CREATED",
        "LAST-MODIFIED",
        "TRIGGER",
        "ACTION",
        "CATEGORIES",
        "CONFERENCE",
    ]
) | {""}
MARKDOWN = (
    "[a](javascript:alert(1)) [b](java\nscript:alert(1)) [c](data:text/html,x) <script>alert(1)</script> ![x](https://evil.example/p.png) "
    '<a href="javascript:alert(1)">x</a> [d](vbscript:x) <javascript:alert(1)> [e]: javascript:alert(1)\n\n{{7*7}} {event.__class__}'
)


class Links(HTMLParser):
    """Where a page leads, and whether anything in it acts."""

    def __init__(self):
        super().__init__()
        self.found, self.acts = set(), []

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href", "").startswith("/"):
            self.found.add(said["href"].partition("#")[0])
        self.acts += [f"{tag} {name}" for name in said if name.startswith("on")]
        for name in ("href", "src", "action", "formaction"):
            scheme = re.sub(r"[\x00-\x20]", "", said.get(name, "")).partition(":")[0].lower()
            self.acts += [f"{tag} {name}"] if scheme in ("javascript", "data", "vbscript") else []
        self.acts += [f"{tag}"] if tag in ("iframe", "object", "embed", "base") and "srcdoc" in said else []


@pytest.fixture
def harmed(app):
    """An event, its people, its organisations, full of harm; everything went through as if it had been let in."""
    ada, at = make.account(HARM[:120], admin=True), clock.now()
    with transaction():
        typed = Organisation(slug="tapee", type="partner", name=HARM[:160], short_name=HARM[:120], to_review_since=at)
        typed.refresh_search()
        db.session.add(typed)
    event = make.event(
        HARM[:150], by=ada, description=MARKDOWN, door=Door.ANYONE, modality=Modality.HYBRID, place=HARM[:100], address=HARM, access=HARM
    )
    people = [make.person(HARM[:60] + str(i), HARM[:60], member_of=["mdph-directeurs"]) for i in range(3)]
    with transaction():
        event.partners.append(Partner(name=HARM[:150], role="co_host"))
        for one in people:
            one.organisation_id = typed.id
        invited = [invitations.invite(event, one, at) for one in people]
        invitations.decline(invited[0], HARM, at)
        for one in invited[1:]:
            registrations.register(
                event,
                one.person,
                origin=Origin.INVITATION,
                modality=Modality.ONSITE,
                at=at,
                by=one.person.actor,
                invitation=one,
                comment=HARM,
            )
    return ada, event


def test_no_page_repeats_it_raw(app, harmed, monkeypatch):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    ada, event = harmed
    browser, wrong = make.sign_in(browser_of(app), ada), []
    ahead = [
        "/aujourdhui",
        f"/gestion/evenements/{event.public_id}",
        f"/evenements/{event.slug}",
        "/annuaire",
        "/annuaire/structures",
        "/comptes",
    ]
    seen = set(ahead)
    while ahead and len(seen) < 400:
        address = ahead.pop(0)
        answer = browser.get(address)
        if answer.status_code >= 500:
            wrong.append(f"{address} {answer.status_code}")
        if not answer.content_type.startswith("text/html"):
            continue
        page = Links()
        page.feed(answer.text)
        wrong += [f"{address} {fault}" for fault in page.acts]
        wrong += [f"{address} raw"] if RAW.search(answer.text) else []
        wrong += [f"{address} counted"] if "}}49" in answer.text or "x49" in answer.text else []
        wrong += [f"{address} loads {one}" for one in re.findall(r'src="(https?://[^"]+)', answer.text)]
        new = sorted(page.found - seen)
        seen |= set(new)
        ahead += [one for one in new if "/calendrier" not in one and "genre=" not in one]
    assert len(seen) > 40
    none(wrong)


def test_no_letter_repeats_it_raw(app, harmed):
    at, seen = clock.now(), 0
    for row in db.session.query(OutboxLetter).all():
        letter = letter_of(row.kind, row.facts, at)
        if letter is None:
            continue
        seen += 1
        drawn = paper.html(letter)
        page = Links()
        page.feed(drawn)
        assert not page.acts and not RAW.search(drawn), row.kind
        assert not re.search(r"<[^<>]*\bsrc=", drawn)
    assert seen >= 3


def as_sent(row, letter, at):
    """The bytes that the mail server receives."""
    names = [field.name for field in fields(Slip)]
    return message.message_of(letter, Slip(**{name: getattr(row, name) for name in names}), at).data


def test_its_headers_and_calendar_hold(app, harmed):
    at = clock.now()
    for row in db.session.query(OutboxLetter).all():
        letter = letter_of(row.kind, row.facts, at)
        if letter is None:
            continue
        head, _, _body = as_sent(row, letter, at).partition(b"\r\n\r\n")
        names = [line.partition(b":")[0].lower() for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t")]
        assert b"bcc" not in names and len(names) == len(set(names)), names
        for part in message_from_bytes(as_sent(row, letter, at)).walk():
            if part.get_content_type() == "text/calendar":
                lines = part.get_payload(decode=True).decode().replace("\r\n ", "").split("\r\n")
                assert {line.partition(":")[0].partition(";")[0] for line in lines} <= ICS_NAMES, lines


def test_its_files_hold_no_formula(app, harmed):
    ada, event = harmed
    with transaction():
        make.person("=1+1", "@cmd", member_of=["mdph-directeurs"])
    browser = make.sign_in(browser_of(app), ada)
    text = post(browser, "/annuaire/export.csv").get_data(as_text=True)
    assert "'@cmd;'=1+1" in text
