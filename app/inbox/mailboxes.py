"""Where mail comes in: an IMAP mailbox, or on a development machine a folder of files. A mail is put away once it is kept, never deleted."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, UnexpectedCommandStatusError
from imap_tools.imap_utf7 import utf7_encode

from app.core.text import clean_line
from app.inbox.parsing import LARGEST

# What a server, a network or a folder does; a database that is away is something else.
FAULTS = (OSError, imaplib.IMAP4.error, ImapToolsError, ValueError)
SECONDS = 20  # of silence that a mailbox is waited for
LONGEST_SAID = 300
CLEAR_ONLY_AT = ("127.0.0.1", "localhost", "::1")


class MailboxAway(Exception):
    """The mailbox cannot be read; with the words of its server, or of the system."""


class Item(NamedTuple):
    """A mail that waits, under the name it has in its mailbox."""

    name: str
    raw: bytes


class Mailbox(Protocol):
    """What waits, the oldest first; and what has been kept, out of the way."""

    def waiting(self, most: int) -> Iterator[Item]:
        """At most so many mails, each left where it is."""

    def put_away(self, name: str) -> None:
        """This mail will not be met again."""


@contextmanager
def opened(url: str, done: str) -> Iterator[Mailbox]:
    """The mailbox of the settings, for one visit; ``done`` names the folder where what was kept is put away."""
    try:
        if url.startswith("dir:"):
            yield Folder(Path(url.removeprefix("dir:")), done)
            return
        with _signed_in(url) as box:
            yield Imap(box, done)
    except FAULTS as fault:
        raise MailboxAway(_words_of(fault)) from fault


class Folder:
    """Files named ``*.eml``: dropped by hand, or by the page of test letters."""

    def __init__(self, path: Path, done: str):
        self.path, self.done = path, path / done

    def waiting(self, most: int) -> Iterator[Item]:
        for file in sorted(self.path.glob("*.eml"), key=_arrival)[:most]:
            with suppress(FileNotFoundError):  # another worker has put it away
                yield Item(file.name, file.read_bytes())

    def put_away(self, name: str) -> None:
        self.done.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            (self.path / name).replace(self.done / name)


def _arrival(file: Path) -> tuple[int, str]:
    """A seat goes to who answered first, whatever the name of the file; one that another worker has put away comes anywhere."""
    try:
        return file.stat().st_mtime_ns, file.name
    except FileNotFoundError:
        return 0, file.name


class Imap:
    """A mailbox of a mail server. Everything in its folder waits; what is too large to be read is fetched in part."""

    def __init__(self, box: BaseMailBox, done: str):
        self.box, self.done, self._is_there = box, done, False
        # The library asks before signing in; servers say more once they know who asks.
        self.verbs = {str(verb, "ascii", "replace") for verb in box.client.capability()[1][-1].upper().split()}

    def waiting(self, most: int) -> Iterator[Item]:
        # A server that can only sweep out everything marked as deleted is not asked to: what we put away stays there, marked.
        asked = "ALL" if self.verbs & {"MOVE", "UIDPLUS"} else "UNDELETED"
        for uid in self.box.uids(asked)[:most]:
            # One byte more than what is read: the reader then knows that there was more.
            _status, answer = self.box.client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST + 1}>)")
            raw = next((part[1] for part in answer if isinstance(part, tuple)), None)
            if raw is not None:  # else another worker has put it away
                yield Item(uid, raw)

    def put_away(self, name: str) -> None:
        """Moved, or copied then deleted alone: other mails that somebody marked as deleted are not ours to sweep out."""
        if not self._is_there and not self.box.folder.exists(self.done):
            self.box.folder.create(self.done)
        self._is_there = True
        if "MOVE" in self.verbs:
            self._expect("MOVE", name, self._folder())
            return
        self._expect("COPY", name, self._folder())
        self._expect("STORE", name, "+FLAGS", r"(\Deleted)")
        if "UIDPLUS" in self.verbs:
            self._expect("EXPUNGE", name)

    def _folder(self) -> bytes:
        return b'"' + utf7_encode(self.done).replace(b'"', b"") + b'"'

    def _expect(self, verb: str, name: str, *more: str | bytes) -> None:
        status, answer = self.box.client.uid(verb, name, *more)  # type: ignore[arg-type]
        if status != "OK":
            raise MailboxAway(said(answer[0]))


@contextmanager
def _signed_in(url: str) -> Iterator[BaseMailBox]:
    parts = urlsplit(url)
    host, verified = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "imaps":
        box: BaseMailBox = MailBox(host, parts.port or 993, timeout=SECONDS, ssl_context=verified)
    elif parts.scheme == "imap+starttls":
        box = MailBoxStartTls(host, parts.port or 143, timeout=SECONDS, ssl_context=verified)
    elif parts.scheme == "imap" and host in CLEAR_ONLY_AT:
        box = MailBoxUnencrypted(host, parts.port or 143, timeout=SECONDS)
    else:
        raise ValueError("MAILBOX_URL must be dir:, imaps:// or imap+starttls:// (imap:// on this machine only).")
    folder = unquote(parts.path.lstrip("/")) or "INBOX"
    with box.login(unquote(parts.username or ""), unquote(parts.password or ""), initial_folder=folder):
        yield box


def said(answer: object) -> str:
    """What a server answered, on one line."""
    return clean_line(answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer))[:LONGEST_SAID]


def _words_of(fault: Exception) -> str:
    if isinstance(fault, UnexpectedCommandStatusError):
        return said((fault.command_result[1] or [b""])[0])
    if isinstance(fault, OSError) and fault.strerror:
        return said(fault.strerror)
    return said(fault) or type(fault).__name__
