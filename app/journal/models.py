"""One line of the journal per act."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Act(Base):
    """What somebody did: never changed, never deleted before its delay; ``seal`` chains it to the acts before it."""

    __tablename__ = "journal_act"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(80))  # "compte:12", "personne:<public id>", "système"
    verb: Mapped[str] = mapped_column(String(60))
    thing: Mapped[str] = mapped_column(String(80), index=True)  # "événement:<public id>"
    before: Mapped[dict[str, object] | None] = mapped_column(JSON)
    after: Mapped[dict[str, object] | None] = mapped_column(JSON)
    seal: Mapped[str | None] = mapped_column(String(64))
