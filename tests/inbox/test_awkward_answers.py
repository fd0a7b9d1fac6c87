"""Answers of calendars where it is easy to be wrong: several days, changes of mind, full or hybrid events, merged people, clocks (spec R7, R9)."""

from datetime import timedelta
from email.utils import format_datetime

import icalendar
import pytest
from sqlalchemy import select

from app.core.db import db, transaction
from app.directory.merging import merge
from app.events.words import Modality
from app.inbox import intake, jobs
from app.inbox.actions import put_back, settle
from app.inbox.models import Effect, ReceivedMail
from app.invitations.actions import invite
from app.invitations.models import Answer, PartStat
from app.registrations.actions import call_off, register, withdraw
from app.registrations.models import Origin, Registration, Standing
from app.registrations.queries import registration_of
from app.reports.exports import EXPORTS
from app.ui.french import day
from tests import make
from tests.inbox.guests import SOON, Guest, days_of, kinds_sent, say, take
from tests.letters import calendar_of, deliver, letters_to, text_of


def test_accepting_a_day_then_declining_another_one_keeps_the_registration_and_tells_the_team():
    """The answer about the first day registers: that is nothing said on the site, which would win over the second."""
    guest = Guest(make.two_days())
    days = days_of(guest.event, guest.person)
    assert say(guest.person, days[0], "ACCEPTED", minutes=-3).effect is Effect.APPLIED
    row = say(guest.person, days[1], "DECLINED", minutes=-2)
    assert (row.effect, "autres jours" in row.reason, guest.standing) == (Effect.HELD, True, Standing.CONFIRMED)


def test_a_day_declined_by_somebody_who_answered_nothing_else_promises_nothing():
    guest = Guest(make.two_days())
    row = say(guest.person, days_of(guest.event, guest.person)[0], "DECLINED")
    assert (row.effect, guest.answer) == (Effect.HELD, None)
    assert "rien n’est dit" in row.reason


def test_who_came_back_by_the_site_is_not_taken_off_by_what_they_had_declined_before():
    guest = Guest(make.two_days())
    days = days_of(guest.event, guest.person)
    for one in days:
        say(guest.person, one, "DECLINED", minutes=-10)
    assert guest.answer is Answer.DECLINED
    with transaction():
        register(
            db.session.merge(guest.event),
            db.session.merge(guest.person),
            origin=Origin.INVITATION,
            modality=Modality.ONSITE,
            at=make.now(),
            by=guest.person.actor,
        )
    row = say(guest.person, days[0], "DECLINED", minutes=10)
    assert (row.effect, guest.standing) == (Effect.HELD, Standing.CONFIRMED)


def _came_back_for(first, said_before):
    """Registered on the site to two days, then answered about each; then accepts the first: what is delivered after that."""
    guest = Guest(make.two_days())
    with transaction():
        event, person = db.session.merge(guest.event), db.session.merge(guest.person)
        register(event, person, origin=Origin.INVITATION, modality=Modality.ONSITE, at=make.now(), by=person.actor)
    deliver()
    days = days_of(guest.event, guest.person)
    for one, said in zip(days, said_before, strict=True):
        say(guest.person, one, said, minutes=2)
    deliver()
    before = len(letters_to(guest.person))
    assert say(guest.person, days[first], "ACCEPTED", minutes=4).effect is Effect.APPLIED
    deliver()
    return guest, days, letters_to(guest.person)[before:]


def _calendars(letters):
    return [(str(found["METHOD"]), found.walk("VEVENT")[0]) for one in letters if (data := calendar_of(one)) for found in [_read(data)]]


def _read(data):
    return icalendar.Calendar.from_ical(data)


