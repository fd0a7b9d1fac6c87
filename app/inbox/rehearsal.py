"""On a development machine: what would come back of a letter that the local mail server caught, written as its answerer would."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from app.core.links import new_public_id
from app.ics.lines import joined

ANSWERS = {
    "ACCEPTED": "Accepter",
    "TENTATIVE": "Peut-être",
    "DECLINED": "Refuser",
    "COUNTER": "Proposer un autre moment",
    "ELSEWHERE": "Accepter d’une autre adresse",
}
ABSENT = "ABSENT"
# What another server says of the letter: its status, then its words.
RETURNS = {
    "UNKNOWN": ("5.1.1", "550 5.1.1 User unknown"),
    "FULL": ("5.2.2", "552 5.2.2 Mailbox full"),
    "EXCHANGE": ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {who} not found by SMTP address lookup"),
}
OTHERS = {"UNKNOWN": "Adresse inconnue", "EXCHANGE": "Adresse inconnue d’Exchange", "FULL": "Boîte pleine", ABSENT: "Absence du bureau"}


def drop(folder: Path, raw: bytes) -> None:
    """The mail waits in the folder that the worker reads."""
    folder.mkdir(parents=True, exist_ok=True)
    name = new_public_id()
    half = folder / f"{name}.part"  # the worker reads whole files only
    half.write_bytes(raw)
    half.rename(folder / f"{name}.eml")


def played(letter: EmailMessage, said: str, authserv: str, at: datetime) -> bytes | None:
    """What comes back of this letter; None when nothing of that sort can."""
    if said in ANSWERS:
        return answer_to(letter, said, authserv, at)
    if said in RETURNS:
        return return_of(letter, said, at)
    return absence_after(letter, at) if said == ABSENT else None


def asks(letter: EmailMessage) -> bool:
    """Whether a calendar would offer to answer: what takes an event out of it asks nothing."""
    return _asked(letter) is not None


def answer_to(letter: EmailMessage, said: str, authserv: str, at: datetime) -> bytes | None:
    """The mail of a calendar that answers this letter; None when the letter asks nothing of a calendar."""
    told = _asked(letter)
    if told is None:
        return None
    who, method = _reader(letter), "COUNTER" if said == "COUNTER" else "REPLY"
    by = f"autre.adresse@{_domain(letter)}" if said == "ELSEWHERE" else who
    organiser = next(value for name, value in told.items() if name.startswith("ORGANIZER"))
    partstat = {"COUNTER": "TENTATIVE", "ELSEWHERE": "ACCEPTED"}.get(said, said)
    head = ["BEGIN:VCALENDAR", "PRODID:-//Essai//FR", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT", f"UID:{told['UID']}"]
    head += [f"SEQUENCE:{told['SEQUENCE']}", f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}", f"ORGANIZER:{organiser}"]
    head += [f"{name}:{_later(told[name])}" for name in ("DTSTART", "DTEND") if said == "COUNTER"]
    lines = [*head, f"ATTENDEE;PARTSTAT={partstat}:mailto:{by}", "END:VEVENT", "END:VCALENDAR"]
    mail = _mail(by, letter, f"Re: {letter['Subject']}", at)
    mail["Authentication-Results"] = f"{authserv}; dmarc=pass header.from={by.rpartition('@')[2]}"
    mail.set_content("Réponse envoyée par un agenda.")
    mail.add_alternative(joined(lines), maintype="text", subtype="calendar", cte="base64", params={"method": method, "charset": "UTF-8"})
    return mail.as_bytes()


def absence_after(letter: EmailMessage, at: datetime) -> bytes:
    """A program answers that its reader is away."""
    mail = _mail(_reader(letter), letter, f"Réponse automatique : {letter['Subject']}", at)
    mail["Auto-Submitted"], mail["In-Reply-To"] = "auto-replied", letter["Message-ID"]
    mail.set_content("Je suis absent du bureau, et de retour lundi.")
    return mail.as_bytes()


def return_of(letter: EmailMessage, said: str, at: datetime) -> bytes:
    """The report of the other server: nobody has this address, or its box is full."""
    who, domain, (status, words) = _reader(letter), _domain(letter), RETURNS[said]
    is_exchange = said == "EXCHANGE"
    sender = f"{'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e' if is_exchange else 'mailer-daemon'}@{domain}"
    mail = _mail(sender, letter, f"Non remis : {letter['Subject']}" if is_exchange else "Undelivered Mail Returned to Sender", at)
    mail["Return-Path"] = "<>"
    report = f"Reporting-MTA: dns; mx.{domain}\r\n\r\nFinal-Recipient: rfc822; {who}\r\nAction: failed\r\nStatus: {status}\r\n"
    report += f"Diagnostic-Code: smtp; {words.format(who=who)}\r\n"
    kept = f"From: {letter['From']}\r\nTo: {who}\r\nMessage-ID: {letter['Message-ID']}\r\nSubject: Invitation\r\n"
    quoted = ("message/rfc822", kept) if is_exchange else ("text/rfc822-headers", f"Message-ID: {letter['Message-ID']}\r\n")
    told = f"Votre message n’a pas pu être remis à {who}." if is_exchange else "This is the mail system."
    parts = [("text/plain; charset=utf-8", told), ("message/delivery-status", report), quoted]
    body = "".join(f"--=_retour\r\nContent-Type: {kind}\r\n\r\n{words}\r\n" for kind, words in parts)
    kind = 'Content-Type: multipart/report; report-type=delivery-status; boundary="=_retour"'
    return mail.as_bytes().rstrip(b"\n") + f"\n{kind}\n\n{body}--=_retour--\n".replace("\r\n", "\n").encode()


def _asked(letter: EmailMessage) -> dict[str, str] | None:
    """The lines of the calendar part, by name; None when it asks nothing."""
    ours = next((part for part in letter.walk() if part.get_content_type() == "text/calendar"), None)
    told = {line.partition(":")[0]: line.partition(":")[2] for line in _lines(ours)} if ours else {}
    return told if told.get("METHOD") == "REQUEST" else None


def _reader(letter: EmailMessage) -> str:
    address: str = letter["To"].addresses[0].addr_spec
    return address


def _domain(letter: EmailMessage) -> str:
    return _reader(letter).rpartition("@")[2]


def _later(instant: str) -> str:
    return f"{datetime.fromisoformat(instant) + timedelta(hours=2):%Y%m%dT%H%M%SZ}"


def _mail(sender: str, letter: EmailMessage, subject: str, at: datetime) -> EmailMessage:
    mail = EmailMessage()
    facts: dict[str, Any] = {
        "From": sender,
        "To": letter["From"].addresses[0].addr_spec,
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
