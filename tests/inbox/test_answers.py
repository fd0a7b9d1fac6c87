"""Answers of calendars, line by line of the table (spec R1 to R11, §2.7): each does what it says, and only that."""

import base64

import pytest
from sqlalchemy import func, select

from app.core.db import db, transaction
from app.events.words import State
from app.inbox.actions import settle
from app.inbox.models import Effect, ReceivedMail, Sort
from app.invitations.calendars import calendar_objects
from app.invitations.models import Answer, CalendarObject, Invitation, PartStat
from app.journal.models import Act
from app.outbox.models import OutboxLetter
from app.registrations.actions import register
from app.registrations.models import Origin, Registration, Standing
from app.ui.french import day
from tests import make
from tests.inbox.calendars import calendar, mail
from tests.inbox.guests import SOON, Guest, kinds_sent, take
from tests.letters import deliver, letters_to, text_of


def test_accepting_registers_and_is_acknowledged_without_a_calendar_part():
    guest = Guest()
    row = guest.answers("ACCEPTED")
    assert (row.sort, row.effect, row.event_id, row.person_id) == (Sort.ANSWER, Effect.APPLIED, guest.event.id, guest.person.id)
    assert (guest.standing, guest.answer, guest.partstat) == (Standing.CONFIRMED, Answer.REGISTERED, PartStat.ACCEPTED)
    [act] = db.session.scalars(select(Act).where(Act.verb == "answered_by_calendar"))
    assert (act.actor, act.thing, act.before) == (guest.person.actor, guest.event.thing, {"partstat": ""})
    assert act.after == {"partstat": "accepted", "outcome": "registered"}
    deliver()
    letter = letters_to(guest.person)[-1]
    assert (letter["Auto-Submitted"], [part.get_content_type() for part in letter.walk() if part.get_content_maintype() == "text"]) == (
        "auto-replied",
        ["text/plain", "text/html"],
    )
    assert "/p/" in text_of(letter)


def test_declining_an_invitation_is_noted_with_the_way_back():
    guest = Guest()
    assert guest.answers("DECLINED", more="COMMENT:En congé\\, désolé").effect is Effect.APPLIED
    assert (guest.standing, guest.answer) == (None, Answer.DECLINED)
    assert db.session.get(Invitation, guest.invitation.id).decline_word == "En congé, désolé"
    assert kinds_sent() == ["answer_declined"]


def test_declining_once_registered_frees_the_seat_for_the_next_at_once():
    event = make.event(capacity=1)
    first, second = Guest(event), Guest(event)
    first.answers("ACCEPTED")
    assert "en liste d’attente" in second.answers("ACCEPTED").reason
    assert (first.standing, second.standing) == (Standing.CONFIRMED, Standing.WAITING)
    deliver()
    told = letters_to(second.person)[-1]
    assert "aucune place ne vous est encore réservée" in text_of(told), "their calendar shows that they accepted"
    assert told["Auto-Submitted"] == "auto-replied"
    first.answers("DECLINED", minutes=2)
    assert (first.standing, second.standing) == (Standing.WITHDRAWN, Standing.CONFIRMED)
    assert kinds_sent() == ["answer_accepted", "waiting", "answer_declined", "seat_freed"]


def test_perhaps_keeps_the_seat_and_the_question():
    guest, asked = Guest(), Guest()
    guest.answers("ACCEPTED")
    assert guest.answers("TENTATIVE", minutes=2).effect is Effect.APPLIED
    assert (guest.standing, guest.partstat) == (Standing.CONFIRMED, PartStat.TENTATIVE)
    asked.answers("TENTATIVE")
    assert (asked.standing, asked.answer, asked.partstat) == (None, None, PartStat.TENTATIVE)


def test_a_change_of_mind_takes_a_seat_if_one_is_left():
    guest = Guest()
    for minute, (said, standing) in enumerate(
        [("DECLINED", None), ("ACCEPTED", "confirmed"), ("DECLINED", "withdrawn"), ("ACCEPTED", "confirmed")], 1
    ):
        assert guest.answers(said, minutes=minute).effect is Effect.APPLIED, said
        assert guest.standing == standing
    assert db.session.scalar(select(func.count()).select_from(CalendarObject)) == 1


