"""Every numbered line of the specification of calendar mail on the calendar itself: object (C), time (T), people (P), life (S)."""

import re
from datetime import UTC, datetime, timedelta

import icalendar
import vobject

from app.core.db import db
from app.outbox.models import OutboxLetter
from app.registrations import actions
from tests import make
from tests.outbox.correspondence import ROOM, TITLE
from tests.outbox.reading import address_in, entry, lines, method, values, words


def test_c1_lines_are_folded_at_75_octets_inside_no_character(written):
    for post in written.scheduling:
        raw = post.calendar.split(b"\r\n")
        assert raw[-1] == b"" and all(0 < len(line) <= 75 for line in raw[:-1])
        for line in raw[:-1]:
            line.decode("utf-8")
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", post.calendar)


def test_c2_the_head_of_the_calendar(written):
    for post in written.scheduling:
        for name, said in (("VERSION", "VERSION:2.0"), ("CALSCALE", "CALSCALE:GREGORIAN"), ("METHOD", f"METHOD:{method(post)}")):
            assert values(post.calendar, name) == [said] and lines(post.calendar).index(said) < lines(post.calendar).index("BEGIN:VEVENT")
        assert len(values(post.calendar, "PRODID")) == 1


def test_c3_c4_text_is_escaped_once_and_addresses_never(written):
    post = written["confirmation"]
    said = vobject.readOne(post.calendar.decode()).vevent
    assert said.summary.value == str(entry(post)["SUMMARY"]) and said.description.value == str(entry(post)["DESCRIPTION"])
    assert r"l’été\, la" in values(post.calendar, "SUMMARY")[0] and "\\\\" not in values(post.calendar, "SUMMARY")[0]
    assert values(post.calendar, "CONFERENCE")[0].endswith(f":{ROOM}")


def test_c5_s1_one_uid_from_the_invitation_to_the_withdrawal(written):
    elodie = address_in(written["withdrawal"], "To")
    mine = [post for post in written.scheduling if address_in(post, "To") == elodie and post is not written["come_back"]]
    uids = {str(entry(post)["UID"]) for post in mine}
    assert len(mine) == 5 and len(uids) == 1
    [uid] = uids
    assert re.fullmatch(r"[0-9a-f-]{36}@cnsa\.example\.org", uid)


def test_c6_s5_each_version_is_stamped_later_also_the_one_sent_again(written):
    elodie = address_in(written["withdrawal"], "To")
    names = ("invitation", "confirmation", "resent", "change", "withdrawal")
    mine = [next(post for post in written.posts[name] if address_in(post, "To") == elodie) for name in names]
    stamps = [entry(post)["DTSTAMP"].dt for post in mine]
    assert stamps == sorted(set(stamps)) and all(at.tzinfo is UTC or at.utcoffset() == timedelta(0) for at in stamps)
    first, again = mine[1], mine[2]
    assert entry(first)["SEQUENCE"] == entry(again)["SEQUENCE"] and entry(first)["UID"] == entry(again)["UID"]
    assert first.message["Message-ID"] != again.message["Message-ID"]
    for post in written.scheduling:
        for name in ("DTSTAMP", "SEQUENCE", "CREATED", "LAST-MODIFIED"):
            assert len(values(post.calendar, name)) == 1, name


def test_c7_c8_titles_places_and_descriptions_are_within_what_outlook_takes(written):
    for post in written.scheduling:
        at = entry(post)
        for name in ("SUMMARY", "LOCATION"):
            said = str(at[name])
            assert "\n" not in said and len(said.encode("utf-16-le")) <= 510
        assert len(str(at["DESCRIPTION"])) <= 8_000 and not re.search(r"<[a-z/]|&(amp|#)", str(at["DESCRIPTION"]))


