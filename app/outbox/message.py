"""A letter as the bytes that the mail server receives."""

import base64
import binascii
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime

from flask import current_app

from app.core.links import new_public_id
from app.core.text import slug_of
from app.ics import build
from app.ics.entry import Party
from app.outbox import paper
from app.outbox.headers import UnfitHeader, clean_header, mailbox_header, names_in, own_header, text_header
from app.outbox.lease_queries import Slip
from app.outbox.letter import Calendar, Letter

CRLF = "\r\n"
LONGEST_SUBJECT = 150


@dataclass(frozen=True)
class Message:
    """The bytes, the address that bounces come back to, and what the outbox keeps of it."""

    sender: str
    data: bytes
    subject: str
    sequence: int | None

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def message_of(letter: Letter, slip: Slip, at: datetime) -> Message:
    """One letter for one address; an automatic second copy keeps its Message-ID and its calendar stamp."""
    subject = clean_header(letter.subject, LONGEST_SUBJECT)
    headers = _headers(letter, slip, at)
    data = _assembled(headers, _body(letter, slip))
    _compare(headers, data)
    sequence = letter.calendar.entry.sequence if letter.calendar else None
    return Message(sender=_bounces_to(slip.bounce_token), data=data, subject=subject, sequence=sequence)


def _headers(letter: Letter, slip: Slip, at: datetime) -> list[str]:
    config = current_app.config
    lines = [
        mailbox_header("From", config["ORGANISATION_NAME"], config["MAIL_FROM"]),
        mailbox_header("To", letter.to_name, slip.recipient),
        text_header("Subject", letter.subject),
        own_header("Date", format_datetime(at)),
        own_header("Message-ID", _message_id(slip)),
        "MIME-Version: 1.0",
        f"Auto-Submitted: {'auto-replied' if letter.answers_a_mail else 'auto-generated'}",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "Content-Language: fr",
        own_header("Feedback-ID", f"{slip.kind}:{letter.stream}:{slug_of(config['ORGANISATION_SHORT'])}:rencontres"),
    ]
    if letter.unsubscribe:
        lines.append(own_header("List-Unsubscribe", f"<{letter.unsubscribe}>"))
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return lines


def _message_id(slip: Slip) -> str:
    """The same for each copy of a letter; another one each time when a test breaks it on purpose."""
    return f"<{new_public_id()}@{slip.message_id.partition('@')[2]}" if current_app.config["TEST_NEW_MESSAGE_ID"] else slip.message_id


def _body(letter: Letter, slip: Slip) -> str:
    """text, html, then the calendar part (the last one that a program understands wins), and the same calendar as a file."""
    words = [_text_part("plain", paper.text(letter)), _text_part("html", paper.html(letter))]
    if letter.calendar is None:
        return _multipart("alternative", words)
    calendar = _wrapped(calendar_of(letter, letter.calendar, slip.recipient, slip.created_at))
    inline = f"Content-Type: text/calendar; method={letter.calendar.method}; charset=UTF-8"
    parts = [*words, f"{inline}{CRLF}Content-Transfer-Encoding: base64{CRLF}{CRLF}{calendar}"]
    file = (
        f'Content-Type: application/ics; name="invite.ics"{CRLF}Content-Transfer-Encoding: base64{CRLF}'
        f'Content-Disposition: attachment; filename="invite.ics"{CRLF}{CRLF}{calendar}'
    )
    return _multipart("mixed", [_multipart("alternative", parts), file])


def calendar_of(letter: Letter, calendar: Calendar, recipient: str, created_at: datetime) -> bytes:
    """The organiser is the address that writes (D4), the one attendee is the one who reads (P1)."""
    config = current_app.config
    entry = replace(
        calendar.entry,
        organiser=Party(config["ORGANISATION_NAME"], config["MAIL_FROM"]),
        attendee=Party(letter.to_name, recipient),
        stamped_at=max(created_at, calendar.entry.changed_at),
    )
    makers = {"REQUEST": build.request, "CANCEL": build.cancel}
    return makers[calendar.method](entry)


def _text_part(subtype: str, words: str) -> str:
    lines = words.replace("\r\n", "\n").replace("\n", CRLF).encode()
    quoted = binascii.b2a_qp(lines, istext=True).decode("ascii")
    return f"Content-Type: text/{subtype}; charset=utf-8{CRLF}Content-Transfer-Encoding: quoted-printable{CRLF}{CRLF}{quoted}"


def _wrapped(data: bytes) -> str:
    """base64 in lines of 76: the CRLF of the calendar are inside (M7)."""
    return base64.encodebytes(data).decode("ascii").replace("\n", CRLF)


def _multipart(subtype: str, parts: list[str]) -> str:
    # "=_" cannot occur in quoted-printable nor in base64 (RFC 2045 §6.7): no part can close another.
    boundary = f"=_{subtype}_{hashlib.sha256(''.join(parts).encode()).hexdigest()[:24]}"
    opened = "".join(f"--{boundary}{CRLF}{part}{CRLF}" for part in parts)
    return f'Content-Type: multipart/{subtype}; boundary="{boundary}"{CRLF}{CRLF}{opened}--{boundary}--{CRLF}'


def _assembled(headers: list[str], body: str) -> bytes:
    return (CRLF.join(headers) + CRLF + body).encode("ascii")


def _compare(headers: list[str], data: bytes) -> None:
    """What a mail server will read is what we meant to write, once each (trust §0.1 c)."""
    meant = [line.partition(":")[0] for line in headers] + ["Content-Type"]
    if names_in(data) != meant or len(set(meant)) != len(meant):
        raise UnfitHeader("the headers written are not those intended")


def _bounces_to(token: str) -> str:
    """The envelope sender: one per letter, so that a bounce names it (D8)."""
    local, _, domain = current_app.config["MAIL_BOUNCES"].rpartition("@")
    return f"{local}+{token}@{domain}"
