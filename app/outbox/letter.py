"""A letter before it is a message: what is said, to be laid out by the two templates that serve all letters."""

from dataclasses import dataclass, field, replace
from datetime import date

from app.ics.entry import Entry


@dataclass(frozen=True)
class Button:
    """Something to do: the words of a person, and an absolute address."""

    label: str
    url: str


@dataclass(frozen=True)
class Calendar:
    """The calendar part of a letter: REQUEST (an invitation or its new version) or CANCEL."""

    method: str
    entry: Entry


@dataclass(frozen=True)
class Signature:
    """Who writes: a person of the organisation, whose address stands in the words (answers go to our own mailbox)."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True)
class Letter:
    """One letter to one person. ``words`` is Markdown written by a facilitator; all the rest is ours, in plain text."""

    subject: str
    to_name: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    leaf: date | None = None
    words: str = ""
    button: Button | None = None
    others: tuple[Button, ...] = ()
    closing: tuple[str, ...] = ()
    signature: Signature | None = None
    calendar: Calendar | None = None
    unsubscribe: str | None = None  # network mail only: the one-click address
    stream: str = field(default="evenement")
    answers_a_mail: bool = False  # RFC 3834: another program that answers on its own must not answer this

    def with_words(self, subject: str, words: str) -> "Letter":
        """The same letter with what the facilitator changed in it."""
        return replace(self, subject=subject or self.subject, words=words or self.words)
