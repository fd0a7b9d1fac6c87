"""Speaking to the mail server: one dialogue at a time, verified TLS, no endless wait, and an honest answer."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from urllib.parse import unquote, urlsplit

from app.outbox.dialogue import Dialogue, TlsDialogue
from app.outbox.pace import says_too_many
from app.outbox.refusals import blames_us

MOST_PER_LINE = 50
_TAKEN, _GO_ON, _GONE = range(200, 300), (354,), 421
_LOG_IN = (530, 535, 538)  # who we are is not believed: nothing is said of the recipient


class Outcome(StrEnum):
    """What is known after a dialogue."""

    ACCEPTED = "accepted"  # 250 after the final dot
    REFUSED = "refused"  # 5xx: for good
    POSTPONED = "postponed"  # 4xx: not now
    NO_LINE = "no_line"  # the server could not be reached, or left before the message was given
    UNCERTAIN = "uncertain"  # the message was given and the answer is lost


@dataclass(frozen=True)
class Verdict:
    """The outcome of one dialogue, with the server's own words."""

    outcome: Outcome
    code: int | None = None
    words: str = ""
    denies_relay: bool = False
    slows_domain: bool = False  # the recipient's server received too many from us, or takes nothing of ours
    blames_us: bool = False  # for good, and of where our letters come from
    at_recipient: bool = False  # said when the recipient was named, and of nothing else

    @property
    def closes_channel(self) -> bool:
        """A server that does not answer, or that accepts and cuts, must not be fed."""
        return self.outcome in (Outcome.NO_LINE, Outcome.UNCERTAIN)

    @property
    def is_ours(self) -> bool:
        """Nothing is wrong with the letter nor with its recipient: somebody has to look at the server, or at our settings."""
        return self.closes_channel or self.denies_relay or self.blames_us


@dataclass(frozen=True)
class Relay:
    """Where letters are handed over: ``smtp://``, ``smtp+starttls://user:pass@host:587`` or ``smtps://``."""

    host: str
    port: int
    security: str  # "", "starttls" or "tls"
    user: str = ""
    password: str = ""

    @classmethod
    def from_url(cls, url: str) -> "Relay":
        parts = urlsplit(url)
        kinds = {"smtp": ("", 25), "smtp+starttls": ("starttls", 587), "smtps": ("tls", 465)}
        if parts.scheme not in kinds or not parts.hostname:
            raise ValueError("SMTP_URL must be smtp://, smtp+starttls:// or smtps:// with a host.")
        security, port = kinds[parts.scheme]
        if parts.username and not security:
            raise ValueError("SMTP_URL gives a password over smtp://, in the clear: say smtp+starttls:// or smtps://.")
        return cls(parts.hostname, parts.port or port, security, unquote(parts.username or ""), unquote(parts.password or ""))