def test_c8_c9_the_room_is_a_conference_and_stands_in_place_and_words(written):
    for name in ("invitation", "confirmation"):
        at = entry(written[name])
        assert (
            at["CONFERENCE"].params["VALUE"] == "URI" and at["CONFERENCE"].params["FEATURE"] == "VIDEO" and at["CONFERENCE"].params["LABEL"]
        )
        assert str(at["CONFERENCE"]) == ROOM == str(at["LOCATION"]) and ROOM in str(at["DESCRIPTION"])
    onsite, online = (entry(post) for post in written.posts["hybrid"])
    assert str(onsite["LOCATION"]).startswith("Salle Condorcet") and "CONFERENCE" not in onsite
    assert str(online["LOCATION"]).startswith("https://") and "CONFERENCE" in online


def test_c10_no_position_is_made_up(written):
    assert all(not values(post.calendar, "GEO") for post in written.scheduling)


def test_c11_the_page_is_public_and_no_personal_link_is_in_a_calendar(written):
    for post in written.scheduling:
        assert "/evenements/" in str(entry(post)["URL"])
        assert not re.search(r"/[ipdqn]/[\w-]{20}", "".join(lines(post.calendar)))


def test_c9_s3_no_cancellation_holds_the_link(written):
    """Whoever is no longer expected, or never came by it, does not keep it (§2.4, §2.2)."""
    cancels = [post for post in written.scheduling if method(post) == "CANCEL"]
    assert len(cancels) >= 4  # of a webinar, and of a hybrid day called off for who comes there and for who joins
    for post in cancels:
        assert "CONFERENCE" not in entry(post) and "visio." not in post.calendar.decode().replace("\r\n ", "")
        assert all("visio." not in words(post, kind) for kind in ("plain", "html"))


def test_c12_s3_confirmed_when_asked_cancelled_when_taken_back(written):
    for post in written.scheduling:
        assert str(entry(post)["STATUS"]) == {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}[method(post)]
    for name in ("withdrawal", "called_off"):
        at = entry(written[name])
        assert method(written[name]) == "CANCEL" and all(
            at[needed] for needed in ("UID", "ORGANIZER", "ATTENDEE", "DTSTART", "DTEND", "SUMMARY")
        )
    for kind in ("plain", "html"):
        assert "annul" in words(written["called_off"], kind)


def test_c13_one_alarm_before_and_none_when_cancelled(written):
    for post in written.scheduling:
        alarms = entry(post).walk("VALARM")
        assert len(alarms) == (1 if method(post) == "REQUEST" else 0)
        for alarm in alarms:
            assert str(alarm["ACTION"]) == "DISPLAY" and alarm["DESCRIPTION"] and alarm["TRIGGER"].dt < timedelta(0)
            assert "ATTENDEE" not in alarm


def test_c14_c16_nothing_that_readers_misread(written):
    for post in written.scheduling:
        assert not re.search(rb"X-ALT-DESC|RRULE|RDATE|EXDATE|X-WR-TIMEZONE", post.calendar)


def test_c15_categories_are_a_list_and_time_is_taken(written):
    for post in written.scheduling:
        assert values(post.calendar, "CATEGORIES") and str(entry(post)["TRANSP"]) in ("OPAQUE", "TRANSPARENT")


def test_c17_p4_titles_and_names_hold_nothing_that_naive_readers_break_on(written):
    for post in written.scheduling:
        summary = str(entry(post)["SUMMARY"])
        assert "\\" not in summary and '"' not in summary
        for name in ("ATTENDEE", "ORGANIZER"):
            assert not re.search(r'[\\^";]', str(entry(post)[name].params["CN"]))


# Time


def test_t1_t2_instants_are_in_utc_and_name_no_zone(written):
    for post in written.scheduling:
        for name in ("DTSTART", "DTEND"):
            assert re.fullmatch(rf"{name}:\d{{8}}T\d{{6}}Z", values(post.calendar, name)[0])
        assert not re.search(rb"TZID|VTIMEZONE", post.calendar)


def test_t3_the_end_follows_the_start_and_no_duration(written):
    for post in written.scheduling:
        assert entry(post)["DTEND"].dt > entry(post)["DTSTART"].dt and not values(post.calendar, "DURATION")