def test_who_declined_every_day_then_accepts_one_finds_the_others_in_their_calendar_again():
    """Their calendar took out what it declined: the other days are asked again under their UID, above all it knows (S1, S2)."""
    guest, days, letters = _came_back_for(0, ["DECLINED", "DECLINED"])
    assert guest.standing is Standing.CONFIRMED
    [(method, entry)] = _calendars(letters)
    assert (method, str(entry["UID"]), int(entry["SEQUENCE"])) == ("REQUEST", days[1].uid, 1)
    told = text_of(letters[0])
    assert "vaut pour tous les jours" in told and "un courriel vous est envoyé pour chacun des autres jours" in told
    assert say(guest.person, days[1], "DECLINED", minutes=6, sequence=1).effect is Effect.HELD  # their calendar asks about that day again


def _one_day_less():
    """Somebody registered to two days has declined the first, which waits for the team. What they, or others, say elsewhere is no part of it."""
    guest = Guest(make.two_days())
    Guest(guest.event)
    with transaction():
        invite(make.event("Ailleurs"), db.session.merge(guest.person), make.now())
    deliver()
    days = days_of(guest.event, guest.person)
    say(guest.person, days[1], "ACCEPTED", minutes=-9)
    row = say(guest.person, days[0], "DECLINED", minutes=-8)
    assert row.waits and row.reason.endswith(", mais vient les autres jours.")
    assert (_settled(), row.waits) == (0, True)
    return guest, days, row


def _settled():
    with transaction():
        return settle(make.now())


@pytest.mark.parametrize("then", ["declines the others", "comes back to it", "leaves by the site", "is told that it is called off"])
def test_one_day_less_is_no_longer_to_be_read_once_what_follows_settles_it(then):
    guest, days, row = _one_day_less()
    with transaction():
        registration = registration_of(guest.event.id, guest.person.id)
        if then == "leaves by the site":
            withdraw(registration, by=guest.person.actor, at=make.now())
        if then == "is told that it is called off":
            call_off(registration.event, "Grève", "compte:essai", make.now())
    if then == "declines the others":
        say(guest.person, days[1], "DECLINED", minutes=5)
    if then == "comes back to it":
        say(guest.person, days[0], "ACCEPTED", minutes=5)
    assert _settled() == 1
    kept = db.session.get(ReceivedMail, row.id, populate_existing=True)
    assert (kept.waits, kept.dealt_with_by) == (False, "système")
    assert kept.reason.endswith("autres jours. Ce qui a suivi l’a réglé.")
    with transaction():
        put_back(kept, "compte:essai", make.now())
    assert _settled() == 0  # whoever put it back wants to read it


def test_another_mail_of_who_declined_every_day_still_waits():
    """R10: what is settled is the day alone, not another time that was proposed."""
    guest, days, _row = _one_day_less()
    asked = say(guest.person, days[0], "DECLINED", minutes=4, method="COUNTER", more="DTSTART:20270301T090000Z")
    say(guest.person, days[1], "DECLINED", minutes=5)
    assert (_settled(), db.session.get(ReceivedMail, asked.id, populate_existing=True).waits) == (1, True)


@pytest.mark.on("2027-03-01 09:00")
def test_the_worker_settles_before_it_tells_the_team(app, tmp_path):
    guest, days, _row = _one_day_less()
    say(guest.person, days[1], "DECLINED", minutes=5)
    app.config["MAILBOX_URL"] = f"dir:{tmp_path}"
    jobs.read_mailbox(make.now())
    assert "mails_to_read" not in kinds_sent()
    assert db.session.query(ReceivedMail).filter(ReceivedMail.dealt_with_at.is_(None), ReceivedMail.effect == Effect.HELD).count() == 0


@pytest.mark.parametrize("first", [0, 1])
def test_pages_and_exports_say_the_same_of_days_answered_differently(client, first):
    """S7: one word for all of them in lists, and of each day on the page; whichever came first."""
    camille = make.account(networks=["mdph-directeurs"])
    guest = Guest(make.two_days(by=camille))
    days = days_of(guest.event, guest.person)
    say(guest.person, days[first], "ACCEPTED", minutes=-9)
    say(guest.person, days[1 - first], "DECLINED", minutes=-8)
    make.sign_in(client, camille)
    page = client.get(f"/gestion/evenements/{guest.event.public_id}/personnes/{guest.person.public_id}").text
    told = ("présence", "absence") if first == 0 else ("absence", "présence")
    assert f"{told[0]} le {day(days[0].on, year=False)} et {told[1]} le {day(days[1].on, year=False)}" in page
    export = EXPORTS["inscriptions"]
    [row] = export.rows(guest.event)
    assert dict(zip(export.headings(guest.event), row, strict=True))["Agenda"] == "absence"


