"""A secret calendar address: whose it is, and what it shows."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.db import Base, choice
from app.core.links import new_public_id
from app.directory.models import Person


class Scope(StrEnum):
    """What a feed shows: what one person registered for, what one account runs, a network, a cycle."""

    PERSON = "person"
    ACCOUNT = "account"
    NETWORK = "network"
    CYCLE = "cycle"


class Feed(Base):
    """A calendar address given to one person or one account; revoked, it answers like an address that never was.

    The address itself is derived from this row and the server's key; the row opens nothing.
    """

    __tablename__ = "feed"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (account_id IS NULL)", name="one_reader"),
        CheckConstraint("(scope = 'person') = (person_id IS NOT NULL)", name="reader"),
        CheckConstraint("(scope IN ('network', 'cycle')) = (scope_id IS NOT NULL)", name="scope_id"),
        Index(
            "uq_feed_person",
            "person_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL AND person_id IS NOT NULL"),
            postgresql_where=text("revoked_at IS NULL AND person_id IS NOT NULL"),
        ),
        Index(
            "uq_feed_account",
            "account_id",
            "scope",
            unique=True,
            sqlite_where=text("revoked_at IS NULL AND scope = 'account'"),
            postgresql_where=text("revoked_at IS NULL AND scope = 'account'"),
        ),
        Index(
            "uq_feed_scope",
            "account_id",
            "scope",
            "scope_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL AND scope_id IS NOT NULL"),
            postgresql_where=text("revoked_at IS NULL AND scope_id IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    scope: Mapped[Scope] = mapped_column(choice(Scope))
    scope_id: Mapped[int | None]  # of the network or the cycle
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    given_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    person: Mapped[Person | None] = relationship()
    account: Mapped[Account | None] = relationship()

    @property
    def thing(self) -> str:
        """How the journal names this address; nothing of it can be derived from that name."""
        return f"agenda:{self.public_id}"
