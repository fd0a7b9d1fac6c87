"""Where mail comes in: an IMAP mailbox, or on a development machine a folder of files. A mail is put away once it is kept, never deleted."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from app.inbox.parsing import LARGEST

SECONDS = 20  # of silence that a mailbox is waited for
CLEAR_ONLY_AT = ("127.0.0.1", "localhost", "::1")


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
    if url.startswith("dir:"):
        yield Folder(Path(url.removeprefix("dir:")), done)
        return
    with _signed_in(url) as box:
        yield Imap(box, done)


class Folder:
    """Files named ``*.eml``: dropped by hand, or by the page of test letters."""

    def __init__(self, path: Path, done: str):
        self.path, self.done = path, path / done

    def waiting(self, most: int) -> Iterator[Item]:
        for file in sorted(self.path.glob("*.eml"))[:most]:
            yield Item(file.name, file.read_bytes())

    def put_away(self, name: str) -> None:
        self.done.mkdir(parents=True, exist_ok=True)
        (self.path / name).replace(self.done / name)


class Imap:
    """A mailbox of a mail server. Everything in its folder waits; what is too large to be read is fetched in part."""

    def __init__(self, box: BaseMailBox, done: str):
        self.box, self.done = box, done

    def waiting(self, most: int) -> Iterator[Item]:
        for uid in self.box.uids()[:most]:
            # One byte more than what is read: the reader then knows that there was more.
            _status, answer = self.box.client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST + 1}>)")
            raw = next((part[1] for part in answer if isinstance(part, tuple)), None)
            if raw is not None:  # else another worker has put it away
                yield Item(uid, raw)

    def put_away(self, name: str) -> None:
        if not self.box.folder.exists(self.done):
            self.box.folder.create(self.done)
        self.box.move(name, self.done)


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
