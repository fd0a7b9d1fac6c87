"""Accounts, what each is granted, and their sign-ins."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, choice
from app.core.links import new_nonce, new_public_id

LINK_LIFE = timedelta(minutes=10)


class Role(StrEnum):
    """What a grant makes of an account; an administrator needs none."""

    FACILITATOR = "facilitator"
    ORGANISER = "organiser"


class Scope(StrEnum):
    """What a grant is about."""

    NETWORK = "network"
    EVENT = "event"


class Account(Base):
    """Someone who may sign in: a facilitator, an organiser, an administrator."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(30))
    is_admin: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    grants: Mapped[list["Grant"]] = relationship(
        back_populates="account", lazy="selectin", order_by="Grant.id", cascade="all, delete-orphan"
    )

    @property
    def is_disabled(self) -> bool:
        return self.disabled_at is not None

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def actor(self) -> str:
        """How the journal names this account."""
        return f"compte:{self.public_id}"

    @property
    def thing(self) -> str:
        """How the journal names this account when something is done to it."""
        return self.actor

    def network_ids(self, at: datetime) -> set[int]:
        """The networks this account facilitates at that instant."""
        return self._ids(Role.FACILITATOR, Scope.NETWORK, at)

    def event_ids(self, at: datetime) -> set[int]:
        """The events this account may read and export, as an organiser, at that instant."""
        return self._ids(Role.ORGANISER, Scope.EVENT, at)

    def is_facilitator(self, at: datetime) -> bool:
        return self.is_admin or bool(self.network_ids(at))

    def _ids(self, role: Role, scope: Scope, at: datetime) -> set[int]:
        return {g.scope_id for g in self.grants if g.role == role and g.scope_kind == scope and g.holds(at)}


class Grant(Base):
    """A right of an account over one network or one event, for a time. Plain values: what it allows is each feature's policy."""

    __tablename__ = "account_grant"
    __table_args__ = (CheckConstraint("granted_to IS NULL OR granted_to > granted_from", name="period"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    scope_kind: Mapped[Scope] = mapped_column(choice(Scope))
    scope_id: Mapped[int] = mapped_column(index=True)
    records_attendance: Mapped[bool] = mapped_column(default=False)
    granted_from: Mapped[datetime]
    granted_to: Mapped[datetime | None]
    account: Mapped[Account] = relationship(back_populates="grants")

    def holds(self, at: datetime) -> bool:
        return self.granted_from <= at and (self.granted_to is None or at < self.granted_to)


class LinkRequest(Base):
    """A one-time sign-in link asked for: ten minutes, one use, bound to the browser that asked."""

    __tablename__ = "account_link_request"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    nonce: Mapped[str] = mapped_column(String(64), default=new_nonce)
    browser: Mapped[str | None] = mapped_column(String(64))  # fingerprint of the asking browser's cookie
    requested_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and at < self.requested_at + LINK_LIFE


class SignIn(Base):
    """One open door: a browser that is signed in, known by the fingerprint of its cookie; ended by its owner or an administrator."""

    __tablename__ = "account_sign_in"
    __table_args__ = (UniqueConstraint("fingerprint"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    browser: Mapped[str] = mapped_column(String(80), default="")
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship(lazy="joined")
