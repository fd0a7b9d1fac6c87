"""The plan of a kind, and the letters planned for one event."""

from datetime import datetime, time

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.events.models import Event


class PlanLine(Base):
    """One line of reference/mail_plan.csv: a letter of a plan and its distance to the event."""

    __tablename__ = "mail_plan_line"
    __table_args__ = (UniqueConstraint("plan", "letter"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    plan: Mapped[str] = mapped_column(String(20), index=True)
    letter: Mapped[str] = mapped_column(String(40))
    anchor: Mapped[str] = mapped_column(String(20))  # start, end, registration, change, promotion
    offset_minutes: Mapped[int]
    local_hour: Mapped[time | None]
    position: Mapped[int]


class PlannedLetter(Base):
    """One letter planned for one event, editable: when it leaves, its subject, the words added to it; or not at all."""

    __tablename__ = "planned_letter"
    __table_args__ = (UniqueConstraint("event_id", "letter"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    letter: Mapped[str] = mapped_column(String(40))
    anchor: Mapped[str] = mapped_column(String(20))
    offset_minutes: Mapped[int]
    local_hour: Mapped[time | None]
    is_on: Mapped[bool] = mapped_column(default=True)
    subject: Mapped[str] = mapped_column(String(150), default="")  # empty: the usual one
    words: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(500), default="")  # replay, documents
    put_at: Mapped[datetime | None]  # when its letters were put in the outbox
    dropped_at: Mapped[datetime | None]  # overdue by more than its use: shown, not sent
    event: Mapped[Event] = relationship()