def test_accepting_when_registration_is_closed_waits_for_somebody():
    guest = Guest()
    with transaction():
        db.session.merge(guest.event).closes_at = make.now() - SOON
    row = guest.answers("ACCEPTED")
    assert (row.effect, guest.standing) == (Effect.HELD, None)
    assert "closes" in row.reason


def test_somebody_who_was_taken_off_the_list_does_not_come_back_by_their_calendar():
    guest = Guest()
    with transaction():
        db.session.merge(guest.invitation).withdrawn_at = make.now()
    assert (guest.answers("ACCEPTED").effect, guest.standing) == (Effect.HELD, None)


@pytest.mark.parametrize(
    "written",
    [
        {"organiser": None},
        {"at": None},
        {"more": "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT10M\r\nDESCRIPTION:x\r\nEND:VALARM"},
        {"sequence": 7},
        {"sequence": None},
        {"kind": "application/ics"},
        {"kind": "TEXT/CALENDAR"},
        {"organiser": "Rencontres@CNSA.example.org"},
        {"heads": "Auto-Submitted: auto-generated\r\n"},
    ],
    ids=["outlook.com", "no DTSTAMP", "Google", "higher", "no SEQUENCE", "attached", "capitals", "address in capitals", "called automatic"],
)
def test_answers_come_in_many_shapes(written):
    """R1, R2, R3."""
    guest = Guest()
    assert guest.answers("ACCEPTED", **written).effect is Effect.APPLIED
    assert guest.standing is Standing.CONFIRMED


@pytest.mark.parametrize("shape", ["lf", "cr", "base64", "latin-1", "bom", "folded", "MAILTO"])
def test_answers_are_read_however_they_are_written(shape):
    """R2, R4."""
    guest = Guest()
    ics = calendar(guest.object.uid, guest.person.email, at=make.now() + SOON, more="COMMENT:été")
    kind, cte = "text/calendar", "8bit"
    if shape in ("lf", "cr"):
        ics = ics.replace("\r\n", "\n" if shape == "lf" else "\r")
    if shape == "folded":
        ics = "\r\n ".join(ics.split("PARTSTAT"[:4], 1)[:1] + ["PART" + ics.split("PART", 1)[1]])
    if shape == "MAILTO":
        ics = ics.replace("mailto:", "MAILTO:").replace(guest.person.email, guest.person.email.upper())
    if shape == "bom":
        ics = "\ufeff" + ics
    if shape == "base64":
        ics, cte = base64.encodebytes(ics.encode()).decode(), "base64"
    raw = mail(guest.person.email, ics, kind=kind, cte=cte)
    if shape == "latin-1":
        raw = raw.decode().replace("charset=UTF-8", "charset=iso-8859-1").encode("latin-1")
    assert take(raw).effect is Effect.APPLIED, take(raw)
    assert guest.standing is Standing.CONFIRMED


def test_the_same_answer_twice_in_a_mail_counts_once():
    """R2: inline and attached."""
    guest = Guest()
    ics = calendar(guest.object.uid, guest.person.email, at=make.now() + SOON)
    attached = f'--b1\r\nContent-Type: application/ics; name="invite.ics"\r\nContent-Disposition: attachment; filename="invite.ics"\r\n\r\n{ics}\r\n--b1--'
    assert take(mail(guest.person.email, ics).replace(b"--b1--", attached.encode())).effect is Effect.APPLIED
    assert kinds_sent() == ["answer_accepted"]


