"""What a mail is. The order decides: an answer of a calendar may call itself automatic, a return never counts as one. Pure."""

import re

from app.core.text import searchable
from app.inbox.mail import Mail, Piece
from app.inbox.models import Sort

REPORTS = {"message/delivery-status", "message/global-delivery-status", "message/feedback-report", "message/disposition-notification"}
ASKS = {"REPLY", "COUNTER", "REFRESH"}  # what people's calendars send to an organiser
TELLS = {"CANCEL", "ADD", "DECLINECOUNTER"}  # what an organiser sends; a REQUEST or a PUBLISH is somebody's letter with a calendar in it
_METHOD = re.compile(r"(?i)(?:^|[\r\n])METHOD[ \t]*:[ \t]*([A-Z-]+)[ \t]*(?=[\r\n]|$)")
_DAEMON = re.compile(r"(?i)^(mailer-daemon|postmaster)(@|$)")
_NO_ANSWER_TO = ("x-autoreply", "x-autorespond")
# How the subject of an automatic answer begins, in the words of the usual programs, without accents.
_AWAY = (
    "reponse automatique",
    "absence du bureau",
    "absent du bureau",
    "absente du bureau",
    "absent e du bureau",
    "message d absence",
    "notification d absence",
    "out of office",
    "automatic reply",
    "auto reply",
    "autoreply",
    "auto response",
)


def sort_of(mail: Mail) -> Sort:
    """The first of these that is true (docs/decisions, on the inbox)."""
    if mail.fault:
        return Sort.UNREADABLE
    if is_report(mail):
        return Sort.RETURN
    if answer_in(mail):
        return Sort.ANSWER
    if is_from_a_daemon(mail):
        return Sort.RETURN
    if any(piece.kind == "application/ms-tnef" or piece.filename.casefold() == "winmail.dat" for piece in mail.pieces):
        return Sort.UNREADABLE
    return Sort.ABSENCE if is_automatic(mail) else Sort.PERSON


def is_report(mail: Mail) -> bool:
    """A report that another server wrote for a program (RFC 3464, 5965, 8098), also where a filter put its own warning around it."""
    return mail.kind == "multipart/report" or any(piece.kind in REPORTS and not piece.within for piece in mail.pieces)


def is_from_a_daemon(mail: Mail) -> bool:
    """Nobody wrote it, and nobody may be answered."""
    return mail.header("return-path") in ("<>", "") and bool(_DAEMON.match(mail.author))


def is_automatic(mail: Mail) -> bool:
    """A program wrote it (RFC 3834). ``X-Auto-Response-Suppress`` says nothing: people's own mail has it (A2)."""
    said = mail.header("auto-submitted").split(";")[0].strip().lower()
    if said not in ("", "no") or any(name in mail.headers for name in _NO_ANSWER_TO):
        return True
    return mail.header("precedence").lower() == "auto_reply" or searchable(mail.subject).startswith(_AWAY)


def answer_in(mail: Mail) -> Piece | None:
    """The first part by which a calendar answers, inline or attached, whatever its letters are; else the first by which it tells."""
    spoken = [(method_of(piece), piece) for piece in mail.pieces if not piece.within and _is_calendar(piece)]
    return next((piece for methods in (ASKS, TELLS) for method, piece in spoken if method in methods), None)


def method_of(piece: Piece) -> str:
    """What the calendar says it does; the property counts, the parameter of the part only when there is none."""
    found = _METHOD.search(piece.words[:100_000])
    return found.group(1).upper() if found else piece.parameters.get("method", "").upper()


def _is_calendar(piece: Piece) -> bool:
    return piece.kind in ("text/calendar", "application/ics") or piece.filename.casefold().endswith(".ics")
