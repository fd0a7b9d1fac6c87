"""On a development machine: what would come back of a letter that the local mail server caught, written as its answerer would."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from app.core.links import new_public_id
from app.ics.lines import joined

ANSWERS = ("ACCEPTED", "TENTATIVE", "DECLINED")
UNKNOWN = "UNKNOWN"  # the address does not exist


def drop(folder: Path, raw: bytes) -> None:
    """The mail waits in the folder that the worker reads."""
    folder.mkdir(parents=True, exist_ok=True)
    name = new_public_id()
    half = folder / f"{name}.part"  # the worker reads whole files only
    half.write_bytes(raw)
    half.rename(folder / f"{name}.eml")


def answer_to(letter: EmailMessage, said: str, authserv: str, at: datetime) -> bytes | None:
    """The mail of a calendar that answers this letter; None when the letter asks nothing of a calendar."""
    ours = next((part for part in letter.walk() if part.get_content_type() == "text/calendar"), None)
    if ours is None:
        return None
    told = {line.partition(":")[0]: line.partition(":")[2] for line in _lines(ours)}
    organiser = next(value for name, value in told.items() if name.startswith("ORGANIZER"))
    who = letter["To"].addresses[0].addr_spec
    head = ["BEGIN:VCALENDAR", "PRODID:-//Essai//FR", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT", f"UID:{told['UID']}"]
    head += [f"SEQUENCE:{told['SEQUENCE']}", f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}", f"ORGANIZER:{organiser}"]
    lines = [*head, f"ATTENDEE;PARTSTAT={said}:mailto:{who}", "END:VEVENT", "END:VCALENDAR"]
    mail = _mail(who, letter["From"].addresses[0].addr_spec, f"Re: {letter['Subject']}", at)
    mail["Authentication-Results"] = f"{authserv}; dmarc=pass header.from={who.rpartition('@')[2]}"
    mail.set_content("Réponse envoyée par un agenda.")
    mail.add_alternative(joined(lines), maintype="text", subtype="calendar", cte="base64", params={"method": "REPLY", "charset": "UTF-8"})
    return mail.as_bytes()


def return_of(letter: EmailMessage, at: datetime) -> bytes:
    """The report of the other server: nobody has this address."""
    who, back = letter["To"].addresses[0].addr_spec, letter["From"].addresses[0].addr_spec
    mail = _mail(f"mailer-daemon@{who.rpartition('@')[2]}", back, "Undelivered Mail Returned to Sender", at)
    report = f"Reporting-MTA: dns; mx.{who.rpartition('@')[2]}\r\n\r\nFinal-Recipient: rfc822; {who}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    report += "Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n"
    quoted = f"Message-ID: {letter['Message-ID']}\r\nSubject: {letter['Message-ID']}\r\n"
    parts = [("text/plain", "This is the mail system."), ("message/delivery-status", report), ("text/rfc822-headers", quoted)]
    body = "".join(f"--=_retour\r\nContent-Type: {kind}\r\n\r\n{words}\r\n" for kind, words in parts)
    kind = 'Content-Type: multipart/report; report-type=delivery-status; boundary="=_retour"'
    return mail.as_bytes().rstrip(b"\n") + f"\n{kind}\n\n{body}--=_retour--\n".replace("\r\n", "\n").encode()


def _mail(sender: str, to: str, subject: str, at: datetime) -> EmailMessage:
    mail = EmailMessage()
    facts: dict[str, Any] = {
        "From": sender,
        "To": to,
        "Subject": subject,
        "Date": format_datetime(at),
        "Message-ID": f"<{new_public_id()}@essai>",
    }
    for name, value in facts.items():
        mail[name] = value
    return mail


def _lines(part: Any) -> list[str]:
    text: str = part.get_payload(decode=True).decode()
    return text.replace("\r\n ", "").split("\r\n")
