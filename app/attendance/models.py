"""Presence of one registration at one half-day."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, choice
from app.events.models import HalfDay
from app.registrations.models import Registration


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
