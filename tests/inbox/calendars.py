"""Answers as people's calendars write them: the shapes of Outlook, outlook.com, Gmail, Apple and Thunderbird, with invented names."""

from datetime import UTC, datetime

OURS = "localhost"  # the name our own mail server signs with in the tests


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def calendar(
    uid, email, said="ACCEPTED", *, at, sequence=0, organiser="rencontres@cnsa.example.org", method="REPLY", more="", attendee=None
):
    """The calendar object of an answer, lines ended as RFC 5545 wants."""
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Un agenda//FR",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        *([f"SEQUENCE:{sequence}"] if sequence is not None else []),
        *([f"DTSTAMP:{stamp(at)}"] if at else []),
        *([f"ORGANIZER:mailto:{organiser}"] if organiser else []),
        attendee or f"ATTENDEE;PARTSTAT={said};CN=Quelqu'un:mailto:{email}",
        *([more] if more else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(lines) + "\r\n"


def mail(sender, ics, *, method="REPLY", authentic=True, message_id="<r1@agenda.example.org>", heads="", kind="text/calendar", cte="7bit"):
    """The mail that carries it: text, then the calendar, as most programs do."""
    results = f"Authentication-Results: {OURS}; dmarc=pass header.from={sender.rpartition('@')[2]}\r\n" if authentic else ""
    return (
        f"Return-Path: <{sender}>\r\n{results}From: Quelqu'un <{sender}>\r\nTo: rencontres@cnsa.example.org\r\n"
        f"Subject: Accepted\r\nMessage-ID: {message_id}\r\n{heads}MIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="b1"\r\n\r\n'
        "--b1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nD'accord.\r\n"
        f"--b1\r\nContent-Type: {kind}; charset=UTF-8; method={method}\r\nContent-Transfer-Encoding: {cte}\r\n\r\n{ics}\r\n--b1--\r\n"
    ).encode()
