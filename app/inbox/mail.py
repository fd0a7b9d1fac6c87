"""A mail as a value: what the programs that follow need of it, read from its bytes, whatever they are. Pure."""

import email
import hashlib
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from html import unescape

import nh3

from app.core.text import canonical_email, clean_line, clean_text
from app.inbox.parsing import LONGEST_HEADER, MOST_PIECES, TooMuch, heads_of, message_of

DEEPEST = 10
LONGEST_WORDS = 20_000
MOST_HEADERS = 200
# Charsets of the library that are no charsets of a mail: they take minutes over some bytes, or make commands of them.
_NO_CHARSET = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7", "utf7"}
_IDENTIFIER = re.compile(r"<[^<>\s]{3,248}>")
_TO = ("to", "delivered-to", "x-original-to", "envelope-to")
_BREAKS = re.compile(r"(?i)<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]*>")


@dataclass(frozen=True)
class Piece:
    """One part of a mail that is not made of parts, or the headers of a mail that it carries. ``within`` says that it belongs to such a mail."""

    kind: str  # text/plain
    parameters: Mapping[str, str]
    filename: str
    data: bytes
    within: bool = False

    @property
    def words(self) -> str:
        """The part as text, in the charset that its beginning shows, or that it declares; else as UTF-8, else as Western Europe wrote before."""
        shown = "utf-16" if self.data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else ""
        for charset in (shown, self.parameters.get("charset", ""), "utf-8", "cp1252"):
            if not charset or charset.lower().replace("-", "_") in _NO_CHARSET:
                continue
            try:
                return self.data.decode(charset).removeprefix("\ufeff")
            except (LookupError, UnicodeDecodeError, ValueError):
                continue
        return self.data.decode("latin-1")


@dataclass(frozen=True)
class Mail:
    """What was read. ``fault`` says why the rest could not be, in words for the facilitator; empty when all was."""

    digest: str
    # Lower-case name -> values, from top to bottom, as they came: what is encoded in a name must not become an address or a result.
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: str = "text/plain"
    parameters: Mapping[str, str] = field(default_factory=dict)
    pieces: tuple[Piece, ...] = ()
    fault: str = ""

    def header(self, name: str) -> str:
        """The first value of a header, decoded, on one line; empty when there is none."""
        return clean_line(_decoded(self.headers.get(name, ("",))[0]))

    @property
    def message_id(self) -> str:
        return next(iter(_IDENTIFIER.findall(self.header("message-id"))), "")[:250]

    @property
    def answers_to(self) -> tuple[str, ...]:
        """The Message-IDs that it says it answers, the nearest first."""
        named = _IDENTIFIER.findall(self.header("in-reply-to")) + _IDENTIFIER.findall(self.header("references"))[::-1]
        return tuple(dict.fromkeys(named))

    @property
    def subject(self) -> str:
        return self.header("subject")[:250]

    @property
    def sender(self) -> str:
        """The canonical address of the one author; empty when there is none, or several."""
        found = {canonical_email(address) for _, address in self._named("from")}
        return (found.pop() or "") if len(found) == 1 else ""

    @property
    def author(self) -> str:
        """The one author as written, also where it is no address: servers sign ``MAILER-DAEMON``, or a name of their own network."""
        found = self._named("from")
        return found[0][1] if len(found) == 1 else ""

    @property
    def sender_name(self) -> str:
        found = self._named("from")
        return clean_line(_decoded(found[0][0]))[:160] if found else ""

    @property
    def addressees(self) -> tuple[str, ...]:
        """Every address it was sent or delivered to, canonical."""
        kept = (canonical_email(address) for _, address in self._named(*_TO))
        return tuple(dict.fromkeys(address for address in kept if address))

    def _named(self, *names: str) -> list[tuple[str, str]]:
        """The names and addresses of these headers; none when they are made to break what reads them."""
        values = [value for name in names for value in self.headers.get(name, ())]
        try:
            return getaddresses(values)
        except RecursionError:
            return []

    @property
    def sent_at(self) -> datetime | None:
        """What its Date says, if it is one."""
        try:
            said = parsedate_to_datetime(self.header("date"))
            return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            return None

    @property
    def words(self) -> str:
        """What its author wrote, as plain text, of a length that a page can show."""
        own = [piece for piece in self.pieces if not piece.within and not piece.filename]
        plain = [piece.words for piece in own if piece.kind == "text/plain"]
        if not plain:
            plain = [_bare(piece.words) for piece in own if piece.kind == "text/html"]
        return clean_text("\n\n".join(plain)[: 2 * LONGEST_WORDS])[:LONGEST_WORDS]