def test_who_keeps_a_day_is_not_asked_again_about_another_that_they_declined():
    """Who accepts one day having declined the other comes one day less: the team knows, and nothing comes back into their calendar."""
    guest, _days, letters = _came_back_for(1, ["DECLINED", "ACCEPTED"])
    assert (guest.standing, letters) == (Standing.CONFIRMED, [])


def test_accepting_one_day_of_several_says_that_it_counts_for_all():
    guest = Guest(make.two_days())
    say(guest.person, days_of(guest.event, guest.person)[0], "ACCEPTED")
    [letter] = deliver()
    assert "vaut pour tous les jours" in text_of(letter) and "des autres jours" not in text_of(letter)


def test_accepting_what_is_full_without_a_waiting_list_changes_nothing_and_is_told():
    """Their calendar shows a meeting that they have no seat for: they learn it, the team too."""
    event = make.event(capacity=1, has_waiting_list=False)
    first, second = Guest(event), Guest(event)
    first.answers("ACCEPTED")
    row = second.answers("ACCEPTED")
    assert (row.effect, second.standing, second.answer, second.partstat) == (Effect.HELD, None, None, PartStat.ACCEPTED)
    deliver()
    letter = letters_to(second.person)[-1]
    assert "Il n’y a plus de place" in text_of(letter)
    assert letter["Auto-Submitted"] == "auto-replied"


def test_accepting_what_needs_approval_makes_a_demand():
    guest = Guest(make.event(needs_approval=True))
    row = guest.answers("ACCEPTED")
    assert (row.effect, row.reason) == (Effect.APPLIED, "A accepté dans son agenda\u00a0: demande à valider.")
    assert (guest.standing, kinds_sent()) == (Standing.PENDING, ["pending"])


def test_accepting_a_hybrid_event_says_how_one_is_expected():
    guest = Guest(make.event(modality="hybrid", join_url="https://visio.example.org/x"))
    guest.answers("ACCEPTED")
    deliver()
    assert "Nous vous attendons sur place" in text_of(letters_to(guest.person)[-1])


def test_who_accepted_an_event_with_workshops_is_asked_to_choose_theirs():
    event = make.event(capacity=10)
    make.workshop(event)
    guest = Guest(event)
    guest.answers("ACCEPTED")
    deliver()
    assert "choisissez le vôtre sur votre page" in text_of(letters_to(guest.person)[-1])


@pytest.mark.parametrize(("modality", "has_link"), [("online", True), ("hybrid", False), ("onsite", False)])
def test_who_accepted_reads_what_the_day_takes_as_who_registered_on_the_site(modality, has_link):
    """The link of the séance, or how to come: nothing else will say it before the reminders."""
    guest = Guest(make.event(modality=modality, join_url="https://visio.example.org/x", access="Code 12A à l’entrée"))
    guest.answers("ACCEPTED")
    deliver()
    told = text_of(letters_to(guest.person)[-1])
    assert ("https://visio.example.org/x" in told, "Code 12A" in told) == (has_link, not has_link)
    assert "ou à distance" not in told


def test_who_was_to_come_from_afar_comes_back_from_afar():
    guest = Guest(make.event(modality="hybrid", join_url="https://visio.example.org/x"))
    guest.answers("ACCEPTED")
    with transaction():
        db.session.scalars(select(Registration)).one().modality = Modality.ONLINE
    guest.answers("DECLINED", minutes=2)
    guest.answers("ACCEPTED", minutes=3)
    assert [one.modality for one in db.session.scalars(select(Registration).order_by(Registration.id))] == [
        Modality.ONLINE,
        Modality.ONLINE,
    ]


