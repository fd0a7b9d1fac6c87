"""What programs write by themselves, and what people write: the first changes nothing and is never answered, the second is somebody's to read (spec A1 to A3, R1)."""

import pytest
from sqlalchemy import func, select

from app.core.db import db
from app.inbox.models import Effect, Sort
from app.outbox.models import OutboxLetter
from app.registrations.models import Standing
from tests import make
from tests.inbox.guests import Guest, take
from tests.letters import deliver, letters_to


def writes(sender="elodie@mdph-14.example.org", subject="Bonjour", words="Bonjour", heads=""):
    text = f"Return-Path: <{sender}>\r\nFrom: =?utf-8?q?=C3=89lodie?= <{sender}>\r\nTo: rencontres@cnsa.example.org\r\nMessage-ID: <m@example.org>\r\n"
    text += f"{heads}Subject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
    return text.encode()


def letters():
    return db.session.scalar(select(func.count()).select_from(OutboxLetter))


AWAY = {
    "RFC 3834": {"heads": "Auto-Submitted: auto-replied\r\n"},
    "RFC 3834, generated": {"heads": "Auto-Submitted: auto-generated; owner-email=x@example.org\r\n"},
    "X-Autoreply": {"heads": "X-Autoreply: yes\r\n"},
    "X-Autorespond": {"heads": "X-Autorespond: Absence\r\n"},
    "Precedence": {"heads": "Precedence: auto_reply\r\n"},
    "Outlook in French": {"subject": "=?utf-8?Q?R=C3=A9ponse_automatique_:_Invitation?="},
    "Outlook in English": {"subject": "Automatic reply: Invitation"},
    "Lotus": {"subject": "Out of Office: Invitation"},
    "Zimbra": {"subject": "Absence du bureau Re: Invitation"},
    "old Exchange": {"subject": "Absent(e) du bureau : Invitation"},
}


@pytest.mark.parametrize("name", AWAY)
def test_an_absence_changes_nothing_and_is_never_answered(name):
    """A1, A3: in French and in English, as usual programs say it."""
    guest = Guest()
    before = letters()
    row = take(
        writes(
            guest.person.email, words="Je suis absente jusqu’au 12. Cliquez ici pour être lue : https://defi.example.org/x", **AWAY[name]
        )
    )
    assert (row.sort, row.effect, row.person_id) == (Sort.ABSENCE, Effect.NOTED, guest.person.id)
    assert (guest.standing, guest.answer, guest.partstat, letters()) == (None, None, None, before)


@pytest.mark.parametrize(
    "words",
    ["Je ne suis plus en fonction à la MDPH.", "J’ai quitté mes fonctions", "Elle a quitté la structure.", "She no longer works here."],
)
def test_a_departure_waits_for_somebody(words):
    """§2.6 line 5."""
    row = take(writes(words=words, **AWAY["RFC 3834"]))
    assert (row.sort, row.effect) == (Sort.ABSENCE, Effect.HELD)
    assert "quitté son poste" in row.reason


@pytest.mark.parametrize(
    "written",
    [
        {"heads": "X-Auto-Response-Suppress: DR, OOF, AutoReply\r\n"},
        {"heads": "Auto-Submitted: no\r\n"},
        {"heads": "Precedence: bulk\r\n"},
        {"subject": "Mon absence le 12"},
        {"subject": "Question sur la réponse automatique".encode().decode("latin-1", "ignore").encode("ascii", "ignore").decode()},
    ],
    ids=["A2", "says no", "a list", "about an absence", "not at its beginning"],
)
def test_what_a_person_writes_waits_for_somebody(written):
    """A2, A3: it is never interpreted."""
    guest = Guest()
    row = take(writes(guest.person.email, words="Je refuse. DECLINED. Je me désinscris.", **written))
    assert (row.sort, row.effect, row.reason) == (Sort.PERSON, Effect.HELD, "Quelqu’un vous écrit.")
    assert (guest.standing, guest.answer) == (None, None)


def test_a_calendar_is_looked_for_before_what_calls_itself_automatic():
    """R1."""
    guest = Guest()
    assert (
        guest.answers("ACCEPTED", heads="Auto-Submitted: auto-replied\r\nPrecedence: auto_reply\r\nX-Autoreply: yes\r\n").effect
        is Effect.APPLIED
    )
    assert guest.standing is Standing.CONFIRMED


def test_our_own_letters_sent_back_start_nothing():
    """A3: by a rule of forwarding, or a mailbox that receives itself."""
    guest = Guest()
    ours = letters_to(guest.person)[0].as_bytes()
    before = letters()
    row = take(ours)
    assert (row.effect, guest.standing, guest.answer, letters()) == (Effect.NOTED, None, None, before)


def test_a_letter_of_ours_forwarded_by_somebody_is_theirs():
    """§2.7 line 3: with their words, and our invitation attached."""
    guest = Guest()
    ours = letters_to(guest.person)[0].as_bytes()
    raw = writes(guest.person.email, heads='MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="f"\r\n').replace(
        b"Content-Type: text/plain; charset=utf-8\r\n", b""
    )
    raw = raw.replace(
        b"\r\n\r\nBonjour\r\n",
        b"\r\n\r\n--f\r\n\r\nEst-ce bien vous ?\r\n--f\r\nContent-Type: message/rfc822\r\n\r\n" + ours + b"\r\n--f--\r\n",
    )
    row = take(raw)
    assert (row.sort, row.effect, guest.standing) == (Sort.PERSON, Effect.HELD, None)


def test_an_answer_to_a_letter_is_about_its_event_and_its_person():
    """A3: the team that runs the event reads it."""
    guest = Guest()
    name = letters_to(guest.person)[0]["Message-ID"]
    row = take(writes(guest.person.email, heads=f"In-Reply-To: {name}\r\n"))
    assert (row.event_id, row.person_id) == (guest.event.id, guest.person.id)


def test_nobody_is_found_by_a_name_alone():
    """R4."""
    person = make.person()
    row = take(writes(f"x{person.email}"))
    assert (row.person_id, row.event_id) == (None, None)


def test_acknowledgements_answer_programs_that_answer_nobody():
    """A3: what answers a calendar says that a program wrote it."""
    guest = Guest()
    guest.answers("ACCEPTED")
    deliver()
    letter = letters_to(guest.person)[-1]
    assert letter["Auto-Submitted"] == "auto-replied"
    assert letter["X-Auto-Response-Suppress"] == "OOF, AutoReply"
