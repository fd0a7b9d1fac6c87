"""Who may answer, and what was answered: two tables with nothing in common."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, choice
from app.core.links import new_nonce, new_public_id
from app.registrations.models import Registration

FEWEST = 5  # answers under which a result would let people be recognised
LIFE = timedelta(days=30)  # of the link to the questionnaire


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
    sent_at: Mapped[datetime] = mapped_column(index=True)
    nudged_at: Mapped[datetime | None]
    answered_on: Mapped[date | None]
    registration: Mapped[Registration] = relationship()

    @property
    def is_used(self) -> bool:
        return self.answered_on is not None

    def is_over(self, at: datetime) -> bool:
        """Too late to answer."""
        return at >= self.sent_at + LIFE


class SurveyAnswer(Base):
    """One anonymous answer: an event, a week, a level, free words.

    Its key is random and rows are stored in the order of keys, so that nothing tells in which order people answered; the
    week alone is kept, because on a quiet day the date of an answer would name the only person who answered that day.
    """

    __tablename__ = "survey_answer"
    __table_args__ = {"sqlite_with_rowid": False}
    id: Mapped[str] = mapped_column(String(26), primary_key=True, default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    level: Mapped[Level] = mapped_column(choice(Level))
    words: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date]  # the Monday of its week


@dataclass(frozen=True)
class Results:
    """What was answered about one event, or about several pooled together; never a mean of rates."""

    counts: Mapping[Level, int]
    present: int

    @property
    def answers(self) -> int:
        return sum(self.counts.values())

    @property
    def expressed(self) -> int:
        """Answers on the four levels: "sans avis" says nothing."""
        return self.answers - self.counts.get(Level.NO_OPINION, 0)

    @property
    def is_shown(self) -> bool:
        """Whether there are enough answers for nobody to be recognised."""
        return self.answers >= FEWEST

    @property
    def rate(self) -> Fraction | None:
        """The share of the satisfied and very satisfied among those who gave an opinion; exact, so that it is rounded half up."""
        if not self.is_shown or not self.expressed:
            return None
        return Fraction(self.counts.get(Level.VERY_SATISFIED, 0) + self.counts.get(Level.SATISFIED, 0), self.expressed)

    def share(self, level: Level) -> Fraction:
        """The part of one level among the opinions expressed."""
        return Fraction(self.counts.get(level, 0), self.expressed)

    @property
    def response_rate(self) -> Fraction | None:
        """The share of those present who answered."""
        return Fraction(min(self.answers, self.present), self.present) if self.present else None