def test_t4_t5_t7_both_readers_find_the_instant_that_was_meant(written):
    meant = datetime(2027, 3, 18, 8, 30, tzinfo=UTC)
    for name, at in (("invitation", meant), ("confirmation", meant), ("change", meant + timedelta(hours=1))):
        assert entry(written[name])["DTSTART"].dt == at == vobject.readOne(written[name].calendar.decode()).vevent.dtstart.value
    assert not any(b"X-WR-TIMEZONE" in post.calendar for post in written.scheduling)


def test_t6_words_give_the_paris_hour_and_theirs_when_it_differs(written):
    near, far = written.posts["invitation"]
    assert "9\u00a0h\u00a030 à 11\u00a0h (heure de Paris)" in words(near, "plain") and "Réunion" not in words(near, "plain")
    for kind in ("plain", "html"):
        assert "soit 12\u00a0h\u00a030, heure de La Réunion" in words(far, kind)


def test_t6_a_reminder_names_the_clock_of_an_hour_that_is_not_the_readers_own(written):
    subjects = sorted(post.message["Subject"] for post in written.posts["reminder_1_hour"])
    assert "30 (heure de Paris), votre lien" in subjects[0] and "30, votre lien" in subjects[1]


# People


def test_p1_p2_the_reader_is_the_one_attendee_and_may_answer(written):
    for post in written.scheduling:
        [attendee] = values(post.calendar, "ATTENDEE")
        assert attendee.endswith(f"mailto:{address_in(post, 'To')}")
        asked = entry(post)["ATTENDEE"].params
        assert (asked["CUTYPE"], asked["ROLE"], asked["PARTSTAT"]) == ("INDIVIDUAL", "REQ-PARTICIPANT", "NEEDS-ACTION")
        assert asked["RSVP"] == ("TRUE" if method(post) == "REQUEST" else "FALSE")


def test_p1_nobody_else_is_named(written):
    everybody = {address_in(post, "To") for post in written.all}
    for post in written.scheduling:
        others = everybody - {address_in(post, "To")}
        assert not any(other in post.calendar.decode() or other in words(post, "plain") for other in others if other.startswith("personne"))


def test_p3_the_organiser_stays_the_same_and_is_not_the_reader(written):
    organisers = {str(entry(post)["ORGANIZER"]) for post in written.scheduling}
    assert len(organisers) == 1 and all("SENT-BY" not in post.calendar.decode() for post in written.scheduling)
    assert not organisers & {f"mailto:{address_in(post, 'To')}" for post in written.scheduling}


def test_p5_what_is_downloaded_names_nobody(client):
    event = make.event(TITLE)
    data = client.get(f"/evenements/{event.slug}/agenda.ics").data
    assert not re.search(rb"ATTENDEE|ORGANIZER|METHOD", data) and not re.search(rb"/[ipdqn]/[\w-]{20}", data)
    assert icalendar.Calendar.from_ical(data).walk("VEVENT") and vobject.readOne(data.decode()).vevent


# Life


def test_s2_the_sequence_grows_with_each_change_and_a_cancellation_is_last(written):
    elodie = address_in(written["withdrawal"], "To")

    def sequence(name):
        return entry(next(post for post in written.posts[name] if address_in(post, "To") == elodie))["SEQUENCE"]

    assert [sequence(name) for name in ("invitation", "confirmation", "change", "withdrawal")] == [0, 0, 1, 2]


def test_s4_who_comes_back_has_a_new_uid(written):
    assert entry(written["come_back"])["UID"] != entry(written["withdrawal"])["UID"] and method(written["come_back"]) == "REQUEST"


def test_s6_nothing_leaves_for_what_is_over():
    event = make.event(begins_in=timedelta(days=-3))
    make.registration(event)
    assert actions.tell_change(event, {"place"}, make.now()) == 0 and db.session.query(OutboxLetter).count() == 0


def test_s7_s8_a_new_hour_asks_again_and_the_words_ask_to_accept(written):
    assert entry(written["change"])["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert "Acceptez l’invitation jointe" in words(written["confirmation"], "plain")
    assert "à vos contacts" in words(written["invitation"], "plain")
