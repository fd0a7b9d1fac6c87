"""What a mail that another server wrote says of a letter of ours: reports for programs, and the texts of servers that write none. Pure.

For the worker only: what recognises the texts is heavy.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

from app.core.text import searchable
from app.inbox.mail import Mail, Piece
from app.outbox.models import Return
from app.outbox.refusals import Refusal, read_refusal, status_in

STATUSES = {"message/delivery-status", "message/global-delivery-status"}
QUOTES = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers", "message/rfc822-headers"}
COMPLAINTS = {"abuse", "fraud", "virus", "other", "complaint", "opt-out", "opt-out-list", "unsubscribe"}
ARRIVED = {"delivered", "relayed", "expanded"}
LONGEST, MOST_BLOCKS = 20_000, 20
_MILDEST_FIRST = (Return.DELAYED, Return.SOFT, Return.BLOCKED, Return.HARD)
_MESSAGE_ID = re.compile(r"(?im)^(?:x-)?(?:original-)?message-id[ \t]*:\s*(<[^<>\s]{3,248}>)")
_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)$")
# Where a text stops speaking and our own letter begins: a word of ours must not judge the address.
_COPIED = ("copy", "copie", "original", "origine", "header", "en-tete", "en-tête", "follows")
_HEADERS = ("return-path:", "received:", "message-id:", "dkim-signature:", "mime-version:")
_STILL_TRYING = (
    "will be retried",
    "will keep trying",
    "will continue to try",
    "will try again",
    "delivery is delayed",
    "delivery has been delayed",
    "has not yet been delivered",
    "no action is required",
    "aucune action n est requise",
    "sera reessaye",
    "est retarde",
    "a ete retarde",
)


@dataclass(frozen=True)
class Bounce:
    """``sort`` is None when the report judges nothing (it arrived, it was read); ``is_known``: its words are understood."""

    sort: Return | None
    words: str = ""
    is_known: bool = True


def bounce_in(mail: Mail) -> Bounce | None:
    """What this mail says of a letter; None when nobody understands it."""
    own = {piece.kind: piece for piece in reversed(mail.pieces) if not piece.within}
    if "message/disposition-notification" in own:
        return Bounce(None)
    if complaint := own.get("message/feedback-report"):
        return _complaint(complaint)
    report = next((own[kind] for kind in STATUSES if kind in own), None)
    found = [_said_of(block, mail) for block in _recipients(report)] if report else []
    return _mildest(found) if found else _in_words(mail)


def quoted_ids(mail: Mail) -> tuple[str, ...]:
    """The Message-IDs of the letters that it carries, copies, or says it answers."""
    carried = [piece.words[:LONGEST] for piece in mail.pieces if piece.kind in QUOTES or piece.kind in STATUSES]
    copied = mail.words[_end_of(mail.words) :]
    named = [one for words in (*carried, copied) for one in _MESSAGE_ID.findall(words)]
    return tuple(dict.fromkeys([*named, *mail.answers_to]))[:MOST_BLOCKS]


def _complaint(report: Piece) -> Bounce:
    """RFC 5965; ``not-spam`` and reports on signatures ask nothing of us."""
    said = next(iter(_blocks(report.words)), {}).get("feedback-type", "").lower()
    return Bounce(Return.COMPLAINT, f"Feedback-Type: {said}") if said in COMPLAINTS else Bounce(None, said)


def _recipients(report: Piece) -> list[Mapping[str, str]]:
    """The blocks of a report that speak of a recipient (RFC 3464 §2.3, RFC 6533)."""
    for words in (report.words, _unpacked(report.words)):
        if found := [block for block in _blocks(words) if "action" in block or "status" in block]:
            return found[:MOST_BLOCKS]
    return []


def _unpacked(words: str) -> str:
    """A report of the global form may travel in base64."""
    try:
        return base64.b64decode("".join(words.split()), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _blocks(words: str) -> Iterator[Mapping[str, str]]:
    text = words[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    for block in re.split(r"\n[ \t]*\n", text):
        fields: dict[str, str] = {}
        for line in re.sub(r"\n[ \t]+", " ", block.strip("\n")).split("\n"):
            if found := _FIELD.match(line):
                fields.setdefault(found[1].lower(), found[2].strip())
        if fields:
            yield fields


def _said_of(block: Mapping[str, str], mail: Mail) -> Bounce:
    """What a report says of one recipient: its action first, then its status and the words of the other server."""
    action, status = block.get("action", "").split(";")[0].strip().lower(), status_in(block.get("status", ""))
    kind, _, said = block.get("diagnostic-code", "").partition(";")
    words = " ".join((said or kind).split())
    if action in ARRIVED or (not action and status.startswith("2.")):
        return Bounce(None, action)
    if action == "delayed":
        return Bounce(Return.DELAYED, words or status)
    refusal = read_refusal(status, words)
    if not refusal.is_known and not words:
        refusal = read_refusal(status, mail.words[: _end_of(mail.words)])
    return Bounce(refusal.sort, words or status, refusal.is_known)


def _mildest(found: list[Bounce]) -> Bounce:
    """An address may stand for several: as long as one of them is reached, or may be, it is not unknown."""
    if arrived := next((one for one in found if one.sort is None), None):
        return arrived
    return min(found, key=lambda one: _MILDEST_FIRST.index(one.sort or Return.DELAYED))


def _in_words(mail: Mail) -> Bounce | None:
    """The text of a server that writes no report: qmail, Exim, and old ones."""
    text = mail.words[: _end_of(mail.words)]
    said = searchable(f"{mail.subject} {text}")
    if any(phrase in said for phrase in _STILL_TRYING):
        return Bounce(Return.DELAYED, _telling_line(text))
    refusal = read_refusal("", text)
    if refusal.is_known:
        return Bounce(refusal.sort, _telling_line(text))
    return Bounce(Return.SOFT, _telling_line(text), is_known=False) if _tells_a_failure(mail, text) else None


def _telling_line(text: str) -> str:
    """The line by which the address is judged, else the beginning."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return next((line for line in lines if _understood(line)), " ".join(lines))[:300]


def _understood(line: str) -> bool:
    found: Refusal = read_refusal("", line)
    return found.is_known


def _tells_a_failure(mail: Mail, text: str) -> bool:
    """Whether one of the many forms that mailing lists learnt to recognise says that somebody was not reached."""
    message = Message()
    message["From"], message["Subject"] = mail.sender or "mailer-daemon@localhost", mail.subject
    message.set_payload(text)
    temporary, permanent = all_failures(message)
    return bool(temporary or permanent)


def _end_of(text: str) -> int:
    """Where the copy of our letter begins, or the end."""
    at = 0
    for line in text.split("\n"):
        said = line.strip(" >").lower()
        if said.startswith(_HEADERS) or (said.startswith("--") and any(word in said for word in _COPIED)):
            return at
        at += len(line) + 1
    return len(text)
