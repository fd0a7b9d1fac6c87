"""Answers in shapes that programs really give them, and that read badly (spec R2, R3, R5, R8, R10)."""

import base64
import re

import pytest

from app.inbox.models import Effect, Sort
from app.invitations.models import Answer
from app.registrations.models import Standing
from tests import make
from tests.inbox.calendars import calendar, mail
from tests.inbox.guests import SOON, Guest, kinds_sent, take


def answer(guest, **more):
    return calendar(guest.object.uid, guest.person.email, **({"at": make.now() + SOON} | more))


def sent(guest, ics, *, charset="UTF-8", method="; method=REPLY"):
    """The mail, with these bytes for calendar."""
    raw = mail(guest.person.email, "@@").replace(b"; charset=UTF-8; method=REPLY", f"; charset={charset}{method}".encode())
    return raw.replace(b"@@", ics)


@pytest.mark.parametrize("charset", ["utf-16", "UTF-8"], ids=["said", "not said"])
@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_a_calendar_in_sixteen_bits_is_read(charset, order):
    """R2: the mark at its beginning says it, whatever the part declares."""
    guest = Guest()
    text = "\ufeff" + answer(guest, more="COMMENT:été")
    raw = sent(guest, b"@64", charset=charset).replace(b"Content-Transfer-Encoding: 7bit", b"Content-Transfer-Encoding: base64")
    row = take(raw.replace(b"@64", base64.encodebytes(text.encode(order))))
    assert (row.sort, row.effect, guest.standing) == (Sort.ANSWER, Effect.APPLIED, Standing.CONFIRMED)


def test_a_line_folded_within_a_letter_keeps_its_letters():
    """R2: folding counts bytes."""
    guest = Guest()
    folded = answer(guest, said="DECLINED", more="COMMENT:Retenue à Évreux").encode().replace("É".encode(), b"\xc3\r\n \x89")
    assert take(sent(guest, folded)).effect is Effect.APPLIED
    assert guest.invitation_now.decline_word == "Retenue à Évreux"


@pytest.mark.parametrize("charset", ["us-ascii", "iso-8859-1", "x-inconnu", ""])
@pytest.mark.parametrize("written", ["utf-8", "cp1252"])
def test_a_charset_that_lies_changes_no_answer(charset, written):
    """R2."""
    guest = Guest()
    assert take(sent(guest, answer(guest, more="COMMENT:été").encode(written), charset=charset)).effect is Effect.APPLIED


@pytest.mark.parametrize("method", ["; method=REQUEST", "; method=PUBLISH", "", '; method="reply"'])
def test_the_method_of_the_calendar_counts_not_that_of_its_part(method):
    """R2."""
    guest = Guest()
    assert take(sent(guest, answer(guest).encode(), method=method)).effect is Effect.APPLIED


def test_lines_ended_by_a_return_alone_and_no_method_beside_them():
    guest = Guest()
    assert take(sent(guest, answer(guest).replace("\r\n", "\r").encode(), method="")).effect is Effect.APPLIED


def test_an_organiser_without_an_address_is_no_other_organiser():
    """R3: Exchange writes ``invalid:nomail`` where it knows no address."""
    guest = Guest()
    assert (
        take(sent(guest, answer(guest).replace("mailto:rencontres@cnsa.example.org", "invalid:nomail").encode())).effect is Effect.APPLIED
    )


def test_an_answer_about_an_exception_of_a_series_is_not_an_answer_about_the_whole():
    """R10: we invite to no series; whoever made one of it says so to somebody."""
    guest = Guest()
    guest.answers("ACCEPTED")
    one = re.search("BEGIN:VEVENT.*END:VEVENT\r\n", answer(guest, said="DECLINED"), re.DOTALL)[0]
    exception = one.replace("UID:", "RECURRENCE-ID:20270312T090000Z\r\nUID:")
    both = answer(guest).replace("BEGIN:VEVENT", exception + "BEGIN:VEVENT")
    for number, ics in enumerate((both, answer(guest, said="DECLINED").replace("UID:", "RECURRENCE-ID:20270312T090000Z\r\nUID:"))):
        row = take(sent(guest, ics.encode()).replace(b"<r1@", f"<r{number}@".encode()))
        assert (row.effect, guest.standing) == (Effect.HELD, Standing.CONFIRMED)


def test_somebody_who_sends_another_in_their_place_is_read_by_somebody_and_is_not_asked_to_confirm():
    """R10: DELEGATED."""
    guest = Guest()
    other = 'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:collegue@example.org":mailto:' + guest.person.email
    row = guest.answers(attendee=f"{other}\r\nATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:collegue@example.org")
    assert (row.effect, guest.standing, kinds_sent()) == (Effect.HELD, None, [])
    assert "quelqu’un d’autre à sa place" in row.reason


def test_a_server_that_answers_under_its_own_address_is_believed_by_the_person_alone():
    """R5: Nextcloud writes « par Nextcloud » from its own address."""
    guest = Guest()
    raw = guest.writes("DECLINED", sender="noreply@nuage.example.org").replace(
        b"MIME-Version", f"Reply-To: {guest.person.email}\r\nMIME-Version".encode()
    )
    assert (take(raw).effect, guest.answer, kinds_sent()) == (Effect.HELD, None, ["answer_to_confirm"])


def test_an_answer_sent_again_with_other_headers_does_nothing_more():
    """R7: by somebody who kept its bytes, after the person changed their mind."""
    guest = Guest()
    raw = guest.writes("ACCEPTED", minutes=1)
    take(raw)
    guest.answers("DECLINED", minutes=2)
    assert take(b"Received: from x\r\n" + raw).effect is Effect.IGNORED
    assert guest.answer is Answer.DECLINED