def test_declining_once_it_has_begun_is_for_the_team():
    guest = Guest()
    guest.answers("ACCEPTED")
    raw = guest.writes("DECLINED", minutes=2)
    with transaction():
        event = db.session.merge(guest.event)
        event.starts_at, event.ends_at = make.now() - SOON, make.now() + timedelta(hours=2)
    row = take(raw)
    assert (row.effect, guest.standing) == (Effect.HELD, Standing.CONFIRMED)
    assert "a commencé" in row.reason


def test_the_answers_of_somebody_merged_into_another_still_count():
    """Their invitation bore the address of before."""
    guest, kept = Guest(), make.person()
    with transaction():
        merge(db.session.merge(guest.person), db.session.merge(kept), make.account(), at=make.now())
    assert guest.answers("ACCEPTED").effect is Effect.APPLIED
    assert registration_of(guest.event.id, kept.id).is_confirmed


def test_whoever_reads_the_letters_of_somebody_without_an_address_answers_for_them():
    carer = make.person()
    guest = Guest(email=None, cared_for_by=carer)
    assert guest.answers("ACCEPTED", email=carer.email, sender=carer.email).effect is Effect.APPLIED
    assert guest.standing is Standing.CONFIRMED


def test_a_calendar_whose_clock_is_years_ahead_does_not_silence_what_follows():
    """R7: a DTSTAMP that cannot be true counts as now."""
    guest = Guest()
    guest.answers("DECLINED", minutes=60 * 24 * 900)
    assert guest.answers("ACCEPTED", minutes=2).effect is Effect.APPLIED
    assert guest.standing is Standing.CONFIRMED


def test_an_answer_without_its_moment_has_that_of_its_mail():
    """R3, R7: no DTSTAMP."""
    guest = Guest()
    guest.answers("DECLINED", minutes=1)
    assert guest.answers("ACCEPTED", at=None, heads="Date: Thu, 01 Jan 2026 10:00:00 +0100\r\n").effect is Effect.IGNORED
    assert guest.answer is Answer.DECLINED


@pytest.mark.parametrize("method", ["CANCEL", "ADD", "DECLINECOUNTER"])
def test_what_only_an_organiser_says_asks_nothing_of_us(method):
    """§2.7, line 3; but one of our own letters sent back is somebody's."""
    guest = Guest()
    assert guest.answers(method=method, uid="reunion-du-lundi@example.org").effect is Effect.IGNORED
    assert guest.answers(method=method).effect is Effect.HELD
    assert guest.standing is None


def test_an_answer_to_a_cancellation_is_only_noted():
    guest = Guest()
    with transaction():
        call_off(db.session.merge(guest.event), "La salle est fermée.", "compte:essai", make.now())
    deliver()
    assert guest.answers("ACCEPTED", sequence=9).effect is Effect.NOTED
    assert guest.standing is None


def test_an_answer_of_a_clock_years_ahead_is_not_new_each_time_it_is_seen():
    """Its mail says when it was written; the same answer under another Message-ID comes after what was said since."""
    guest = Guest()
    head = f"Date: {format_datetime(make.now())}\r\n"
    assert guest.answers("ACCEPTED", minutes=3 * 525_600, heads=head).effect is Effect.APPLIED
    later = f"Date: {format_datetime(make.now() + SOON)}\r\n"
    with transaction():
        row = intake.take_in(guest.writes("DECLINED", minutes=3 * 525_600, heads=later), make.now() + 2 * SOON)
    assert (row.effect, guest.standing) == (Effect.APPLIED, Standing.WITHDRAWN)
    with transaction():
        row = intake.take_in(guest.writes("ACCEPTED", minutes=3 * 525_600, heads=head), make.now() + 3 * SOON)
    assert (row.effect, guest.standing) == (Effect.IGNORED, Standing.WITHDRAWN)
