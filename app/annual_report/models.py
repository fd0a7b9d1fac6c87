"""The report of a year: what people wrote in it, and what was frozen."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.db import Base, choice
from app.core.links import new_public_id


class Stage(StrEnum):
    """How far a report has come."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    FROZEN = "frozen"


STAGES = {Stage.DRAFT: "Brouillon", Stage.REVIEWED: "Relu", Stage.FROZEN: "Figé"}


class AnnualReport(Base):
    """One version of the report of a year; once frozen it never changes, a new version may follow."""

    __tablename__ = "annual_report"
    __table_args__ = (
        UniqueConstraint("year", "version"),
        CheckConstraint("(stage = 'frozen') = (frozen_at IS NOT NULL)", name="frozen"),
        CheckConstraint("(stage = 'draft') <= (frozen_at IS NULL)", name="draft"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    year: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    stage: Mapped[Stage] = mapped_column(choice(Stage), default=Stage.DRAFT)
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))  # in charge of it: freezes it, as administrators do
    created_at: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    frozen_at: Mapped[datetime | None]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    digest: Mapped[str] = mapped_column(String(64), default="")  # SHA-256 of all that was frozen
    begun_by: Mapped[Account] = relationship(foreign_keys=[begun_by_id])
    reviewed_by: Mapped[Account | None] = relationship(foreign_keys=[reviewed_by_id])
    frozen_by: Mapped[Account | None] = relationship(foreign_keys=[frozen_by_id])

    @property
    def thing(self) -> str:
        """How the journal names this report."""
        return f"bilan:{self.public_id}"

    @property
    def is_frozen(self) -> bool:
        return self.stage is Stage.FROZEN


ANY_WORDING = "*"  # a sentence left out by hand stays out, whatever its figures become


class SentenceEdit(Base):
    """What somebody wrote instead of a sentence's words, its slots kept; it survives new figures as long as the same wording is due."""

    __tablename__ = "sentence_edit"
    __table_args__ = (UniqueConstraint("report_id", "sentence_code", "variant"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("annual_report.id", ondelete="CASCADE"), index=True)
    sentence_code: Mapped[str] = mapped_column(String(60))
    variant: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text, default="")
    is_left_out: Mapped[bool] = mapped_column(default=False)
    edited_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    edited_at: Mapped[datetime]
    edited_by: Mapped[Account] = relationship()


class OwnChapter(Base):
    """A chapter that facilitators added; it comes back every year until it is retired."""

    __tablename__ = "own_chapter"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    title: Mapped[str] = mapped_column(String(160))
    position: Mapped[int]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class OwnSentence(Base):
    """A sentence that facilitators made of indicators, or free words, in any chapter; it comes back every year until it is retired."""

    __tablename__ = "own_sentence"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    chapter_code: Mapped[str] = mapped_column(String(60))  # of a chapter of ours, or the public_id of an own one
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)  # figures and wordings, in the shape of reference/annual_report/
    position: Mapped[int]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    @property
    def code(self) -> str:
        """What this sentence is called beside G01 and P05."""
        return f"A{self.id}"


class FrozenSentence(Base):
    """A sentence as it stood when the report was frozen, or the reason why it was left out."""

    __tablename__ = "frozen_sentence"
    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("annual_report.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    chapter_code: Mapped[str] = mapped_column(String(60))
    chapter_title: Mapped[str] = mapped_column(String(160))
    code: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text, default="")
    quote: Mapped[str] = mapped_column(Text, default="")  # what is copied of it into another text
    pieces: Mapped[list[Any]] = mapped_column(JSON)  # the same words, cut at its slots: "...", ["n", "quatorze"]
    follows: Mapped[str] = mapped_column(String(10), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    figures: Mapped[list["FrozenFigure"]] = relationship(order_by="FrozenFigure.id", cascade="all, delete-orphan")


class FrozenFigure(Base):
    """One figure of a frozen sentence: what it was, over which rows, and what each event brought to it."""

    __tablename__ = "frozen_figure"
    id: Mapped[int] = mapped_column(primary_key=True)
    sentence_id: Mapped[int] = mapped_column(ForeignKey("frozen_sentence.id", ondelete="CASCADE"), index=True)
    slot: Mapped[str] = mapped_column(String(40))
    indicator_code: Mapped[str] = mapped_column(String(60))  # of the dictionary, or "mention:dates"
    label: Mapped[str] = mapped_column(String(160))
    definition: Mapped[str] = mapped_column(Text)
    scope: Mapped[dict[str, Any]] = mapped_column(JSON)  # the filters, and the days: "du", "au"
    filters: Mapped[str] = mapped_column(Text)  # the same in words
    value: Mapped[str] = mapped_column(String(60))  # exact: an integer, or a fraction n/d; empty when it is not known
    shown: Mapped[str] = mapped_column(Text)
    basis: Mapped[dict[str, Any]] = mapped_column(JSON)  # of what it was reckoned: numerator, denominator, events not known
    rows: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the keys of its rows
    parts: Mapped[dict[str, Any]] = mapped_column(JSON)  # what each event brought: public_id -> number


class FrozenRows(Base):
    """A file of the proofs of a frozen report: rows behind its figures, people by pseudonyms, or all that was frozen."""

    __tablename__ = "frozen_rows"
    __table_args__ = (UniqueConstraint("report_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("annual_report.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))  # of its file in the proof archive
    title: Mapped[str] = mapped_column(String(250), default="")
    rows: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the file
    content: Mapped[bytes] = mapped_column(LargeBinary)  # the file, compressed (zlib)
