"""Who may answer, and what was answered: two tables with nothing in common."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, choice
from app.core.links import new_nonce, new_public_id
from app.registrations.models import Registration

FEWEST = 5  # answers under which a result would let people be recognised


class Level(StrEnum):
    """The four levels, and "sans avis", which is left out of the rate."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    LITTLE_SATISFIED = "little_satisfied"
    NOT_SATISFIED = "not_satisfied"
    NO_OPINION = "no_opinion"


LEVELS = {
    Level.VERY_SATISFIED: "Très satisfait",
    Level.SATISFIED: "Satisfait",
    Level.LITTLE_SATISFIED: "Peu satisfait",
    Level.NOT_SATISFIED: "Pas satisfait",
    Level.NO_OPINION: "Sans avis",
}


class SurveyInvitation(Base):
    """The right of one present person to answer once; it says on which day it was used, never what was said."""

    __tablename__ = "survey_invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    nonce: Mapped[str] = mapped_column(String(64), default=new_nonce)
    sent_at: Mapped[datetime]
    answered_on: Mapped[date | None]
    registration: Mapped[Registration] = relationship()


class SurveyAnswer(Base):
    """One anonymous answer: an event, a day, a level, free words. Its key is random: rows tell no order of arrival."""

    __tablename__ = "survey_answer"
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    level: Mapped[Level] = mapped_column(choice(Level))
    words: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date]