@pytest.mark.parametrize(
    ("written", "effect"),
    [
        ({"uid": "inconnu@example.org"}, Effect.IGNORED),
        ({"organiser": "autre@example.org"}, Effect.IGNORED),
        ({"organiser": "xrencontres@cnsa.example.org"}, Effect.IGNORED),
        ({"email": "collegue@example.org", "sender": "collegue@example.org"}, Effect.HELD),
        ({"method": "COUNTER", "more": "DTSTART:20270301T090000Z"}, Effect.HELD),
        ({"method": "REFRESH"}, Effect.HELD),
        ({"said": "DELEGATED"}, Effect.HELD),
        ({"said": "NEEDS-ACTION"}, Effect.HELD),
        ({"said": 'ACCEPTED;SENT-BY="mailto:secretariat@example.org"'}, Effect.HELD),
        ({"sender": "faussaire@example.org"}, Effect.HELD),
        ({"authentic": False}, Effect.HELD),
    ],
    ids=["unknown", "not ours", "like ours", "forwarded", "counter", "refresh", "delegated", "no answer", "sent by", "another's", "forged"],
)
def test_what_does_not_count_changes_nothing(written, effect):
    """R4, R5, R6, R9, R10."""
    guest = Guest()
    row = guest.answers(**written)
    assert (row.effect, guest.standing, guest.answer, guest.partstat) == (effect, None, None, None)
    assert row.reason
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0


def test_a_calendar_that_cannot_be_read_waits_for_somebody():
    guest = Guest()
    row = take(mail(guest.person.email, "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:x"))
    assert (row.effect, row.sort) == (Effect.HELD, Sort.ANSWER)


def test_a_forged_answer_asks_the_person_themselves_once_a_day():
    """R5: by a link, and nothing has changed."""
    guest = Guest()
    guest.answers("DECLINED", sender="faussaire@example.org")
    guest.answers("DECLINED", authentic=False)
    deliver()
    letters = [one for one in letters_to(guest.person) if "confirmer" in one["Subject"]]
    assert len(letters) == 1
    assert "elle dit que vous ne viendrez pas. Rien ne prouve qu’elle vient de vous" in text_of(letters[0])
    assert (guest.standing, guest.answer) == (None, None)


def test_an_answer_without_proof_needs_nobody_once_the_person_has_answered_themselves():
    """R5: where no answer is believed without a click, each click spares the team a mail; and what is known already asks nothing."""
    guest = Guest()
    row = guest.answers("ACCEPTED", authentic=False)
    with transaction():
        assert settle(make.now()) == 0
        guest.invitation_now.say(Answer.DECLINED, row.received_at + SOON)
        assert settle(make.now()) == 1
    assert (row.waits, row.dealt_with_by) == (False, "système")
    kept = [guest.answers(said, authentic=False).effect for said in ("DECLINED", "ACCEPTED")]
    assert kept == [Effect.NOTED, Effect.HELD]
    with transaction():
        register(
            db.session.merge(guest.event), guest.person, origin=Origin.INVITATION, modality=guest.event.modality, at=make.now(), by="x"
        )
    assert [guest.answers(said, authentic=False).effect for said in ("ACCEPTED", "DECLINED")] == [Effect.NOTED, Effect.HELD]
    deliver()
    assert len([one for one in letters_to(guest.person) if "confirmer" in one["Subject"]]) == 1


def test_a_forged_answer_about_one_day_of_several_names_the_day():
    event, person = make.two_days(), make.person()
    make.registration(event, person)
    with transaction():
        days = calendar_objects(db.session.merge(event), db.session.merge(person), make.now())
    take(mail(person.email, calendar(days[1].uid, person.email, "DECLINED", at=make.now() + SOON), authentic=False))
    deliver()
    assert f"que vous ne viendrez pas le {day(days[1].on)}. Rien ne prouve" in text_of(letters_to(person)[-1])


def test_only_the_line_of_the_sender_counts():
    """R8: an answer that speaks for others too."""
    guest, other = Guest(), Guest()
    lines = f"ATTENDEE;PARTSTAT=DECLINED:mailto:{other.person.email}\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{guest.person.email}"
    guest.answers(attendee=lines)
    assert (guest.standing, other.standing, other.answer) == (Standing.CONFIRMED, None, None)


