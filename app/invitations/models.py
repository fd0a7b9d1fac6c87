"""An invitation, a person's calendar object for a day, and a sending to many."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.db import Base, choice
from app.core.links import new_public_id
from app.directory.models import Person
from app.events.models import Event


class Answer(StrEnum):
    """What an invited person said."""

    REGISTERED = "registered"
    DECLINED = "declined"


class Invitation(Base):
    """One person asked to one event; the link of the letter opens its page."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)  # of its link: growing it revokes the ones sent
    invited_at: Mapped[datetime]
    answer: Mapped[Answer | None] = mapped_column(choice(Answer))
    answered_at: Mapped[datetime | None]
    decline_word: Mapped[str] = mapped_column(String(500), default="")
    nudges: Mapped[int] = mapped_column(default=0)
    withdrawn_at: Mapped[datetime | None]  # taken back by the facilitator
    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def is_open(self) -> bool:
        """Sent, not taken back, not answered."""
        return self.answer is None and self.withdrawn_at is None

    @property
    def has_registered(self) -> bool:
        """Their answer lives on as a registration: what they do from now on is done with it."""
        return self.answer is Answer.REGISTERED

    def say(self, answer: Answer, at: datetime, word: str = "") -> None:
        """Keep the last thing the person said."""
        self.answer, self.answered_at, self.decline_word = answer, at, word


class PartStat(StrEnum):
    """What a calendar answered (RFC 5545 §3.2.12)."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


PARTSTATS = {PartStat.ACCEPTED: "présence", PartStat.TENTATIVE: "peut-être", PartStat.DECLINED: "absence"}


class CalendarObject(Base):
    """What the calendar of one person holds for one day of an event; after a CANCEL it is closed, and a new one has a new UID."""

    __tablename__ = "calendar_object"
    __table_args__ = (
        Index(
            "uq_calendar_object_open",
            "event_id",
            "person_id",
            "on",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(120), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    on: Mapped[date] = mapped_column("on")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    own_changes: Mapped[int] = mapped_column(default=0)  # versions added by this person's choices: on site, then online
    last_sequence: Mapped[int] = mapped_column(default=0)  # of the CANCEL, once closed
    partstat: Mapped[PartStat | None] = mapped_column(choice(PartStat))
    replied_at: Mapped[datetime | None]  # DTSTAMP of the last answer that counted
    counted_at: Mapped[datetime | None]  # when it did: what the person did on the site since wins over older answers

    def sequence(self, event: Event) -> int:
        """The version that its next letter carries: a CANCEL stands above every REQUEST."""
        return self.last_sequence if self.closed_at else event.sequence + self.own_changes


class Purpose(StrEnum):
    """Why one writes to many."""

    SAVE_THE_DATE = "save_the_date"
    INVITATION = "invitation"
    NUDGE = "nudge"
    MESSAGE = "message"


PURPOSES = {
    Purpose.SAVE_THE_DATE: "Annonce de la date",
    Purpose.INVITATION: "Invitation",
    Purpose.NUDGE: "Relance",
    Purpose.MESSAGE: "Message",
}


class Sending(Base):
    """A letter to many people, put in the outbox by the worker, batch after batch; its progress is shown."""

    __tablename__ = "sending"
    __table_args__ = (CheckConstraint("done >= 0 AND done <= total", name="progress"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    subject: Mapped[str] = mapped_column(String(150), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    people: Mapped[list[int]] = mapped_column(JSON)
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    not_before: Mapped[datetime | None]  # the facilitator let it wait for a working hour
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    event: Mapped[Event] = relationship()
    asked_by: Mapped[Account | None] = relationship()

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class GuestList(Base):
    """A list of people pasted or uploaded for one event, kept between its check and its confirmation; its lines go once it was used."""

    __tablename__ = "guest_list"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    lines: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    event: Mapped[Event] = relationship()
