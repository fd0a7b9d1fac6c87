"""A figure that somebody declares, for years whose rows are not here."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.db import Base
from app.core.links import new_public_id


class DeclaredFigure(Base):
    """The value of an indicator for a past period as a document gives it; always shown with its mark, never mixed with computed ones."""

    __tablename__ = "declared_figure"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    indicator_code: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    scope: Mapped[dict[str, Any]] = mapped_column(JSON)  # the filters, as Scope.said() writes them, without the period
    value: Mapped[str] = mapped_column(String(20))  # a decimal, as it was published
    source: Mapped[str] = mapped_column(String(300))
    declared_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    declared_by: Mapped[Account] = relationship()

    @property
    def thing(self) -> str:
        """How the journal names this declaration."""
        return f"chiffre:{self.public_id}"
