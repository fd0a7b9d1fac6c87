"""Letters as people receive them: carried by the real outbox to a real SMTP server, and read as they came."""

import email
import re
import socket
from datetime import datetime
from email import policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from app.core import clock
from app.outbox.delivery import Postman

_LINK = re.compile(r"https?://[^\s<>\"]+")


class Mailbox:
    """What the SMTP server received: the envelope and the bytes of each message, in their order."""

    def __init__(self):
        self.received: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str], bytes]] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - named by aiosmtpd
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        self.received.append(email.message_from_bytes(envelope.original_content, policy=policy.default))
        return "250 kept"

    def empty(self) -> None:
        self.received.clear()
        self.envelopes.clear()


mailbox = Mailbox()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="session")
def mail_server():
    """A real SMTP server of this test process; gives its address."""
    port = free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


def deliver(at: datetime | None = None) -> list[EmailMessage]:
    """Carry everything that is due (at that instant), and return the messages that came in, in order."""
    before = len(mailbox.received)
    postman = Postman("essai", (lambda: at) if at else clock.now)
    while postman.round():
        pass
    postman.rest()
    return mailbox.received[before:]


def letters_to(someone) -> list[EmailMessage]:
    """Every message received so far by this person or address, the oldest first."""
    address = someone if isinstance(someone, str) else someone.email
    return [message for message in mailbox.received if message["To"].addresses[0].addr_spec == address]


def text_of(message: EmailMessage) -> str:
    """What somebody reads in plain text."""
    return message.get_body(("plain",)).get_content()


def html_of(message: EmailMessage) -> str:
    """What somebody reads as a page."""
    return message.get_body(("html",)).get_content()


def calendar_of(message: EmailMessage) -> bytes | None:
    """The bytes of the calendar part, None without one."""
    found = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return found[0].get_payload(decode=True) if found else None


def links_of(message: EmailMessage) -> list[str]:
    """Every address in the text part, in order."""
    return _LINK.findall(text_of(message))


def link_in(message: EmailMessage, part: str) -> str:
    """The path of the link whose address holds ``part`` ("/i/"), or that follows these words in the text."""
    text = text_of(message)
    found = [link for link in _LINK.findall(text) if part in link]
    if not found and part in text:
        found = _LINK.findall(text[text.index(part) :])
    assert found, f"no link for {part!r} in:\n{text}"
    return re.sub(r"^https?://[^/]+", "", found[0])
