"""Mails made to hang or break whoever reads them, and the limits (spec §2.6 line 0, R10, R11): each is kept, sorted for a bounded work, and shown."""

import sys

import pytest
from sqlalchemy import select

from app.core.db import db, transaction
from app.inbox import intake
from app.inbox.mail import read
from app.inbox.models import Effect, ReceivedMail, Sort
from tests import make
from tests.inbox.calendars import mail
from tests.inbox.guests import Guest, take

pytestmark = pytest.mark.once

# What a mail costs is counted in calls of functions, not in seconds: the same on a busy machine. The worst of these makes 14 million.
MOST_CALLS = 20_000_000
HEAD = b"From: Ana <ana@example.org>\r\nMessage-ID: <h1@example.org>\r\n"


def body(kind, content, charset="utf-8"):
    return HEAD + f"Content-Type: {kind}; charset={charset}\r\n\r\n".encode() + content


def nested(depth):
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{one}"\r\n\r\n--b{one}\r\n' for one in range(depth))
    return HEAD + parts.encode() + b"\r\n" * 150_000


def calendar(lines):
    return body("text/calendar; method=REPLY", b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n" + lines)


def event(lines):
    return calendar(b"BEGIN:VEVENT\r\nUID:x\r\n" + lines + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")


MAILS = {
    "empty": b"",
    "bytes": bytes(range(256)) * 1000,
    "nested parts": nested(90),
    "a thousand nested parts": nested(1000),
    "nested mails": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 5000 + b"x",
    "five thousand parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 5000 + b"--b--",
    "a hundred thousand encoded words": HEAD + b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\r\n\r\nx",
    "encoded words without an end": HEAD + b"Subject: " + b"=?utf-8?q?" * 100_000 + b"\r\n\r\nx",
    "parentheses in From": b"From: " + b"(" * 400_000 + b" a@example.org\r\n\r\nx",
    "quotes in From": b'From: ' + b'"\\' * 200_000 + b" a@example.org\r\n\r\nx",
    "angles in From": b"From: " + b"<" * 400_000 + b" a@example.org\r\n\r\nx",
    "fifty thousand parameters": HEAD + b"Content-Type: multipart/mixed" + b"".join(b"; a*%d*=x" % one for one in range(50_000)) + b"\r\n\r\nx",
    "parameters of a file": HEAD + b"Content-Disposition: attachment" + b"".join(b"; filename*%d*=x" % one for one in range(50_000)) + b"\r\n\r\nx",
    "headers": HEAD + b"X: y\r\n" * 190_000 + b"\r\nx",
    "lines": HEAD + b"\r\n" + b"\n" * 4_000_000,
    "NULs": b"From: a\0@example.org\r\nSubject: x\0y\r\nMessage-ID: <a\0b@example.org>\r\n\r\n" + b"\0" * 1000,
    "surrogates": b"From: \xff\xfe <a@example.org>\r\nSubject: \xed\xa0\x80 =?utf-8?q?=ED=A0=80?=\r\nMessage-ID: <\xff@x>\r\n\r\n\xff\xed\xa0\x80",
    "signs on one letter": HEAD + ("Subject: e" + "\u0301\u0316" * 400_000 + "\r\n\r\ne" + "\u0301\u0316" * 400_000).encode(),
    "punycode": body("text/plain", b"a" * 2_000_000 + b"-" + b"z" * 2_000_000, "punycode"),
    "idna": body("text/plain", b"a." * 1_000_000, "idna"),
    "an HTML of nothing but marks": body("text/html", b"<b>" * 800_000),
    "an HTML of marks without an end": body("text/html", b"<br " * 800_000),
    "a date of another world": HEAD + b"Date: Mon, 1 Jan 99999999999999999999999 00:00:00 +999999999\r\n\r\nx",
    "the last date": HEAD + b"Date: Fri, 31 Dec 9999 23:59:59 -1200\r\n\r\nx",
    "our own results": HEAD + b"Authentication-Results: localhost; " + b'("\\' * 3000 + b"\r\n\r\n",
    "calendar nested": calendar(b"BEGIN:VEVENT\r\n" * 17_000),
    "calendar of parameters": event(b"ATTENDEE" + b";A=b" * 60_000 + b":mailto:a@example.org"),
    "calendar of people": event(b"ATTENDEE:mailto:a@example.org\r\n" * 8000),
    "calendar that recurs each second": event(b"DTSTART:20200101T000000Z\r\nRRULE:FREQ=SECONDLY"),
    "calendar with a number of twenty thousand digits": event(b"SEQUENCE:" + b"9" * 20_000),
    "calendar with NULs": event(b"UID:a\0b\r\nCOMMENT:\0\x0b\x1b[31m"),
    "calendar of more than 256 kB": event(b"X:" + b"y" * 300_000),
}  # fmt: skip


def counted(act):
    """What it gives, and how many functions it called."""
    count = 0

    def one_more(_frame, what, _about):
        nonlocal count
        count += what in ("call", "c_call")

    sys.setprofile(one_more)
    try:
        found = act()
    finally:
        sys.setprofile(None)
    return found, count


@pytest.mark.parametrize("name", MAILS)
def test_no_mail_hangs_or_breaks_what_reads_it(name):
    """§2.6 line 0: it is kept, it changes nothing, and the next one is read."""
    row, calls = counted(lambda: take(MAILS[name]))
    assert calls < MOST_CALLS
    assert row.effect in (Effect.HELD, Effect.IGNORED)
    assert (row.raw, row.reason != "") == (MAILS[name], True)


@pytest.mark.parametrize("name", ["bytes", "nested parts", "NULs", "surrogates", "an HTML of marks without an end", "calendar with NULs"])
def test_its_page_is_shown(client, name):
    """R11."""
    take(MAILS[name])
    make.sign_in(client, make.account(admin=True))
    row = db.session.scalars(select(ReceivedMail)).one()
    answer = client.get(f"/gestion/courriels-recus/{row.public_id}")
    assert answer.status_code == 200
    assert "\0" not in answer.text
    assert client.get("/gestion/courriels-recus").status_code == 200
    assert client.get(f"/gestion/courriels-recus/{row.public_id}/original").data == MAILS[name]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (HEAD + b"\r\n" + b"x" * (5 * 1024 * 1024), "5 Mo"),
        (HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 51 + b"--b--", "cinquante parties"),
        (nested(10), "emboîtés"),
    ],
    ids=["5 MB", "50 parts", "10 levels"],
)
def test_what_is_beyond_the_limits_is_not_read_but_waits_for_somebody_with_its_author(raw, said):
    """§2.6 line 0."""
    row = take(raw)
    assert (row.sort, row.effect, row.sender) == (Sort.UNREADABLE, Effect.HELD, "ana@example.org")
    assert said in row.reason