def test_an_answer_to_an_old_version_changes_nothing():
    """R7: the event moved, and the person was told."""
    guest = Guest()
    with transaction():
        letter = db.session.scalars(select(OutboxLetter).where(OutboxLetter.person_id == guest.person.id)).one()
        letter.calendar_sequence = 2
    assert (guest.answers("ACCEPTED", sequence=1).effect, guest.standing) == (Effect.IGNORED, None)
    assert guest.answers("ACCEPTED", sequence=2).effect is Effect.APPLIED


def test_answers_that_arrive_in_disorder_leave_the_last_one_standing():
    """R7: by the moment each was written."""
    guest = Guest()
    last = make.now() + 2 * SOON
    guest.answers("DECLINED", at=last)
    assert guest.answers("ACCEPTED", at=last - SOON).effect is Effect.IGNORED
    assert guest.answers("DECLINED", at=last).effect is Effect.IGNORED
    assert (guest.standing, guest.answer) == (None, Answer.DECLINED)


def test_answers_read_late_all_together_end_as_they_were_written():
    """A worker away for two days: the second answer was written before the first was read."""
    guest = Guest()
    first, second = guest.writes("ACCEPTED", minutes=-50), guest.writes("DECLINED", minutes=-40)
    with transaction():
        db.session.merge(guest.invitation).answered_at = None
    assert take(first).effect is Effect.APPLIED
    assert take(second, make.now() + SOON).effect is Effect.APPLIED
    assert guest.standing is Standing.WITHDRAWN


def test_what_was_said_on_the_site_since_wins():
    guest = Guest()
    written_before = guest.writes("DECLINED", minutes=-10)
    make.registration(guest.event, guest.person)
    assert (take(written_before).effect, guest.standing) == (Effect.IGNORED, Standing.CONFIRMED)
    twice = Guest()
    twice.answers("DECLINED")
    again = twice.writes("DECLINED", minutes=2)
    make.registration(twice.event, twice.person, registered_at=make.now() + SOON)
    assert (take(again).effect, twice.standing) == (Effect.IGNORED, Standing.CONFIRMED), "also after an answer that counted"


@pytest.mark.parametrize("what", ["over", "called off", "closed"])
def test_an_answer_to_what_is_no_more_is_only_noted(what):
    guest = Guest()
    raw = guest.writes("ACCEPTED")
    with transaction():
        event = db.session.merge(guest.event)
        if what == "over":
            event.starts_at, event.ends_at = make.now() - 2 * SOON, make.now() - SOON
        if what == "called off":
            event.state, event.cancelled_at = State.CANCELLED, make.now()
        if what == "closed":
            db.session.merge(guest.object).closed_at = make.now()
    assert (take(raw).effect, guest.standing) == (Effect.NOTED, None)


def test_the_same_mail_again_does_nothing_more():
    """R7, and every mail is handled once."""
    guest = Guest()
    raw = guest.writes("ACCEPTED")
    assert take(raw).effect is Effect.APPLIED
    assert take(raw) is None
    assert db.session.scalar(select(func.count()).select_from(ReceivedMail)) == 1


def test_our_own_invitation_sent_back_is_a_persons_mail():
    guest = Guest()
    row = take(mail(guest.person.email, calendar(guest.object.uid, guest.person.email, at=make.now(), method="REQUEST"), method="REQUEST"))
    assert (row.sort, row.effect, guest.standing) == (Sort.PERSON, Effect.HELD, None)


def test_declining_one_day_of_several_is_told_to_the_team_and_all_of_them_leaves():
    event = make.two_days()
    person = make.person()
    registration = make.registration(event, person)
    with transaction():
        days = calendar_objects(db.session.merge(event), db.session.merge(person), make.now())
    written = make.now() + SOON
    first = take(mail(person.email, calendar(days[0].uid, person.email, "DECLINED", at=written), message_id="<d1@x.example.org>"))
    assert first.effect is Effect.HELD
    assert "autres jours" in first.reason
    assert db.session.get(Registration, registration.id, populate_existing=True).is_confirmed
    second = take(mail(person.email, calendar(days[1].uid, person.email, "DECLINED", at=written), message_id="<d2@x.example.org>"))
    assert second.effect is Effect.APPLIED
    assert db.session.get(Registration, registration.id, populate_existing=True).is_withdrawn
