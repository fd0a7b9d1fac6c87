"""One row per mail received: what it was, what it did, and whether somebody must read it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.core.db import Base, choice
from app.core.links import new_public_id
from app.directory.models import Person
from app.events.models import Event


class Sort(StrEnum):
    """What a mail is, decided in the order of the calendar-and-mail decision: an answer first, a person last."""

    ANSWER = "answer"
    RETURN = "return"
    ABSENCE = "absence"
    PERSON = "person"
    UNREADABLE = "unreadable"


SORTS = {
    Sort.ANSWER: "Réponse d’agenda",
    Sort.RETURN: "Retour de courriel",
    Sort.ABSENCE: "Réponse automatique",
    Sort.PERSON: "Message d’une personne",
    Sort.UNREADABLE: "Courriel illisible",
}


class Effect(StrEnum):
    """What a mail did. Only ``held`` waits for somebody."""

    APPLIED = "applied"
    NOTED = "noted"
    IGNORED = "ignored"
    HELD = "held"


EFFECTS = {
    Effect.APPLIED: "Pris en compte",
    Effect.NOTED: "Noté",
    Effect.IGNORED: "Sans effet",
    Effect.HELD: "À lire",
}


class ReceivedMail(Base):
    """A mail as it came, handled once however often it is seen; its bytes are kept thirty days, longer while nobody has read it."""

    __tablename__ = "received_mail"
    __table_args__ = (
        UniqueConstraint("message_id", "digest"),
        Index(
            "ix_received_mail_to_read",
            "received_at",
            sqlite_where=text("effect = 'held' AND dealt_with_at IS NULL"),
            postgresql_where=text("effect = 'held' AND dealt_with_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    message_id: Mapped[str] = mapped_column(String(250), default="")
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the bytes
    received_at: Mapped[datetime] = mapped_column(index=True)
    sender: Mapped[str] = mapped_column(String(254), default="", index=True)  # canonical, empty when there is none
    sender_name: Mapped[str] = mapped_column(String(160), default="")
    subject: Mapped[str] = mapped_column(String(250), default="")
    sort: Mapped[Sort] = mapped_column(choice(Sort))
    effect: Mapped[Effect] = mapped_column(choice(Effect))
    reason: Mapped[str] = mapped_column(String(250), default="")  # in French, for who reads the list
    letter_id: Mapped[int | None] = mapped_column(index=True)  # the letter of ours that it is about, while it is kept
    # The one day of several that it declines, to be read as long as that is all they decline; or what it answers without proof, as long as
    # the person has not said it themself.
    object_id: Mapped[int | None]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    dealt_with_at: Mapped[datetime | None]
    dealt_with_by: Mapped[str] = mapped_column(String(80), default="")
    raw: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    event: Mapped[Event | None] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def waits(self) -> bool:
        """Somebody must read it, and nobody has."""
        return self.effect is Effect.HELD and self.dealt_with_at is None

    @property
    def is_of_person(self) -> bool:
        """Whether the person that it is about wrote it: not their server, nor somebody to whom they passed a letter on."""
        return self.person is not None and self.sender == self.person.email

    @property
    def thing(self) -> str:
        """How the journal names this mail."""
        return f"courriel-recu:{self.public_id}"


class MailboxVisit(Base):
    """What the workers last found at the mailbox: one row."""

    __tablename__ = "mailbox_visit"
    id: Mapped[int] = mapped_column(primary_key=True)
    read_at: Mapped[datetime | None]  # the last visit that went to its end, to the minute
    failing_since: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(String(300), default="")  # the mail server's own, or the system's