@pytest.mark.parametrize("parts", [49, 50])
def test_what_is_within_the_limits_is_read(parts):
    """§2.6 line 0."""
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * parts + b"--b--"
    assert (read(raw).fault, len(read(raw).pieces)) == ("", parts)


def test_a_calendar_of_more_than_256_kb_changes_nothing():
    """§2.6 line 0, even when it is otherwise right."""
    guest = Guest()
    row = guest.answers("ACCEPTED", more="X-LONG:" + "y" * 300_000)
    assert (row.effect, guest.standing) == (Effect.HELD, None)


@pytest.mark.parametrize("shape", ["kind", "name"])
def test_winmail_dat_waits_for_somebody(shape):
    """R10, §2.6 line 4."""
    kind = "application/ms-tnef" if shape == "kind" else 'application/octet-stream; name="WINMAIL.DAT"'
    raw = mail("ana@example.org", "IPM.Schedule.Meeting.Resp.Pos", kind=kind)
    row = take(raw)
    assert (row.sort, row.effect) == (Sort.UNREADABLE, Effect.HELD)
    assert "winmail.dat" in row.reason


def test_what_a_stranger_writes_is_shown_as_text(client):
    """R11: subject, name, words and names of files."""
    evil = "<script>alert(1)</script>"
    guest = Guest()
    ics = f'BEGIN:VCALENDAR\r\nMETHOD:COUNTER\r\nBEGIN:VEVENT\r\nUID:{guest.object.uid}\r\nCOMMENT:{evil}\r\nATTENDEE;CN="{evil}":mailto:a@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR'
    raw = mail("ana@example.org", ics).replace(b"From: Quelqu'un", f'From: "{evil}"'.encode()).replace(b"D'accord.", evil.encode())
    raw = raw.replace(b"Subject: Accepted", f"Subject: {evil}".encode())
    raw = raw.replace(
        b"--b1--",
        f'--b1\r\nContent-Type: text/html; name="{evil}.html"\r\nContent-Disposition: attachment; filename="{evil}.html"\r\n\r\n{evil}\r\n--b1--'.encode(),
    )
    take(raw)
    make.sign_in(client, make.account(admin=True))
    row = db.session.scalars(select(ReceivedMail)).one()
    for path in ("/gestion/courriels-recus", f"/gestion/courriels-recus/{row.public_id}", f"/gestion/evenements/{guest.event.public_id}"):
        page = client.get(path)
        assert page.status_code == 200
        assert evil not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;.html" in client.get(f"/gestion/courriels-recus/{row.public_id}").text


def test_the_word_of_a_declining_calendar_is_shown_as_text(client):
    """R11: COMMENT."""
    guest = Guest()
    guest.answers("DECLINED", more="COMMENT:<img src=x onerror=alert(1)>")
    make.sign_in(client, make.account(admin=True))
    page = client.get(f"/gestion/evenements/{guest.event.public_id}/personnes/{guest.person.public_id}").text
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img src=x" not in page


def test_the_original_is_handed_over_as_a_file_that_no_browser_opens(client):
    take(body("text/html", b"<script>alert(1)</script>"))
    make.sign_in(client, make.account(admin=True))
    row = db.session.scalars(select(ReceivedMail)).one()
    answer = client.get(f"/gestion/courriels-recus/{row.public_id}/original")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_cannot_even_be_named_is_kept_by_its_bytes():
    with transaction():
        row = intake.keep_untouched(MAILS["surrogates"], make.now())
    assert (row.effect, row.sort, row.raw, row.sender) == (Effect.HELD, Sort.UNREADABLE, MAILS["surrogates"], "")
