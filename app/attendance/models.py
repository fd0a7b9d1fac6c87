"""Presence of one registration at one half-day, and the recordings that made it, so that the last can be undone."""

from datetime import datetime
from enum import StrEnum
from typing import TypedDict

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, choice
from app.events.models import HalfDay
from app.registrations.models import Registration, Standing


class Mark(StrEnum):
    """What was seen that half-day."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


MARKS = {Mark.PRESENT: "Présent", Mark.EXCUSED: "Excusé", Mark.ABSENT: "Absent"}


class Presence(Base):
    """What was recorded for one person and one half-day; a person is present at an event when one of its half-days says so."""

    __tablename__ = "presence"
    __table_args__ = (UniqueConstraint("registration_id", "half_day_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    half_day_id: Mapped[int] = mapped_column(ForeignKey("half_day.id"), index=True)
    mark: Mapped[Mark] = mapped_column(choice(Mark))
    source: Mapped[str] = mapped_column(String(20), default="manual")  # paper, manual, import
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
    registration: Mapped[Registration] = relationship()
    half_day: Mapped[HalfDay] = relationship()


class Change(TypedDict):
    """One mark of a recording: what it is now, and what it was, written by whom and when."""

    registration: int
    after: str
    before: str | None
    by: int | None
    at: str | None


class Recording(Base):
    """The marks that one account wrote at once for one half-day: what "annuler la dernière saisie" takes back."""

    __tablename__ = "presence_recording"
    __table_args__ = (Index("ix_presence_recording_last", "event_id", "account_id", "undone_at", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    half_day_id: Mapped[int] = mapped_column(ForeignKey("half_day.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    walk_in_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))  # let in by this recording: undone with it
    walk_in_before: Mapped[Standing | None] = mapped_column(choice(Standing))  # where their registration stood, if they had one
    changes: Mapped[list[Change]] = mapped_column(JSON)
    recorded_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    half_day: Mapped[HalfDay] = relationship()

    @property
    def size(self) -> int:
        """How many people it speaks of."""
        return len(self.changes)