class Line:
    """One connection, opened when first needed, closed after fifty letters or a fault."""

    def __init__(self, relay: Relay, after_dot: Callable[[], None] = lambda: None):
        self.relay = relay
        self._after_dot = after_dot  # tests die here
        self._smtp: Dialogue | None = None
        self._given = 0

    def hand_over(self, sender: str, recipient: str, data: bytes) -> Verdict:
        """Give one message for one recipient; whatever happens, say what is known."""
        if self._given >= MOST_PER_LINE:
            self.close()
        is_fresh = self._smtp is None
        verdict, reached = self._hand_over(sender, recipient, data)
        if verdict.outcome is Outcome.NO_LINE and not is_fresh and not reached:
            # The server hung up between two letters, as it may: only a new line tells whether it takes letters.
            verdict, _ = self._hand_over(sender, recipient, data)
        return verdict

    def _hand_over(self, sender: str, recipient: str, data: bytes) -> tuple[Verdict, bool]:
        """What is known, and whether the server took our first order."""
        try:
            smtp = self._smtp or self._open()
        except smtplib.SMTPResponseException as refusal:  # greeting, EHLO, TLS or log-in refused: the channel, not the letter
            self._drop()
            return _verdict(Outcome.NO_LINE, refusal.smtp_code, refusal.smtp_error), False
        except (OSError, smtplib.SMTPException) as fault:
            self._drop()
            return Verdict(Outcome.NO_LINE, None, type(fault).__name__), False
        self._given += 1
        smtp.begin()
        return self._converse(smtp, sender, recipient, data)

    def close(self) -> None:
        """Say good-bye; a server that does not answer it changes nothing."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()
        self._smtp, self._given = None, 0

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp, self._given = None, 0

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """Whom we believe: reading the certificates of the machine takes as long as ten letters, so once, and only for TLS."""
        return ssl.create_default_context()

    def _open(self) -> Dialogue:
        relay = self.relay
        if relay.security == "tls":
            smtp: Dialogue = TlsDialogue(relay.host, relay.port, context=self._trusted)
        else:
            smtp = Dialogue(relay.host, relay.port)
        self._smtp = smtp
        smtp.ehlo_or_helo_if_needed()
        if relay.security == "starttls":
            smtp.starttls(context=self._trusted)
            smtp.ehlo_or_helo_if_needed()
        if relay.user:
            smtp.login(relay.user, relay.password)
        return smtp

    def _converse(self, smtp: Dialogue, sender: str, recipient: str, data: bytes) -> tuple[Verdict, bool]:
        reached = False
        try:
            for order, expected in ((f"MAIL FROM:<{sender}>", _TAKEN), (f"RCPT TO:<{recipient}>", _TAKEN), ("DATA", _GO_ON)):
                code, words = smtp.docmd(order)
                if code not in expected:
                    return self._turned_down(smtp, code, words, order), reached
                reached = True
            smtp.send(_dotted(data))
        except (OSError, smtplib.SMTPException) as fault:
            # Before the final dot was handed to the network: nothing left.
            self._drop()
            return Verdict(Outcome.NO_LINE, None, type(fault).__name__), reached
        self._after_dot()
        return self._answer_to_dot(smtp), True

    def _turned_down(self, smtp: Dialogue, code: int, words: bytes, order: str) -> Verdict:
        said = _verdict(Outcome.NO_LINE, code, words)
        slows_domain = not order.startswith("MAIL") and 400 <= code < 500 and says_too_many(said.words)
        if code == _GONE and slows_domain:
            self._drop()
            return replace(said, outcome=Outcome.POSTPONED, slows_domain=True)
        if code == _GONE or not 400 <= code < 600 or _refuses_us(order, code):
            self._drop()
            return said
        self._start_over(smtp)
        denies_relay = order.startswith("RCPT") and b"relay" in words.lower()
        if code >= 500 and not denies_relay and blames_us(said.words):
            return replace(said, outcome=Outcome.POSTPONED, slows_domain=True, blames_us=True)
        outcome = Outcome.POSTPONED if code < 500 or denies_relay else Outcome.REFUSED
        at_recipient = order.startswith("RCPT") and not slows_domain
        return replace(said, outcome=outcome, denies_relay=denies_relay, slows_domain=slows_domain, at_recipient=at_recipient)

    def _start_over(self, smtp: Dialogue) -> None:
        """The next letter begins on a clean line, or on a new one."""
        try:
            is_clean = smtp.rset()[0] in _TAKEN
        except (OSError, smtplib.SMTPException):
            is_clean = False
        if not is_clean:
            self._drop()

    def _answer_to_dot(self, smtp: Dialogue) -> Verdict:
        try:
            code, words = smtp.getreply()
        except (OSError, smtplib.SMTPException) as fault:
            self._drop()
            return Verdict(Outcome.UNCERTAIN, None, type(fault).__name__)
        if code in _TAKEN:
            return _verdict(Outcome.ACCEPTED, code, words)
        if code == _GONE or not 400 <= code < 600:
            self._drop()
            return _verdict(Outcome.UNCERTAIN, code, words)
        return self._turned_down(smtp, code, words, "the message")


def _refuses_us(order: str, code: int) -> bool:
    """For good, before the recipient was named, or because we did not log in: every letter would meet the same answer."""
    return code >= 500 and (order.startswith("MAIL") or (code in _LOG_IN and order.startswith(("RCPT", "DATA"))))


def _dotted(data: bytes) -> bytes:
    """Dots at the beginning of a line doubled, and the final dot (RFC 5321 §4.5.2)."""
    body = data.replace(b"\r\n.", b"\r\n..")
    return (b"." + body if body.startswith(b".") else body) + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")


def _verdict(outcome: Outcome, code: int | None, words: bytes | str) -> Verdict:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return Verdict(outcome, code, " ".join(said.split())[:300])