def read(raw: bytes) -> Mail:
    """The mail that these bytes are. Never raises: what cannot be read says so, with whatever could be."""
    digest = hashlib.sha256(raw).hexdigest()
    try:
        message, fault = message_of(raw), ""
    except TooMuch as much:
        message, fault = heads_of(raw), str(much)
    except Exception:  # the parser of the library gives up on some nestings and on some bytes
        message, fault = heads_of(raw), "Ce courriel n’a pas la forme d’un courriel."
    try:
        headers, kind, parameters = _headers_of(message), message.get_content_type(), _parameters_of(message)
    except Exception:
        return Mail(digest, fault=fault or "Ce courriel n’a pas la forme d’un courriel.")
    if fault:
        return Mail(digest, headers, kind, parameters, fault=fault)
    try:
        pieces = tuple(_bounded(_pieces_of(message)))
    except TooMuch as much:
        return Mail(digest, headers, kind, parameters, fault=str(much))
    except Exception:
        return Mail(digest, headers, kind, parameters, fault="Une partie de ce courriel ne se laisse pas lire.")
    return Mail(digest, headers, kind, parameters, pieces)


def _bounded(pieces: Iterator[Piece]) -> Iterator[Piece]:
    for count, piece in enumerate(pieces, 1):
        if count > MOST_PIECES:
            raise TooMuch("Ce courriel a plus de cinquante parties.")
        yield piece


def _pieces_of(message: Message, depth: int = 1, *, within: bool = False) -> Iterator[Piece]:
    if depth > DEEPEST:
        raise TooMuch("Ce courriel est fait de trop de courriels emboîtés.")
    content = message.get_payload()
    if isinstance(content, list):
        carried = message.get_content_maintype() == "message"
        inside = [one for one in content if isinstance(one, Message)]
        if carried:  # its headers name the letter that it was, or are the report itself
            yield Piece(message.get_content_type(), {}, "", "\r\n\r\n".join(map(_heads, inside)).encode("utf-8", "replace"), within)
        for one in inside:
            yield from _pieces_of(one, depth + 1, within=within or carried)
        return
    data = message.get_payload(decode=True)
    given = message.get_filename()
    name = clean_line(_decoded(given))[:120] if given else ""
    yield Piece(message.get_content_type(), _parameters_of(message), name, data if isinstance(data, bytes) else b"", within)


def _heads(message: Message) -> str:
    """The headers as they stand; of a report whose blocks the library took for a body, those too."""
    body = message.get_payload()
    lines = [f"{name}: {value}" for name, value in message.items()]
    return "\r\n".join(lines) + (f"\r\n\r\n{body}" if isinstance(body, str) and message.get_content_type() == "text/plain" else "")


def _headers_of(message: Message) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in list(message.raw_items())[:MOST_HEADERS]:
        found[name.lower()] = (*found.get(name.lower(), ()), _lettered(value)[:LONGEST_HEADER])
    return found


def _lettered(value: str) -> str:
    """A header whose letters are not encoded, as it should have been: they are UTF-8, else what Western Europe wrote before."""
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _parameters_of(message: Message) -> dict[str, str]:
    return {name.lower(): _decoded(value) for name, value in (message.get_params() or [])[1:]}


def _decoded(value: object) -> str:
    """Encoded words as the words they stand for; what cannot be decoded as it is."""
    if isinstance(value, tuple):  # RFC 2231: charset, language, bytes already as text
        return str(email.utils.collapse_rfc2231_value(value))
    text = str(value)[:LONGEST_HEADER]
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, ValueError, HeaderParseError):
        return text


def _bare(page: str) -> str:
    """The words of a page, without its marks, its scripts or its styles."""
    return unescape(nh3.clean(_BREAKS.sub("\n", page[: 4 * LONGEST_WORDS]), tags=set(), clean_content_tags={"script", "style", "head"}))
