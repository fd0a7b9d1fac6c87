"""What a calendar receives, read by two parsers that did not write it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ics import build
from app.ics.entry import Entry, Party

pytestmark = pytest.mark.once

START = datetime(2027, 3, 12, 8, 30, tzinfo=UTC)
ENTRY = Entry(
    uid="5b0f7e52-7d2e-4c5b-9a55-0d3f0c1be7aa@cnsa.example.org",
    sequence=3,
    title="Atelier n°1 : l’été, la rentrée",
    starts_at=START,
    ends_at=START + timedelta(minutes=90),
    description="Vendredi 12 mars 2027, de 9 h 30 à 11 h (heure de Paris)\nÀ distance : https://visio.example.org/salle",
    location="https://visio.example.org/salle",
    page="https://rencontres.example.org/evenements/atelier",
    join_url="https://visio.example.org/salle?a=1,2;b=3&c=é",
    created_at=START - timedelta(days=20),
    changed_at=START - timedelta(days=10),
    stamped_at=START - timedelta(days=9, microseconds=7),
    categories=("Atelier, webinaire", "Numérique"),
    organiser=Party("Caisse nationale de solidarité pour l’autonomie", "rencontres@cnsa.example.org"),
    attendee=Party("Élodie « D’Été »", "elodie@mdph-14.example.org"),
)


def lines(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def values(data: bytes, name: str) -> list[str]:
    return [line for line in lines(data) if re.match(rf"{name}[;:]", line)]


def event(data: bytes):
    [found] = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return found


def test_a_request_says_everything_once():
    data = build.request(ENTRY)
    said = event(data)
    assert values(data, "METHOD") == ["METHOD:REQUEST"] and lines(data).index("METHOD:REQUEST") < lines(data).index("BEGIN:VEVENT")
    assert (said["UID"], said["SEQUENCE"], said["STATUS"], said["TRANSP"]) == (ENTRY.uid, 3, "CONFIRMED", "OPAQUE")
    assert (said.decoded("DTSTART"), said.decoded("DTEND")) == (ENTRY.starts_at, ENTRY.ends_at)
    assert values(data, "DTSTART") == ["DTSTART:20270312T083000Z"] and "TZID" not in data.decode()
    assert said["SUMMARY"] == ENTRY.title and said["DESCRIPTION"] == ENTRY.description
    assert said["LOCATION"] == ENTRY.location and said["URL"] == ENTRY.page
    assert said["CATEGORIES"].to_ical().decode() == "Atelier\\, webinaire,Numérique"
    for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED", "UID", "SEQUENCE", "ORGANIZER", "ATTENDEE", "CALSCALE", "PRODID", "VERSION"):
        assert len(values(data, name)) == 1, name


def test_another_parser_reads_the_same():
    said = vobject.readOne(build.request(ENTRY).decode())
    assert said.method.value == "REQUEST"
    assert said.vevent.summary.value == ENTRY.title and said.vevent.description.value == ENTRY.description
    assert said.vevent.dtstart.value == ENTRY.starts_at and said.vevent.dtend.value == ENTRY.ends_at
    assert said.vevent.attendee.params["RSVP"] == ["TRUE"] and said.vevent.attendee.params["CN"] == ["Élodie « D’Été »"]


def test_the_one_attendee_may_answer_and_the_organiser_is_who_writes():
    said = event(build.request(ENTRY))
    asked = said["ATTENDEE"].params
    assert said["ATTENDEE"] == "mailto:elodie@mdph-14.example.org" and said["ORGANIZER"] == "mailto:rencontres@cnsa.example.org"
    assert {k: asked[k] for k in ("CUTYPE", "ROLE", "PARTSTAT", "RSVP")} == {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": "REQ-PARTICIPANT",
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
    }
    assert "SENT-BY" not in said["ORGANIZER"].params


def test_the_room_is_a_conference_of_type_uri_never_escaped():
    [room] = values(build.request(ENTRY), "CONFERENCE")
    assert room == (
        'CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="Rejoindre la visioconférence":https://visio.example.org/salle?a=1,2;b=3&c=%C3%A9'
    )
    assert values(build.request(replace(ENTRY, join_url="")), "CONFERENCE") == []
    assert values(build.request(replace(ENTRY, join_url="javascript:alert(1)")), "CONFERENCE") == []


def test_one_alarm_in_a_request_and_none_in_a_cancellation():
    [alarm] = event(build.request(ENTRY)).walk("VALARM")
    assert alarm["ACTION"] == "DISPLAY" and alarm.decoded("TRIGGER") == timedelta(hours=-1) and alarm["DESCRIPTION"]
    assert "ATTENDEE" not in alarm and event(build.cancel(ENTRY)).walk("VALARM") == []


def test_a_cancellation_says_what_it_cancels():
    data = build.cancel(replace(ENTRY, sequence=4))
    said = event(data)
    assert values(data, "METHOD") == ["METHOD:CANCEL"] and said["STATUS"] == "CANCELLED" and said["SEQUENCE"] == 4
    assert said["ATTENDEE"].params["RSVP"] == "FALSE"
    for name in ("UID", "ORGANIZER", "ATTENDEE", "DTSTART", "DTEND", "SUMMARY"):
        assert name in said


def test_a_feed_names_nobody_and_asks_nothing():
    gone = replace(ENTRY, uid="autre-" + ENTRY.uid, is_cancelled=True)
    data = build.public([ENTRY, gone], "Réseau des MDPH")
    assert all(not values(data, name) for name in ("METHOD", "ORGANIZER", "ATTENDEE", "X-WR-TIMEZONE")) and b"VALARM" not in data
    assert values(data, "NAME") == ["NAME:Réseau des MDPH"] and values(data, "X-WR-CALNAME") == ["X-WR-CALNAME:Réseau des MDPH"]
    assert values(data, "REFRESH-INTERVAL") == ["REFRESH-INTERVAL;VALUE=DURATION:PT4H"]
    assert [e["STATUS"] for e in icalendar.Calendar.from_ical(data).walk("VEVENT")] == ["CONFIRMED", "CANCELLED"]
    assert data == build.public([ENTRY, gone], "Réseau des MDPH")


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Noumea", "America/Guadeloupe", "Europe/Paris"])
def test_an_instant_is_the_same_whatever_the_zone_it_is_told_in(zone):
    told = replace(ENTRY, starts_at=ENTRY.starts_at.astimezone(ZoneInfo(zone)), ends_at=ENTRY.ends_at.astimezone(ZoneInfo(zone)))
    assert build.request(told) == build.request(ENTRY)


def test_fixed_offsets_become_utc_and_naive_instants_are_refused():
    offset = timezone(timedelta(hours=1))
    assert build.request(replace(ENTRY, starts_at=ENTRY.starts_at.astimezone(offset))) == build.request(ENTRY)
    with pytest.raises(ValueError, match="time zone"):
        build.request(replace(ENTRY, starts_at=ENTRY.starts_at.replace(tzinfo=None), ends_at=ENTRY.ends_at.replace(tzinfo=None)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"organiser": None},
        {"attendee": None},
        {"attendee": Party("Nous", "RENCONTRES@cnsa.example.org")},
        {"ends_at": START},
        {"uid": "a b c d e f g h"},
        {"uid": "court"},
        {"uid": "x" * 201},
        {"attendee": Party("X", "a@b.example\r\nBCC: c@d.example")},
    ],
)
def test_what_would_make_a_wrong_calendar_is_refused(wrong):
    with pytest.raises(ValueError):
        build.request(replace(ENTRY, **wrong))


def test_names_between_quotes_hold_nothing_that_readers_rewrite():
    said = build.request(replace(ENTRY, attendee=Party('Jean "Jo" \\ Dupont^n; x: y', "a@b.example.org"))).decode()
    [line] = values(said.encode(), "ATTENDEE")
    assert 'CN="Jean ’Jo’ / Dupont’n, x, y"' in line and "^" not in line


def test_long_titles_are_cut_where_outlook_cuts():
    data = build.request(replace(ENTRY, title="😀" * 300, location="é" * 400, description="x" * 9000))
    said = event(data)
    assert len(said["SUMMARY"].encode("utf-16-le")) // 2 <= 255 and len(said["LOCATION"]) <= 255 and len(said["DESCRIPTION"]) == 8000


HOSTILE = st.text(st.one_of(st.characters(), st.sampled_from('\r\n\x00\x0b\x0c\x1c\x85\u2028\u2029\u202e\ufeff\\;,:"^=?é😀')), max_size=300)


@settings(max_examples=60, deadline=None)
@given(title=HOSTILE, words=HOSTILE, place=HOSTILE, name=HOSTILE, category=HOSTILE)
def test_no_words_can_write_a_line_of_the_calendar(title, words, place, name, category):
    hostile = replace(
        ENTRY, title=title, description=words, location=place, attendee=Party(name, "a@b.example.org"), categories=(category,)
    )
    data = build.request(hostile)
    assert data.endswith(b"\r\n") and b"\r\n\r\n" not in data
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    raw = data[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in raw)
    [line.decode() for line in raw]  # no character is cut
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]", data.decode())
    names = [re.split("[;:]", line)[0] for line in lines(data)[:-1]]
    assert set(names) <= {
        *("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "SEQUENCE", "DTSTAMP", "CREATED", "LAST-MODIFIED", "DTSTART"),
        *("DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "CONFERENCE", "CATEGORIES", "CLASS", "STATUS", "TRANSP", "ORGANIZER"),
        *("ATTENDEE", "ACTION", "TRIGGER"),
    }
    assert names.count("DESCRIPTION") <= 2 and names.count("UID") == 1
    event(data)
    vobject.readOne(data.decode())
