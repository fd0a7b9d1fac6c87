"""One row per letter, and the workers' signs of life."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, choice
from app.core.links import new_public_id


class LetterState(StrEnum):
    """Where a letter is; only ``sending`` is ambiguous after a death."""

    PENDING = "pending"
    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"
    HELD = "held"


LETTER_STATES = {
    LetterState.PENDING: "En attente",
    LetterState.LEASED: "En partance",
    LetterState.SENDING: "En cours d’envoi",
    LetterState.SENT: "Parti",
    LetterState.DEAD: "Abandonné",
    LetterState.CANCELLED: "Sans objet",
    LetterState.HELD: "Retenu",
}
SETTLED = (LetterState.SENT, LetterState.DEAD, LetterState.CANCELLED)


class Return(StrEnum):
    """Why a letter that left came back, or was refused at the door (RFC 3463); only the first two speak of the address."""

    HARD = "hard"
    SOFT = "soft"
    BLOCKED = "blocked"
    DELAYED = "delayed"
    COMPLAINT = "complaint"


RETURNS = {
    Return.HARD: "Adresse inconnue",
    Return.SOFT: "Boîte momentanément indisponible",
    Return.BLOCKED: "Bloqué par la messagerie du destinataire",
    Return.DELAYED: "Retardé",
    Return.COMPLAINT: "Signalé comme indésirable",
}


CAME_BACK = (Return.HARD, Return.SOFT, Return.BLOCKED)  # it did not arrive


class Trust(StrEnum):
    """What one address is still worth writing to: ``flagged`` gets what concerns a registration, ``suspended`` nothing."""

    FLAGGED = "flagged"
    SUSPENDED = "suspended"


# The condition of an index, and of the query that it serves, in the same words: SQLite recognises no others.
NOT_LEFT = "state IN ('pending', 'held')"
WAITS = "state = 'pending'"
ON_ITS_WAY = "state IN ('pending', 'leased', 'sending')"
THE_EARLIER_IS = "earlier.state IN ('pending', 'leased', 'sending')"


def facts_of(ids: dict[str, Any], event_id: int | None, person_id: int | None) -> dict[str, Any]:
    """Every id of a letter, those that have a column of their own too."""
    also = {"event_id": event_id, "person_id": person_id}
    return {**ids, **{name: number for name, number in also.items() if number is not None}}


def _domain(context: Any) -> str:
    return str(context.get_current_parameters()["recipient"]).rpartition("@")[2]


class OutboxLetter(Base):
    """One letter to one address. It keeps ids, never a body nor a live link: the letter is made when it leaves."""

    __tablename__ = "outbox_letter"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "priority",
            "not_before",
            "id",
            sqlite_where=text(WAITS),
            postgresql_where=text(WAITS),
        ),
        Index(
            "ix_outbox_held",
            "lease_owner",
            sqlite_where=text("lease_owner IS NOT NULL"),
            postgresql_where=text("lease_owner IS NOT NULL"),
        ),
        Index("ix_outbox_overdue", "expires_at", sqlite_where=text(NOT_LEFT), postgresql_where=text(NOT_LEFT)),
        Index("ix_outbox_event", "event_id", "kind"),
        Index("ix_outbox_order", "recipient", "event_id", "id", sqlite_where=text(ON_ITS_WAY), postgresql_where=text(ON_ITS_WAY)),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    dedupe_key: Mapped[str] = mapped_column(String(150), unique=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    bounce_token: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    domain: Mapped[str] = mapped_column(String(254), default=_domain)
    ids: Mapped[dict[str, Any]] = mapped_column(JSON)
    event_id: Mapped[int | None]
    person_id: Mapped[int | None] = mapped_column(index=True)
    priority: Mapped[int] = mapped_column(default=5)
    state: Mapped[LetterState] = mapped_column(choice(LetterState), default=LetterState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    sends: Mapped[int] = mapped_column(default=0)
    uncertain: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None] = mapped_column(String(60))
    lease_until: Mapped[datetime | None]
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    subject: Mapped[str] = mapped_column(String(200), default="")
    calendar_sequence: Mapped[int | None]
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    last_code: Mapped[int | None]
    last_error: Mapped[str | None] = mapped_column(String(500))
    returned_as: Mapped[Return | None] = mapped_column(choice(Return))
    returned_at: Mapped[datetime | None]
    return_words: Mapped[str] = mapped_column(String(500), default="", server_default="")  # the other server's own

    @property
    def thing(self) -> str:
        """How the journal names this letter."""
        return f"courrier:{self.public_id}"

    @property
    def return_told(self) -> str:
        """``Revenu : adresse inconnue``, or ``Refusé : …`` when it was not even taken in; empty when nothing came back."""
        if self.returned_as is None or self.returned_as in (Return.DELAYED, Return.COMPLAINT):
            return RETURNS[self.returned_as] if self.returned_as else ""
        how = "Revenu" if self.state is LetterState.SENT else "Refusé"
        return f"{how}\u00a0: {RETURNS[self.returned_as].lower()}"

    @property
    def is_settled(self) -> bool:
        """Nothing more will become of it: it left, was given up, or was cancelled."""
        return self.state in SETTLED

    @property
    def facts(self) -> dict[str, Any]:
        """The ids that the letter is made from."""
        return facts_of(self.ids, self.event_id, self.person_id)


class AddressTrouble(Base):
    """What is known against one address; no row, or a row without ``trust``, is an address that works."""

    __tablename__ = "address_trouble"
    address: Mapped[str] = mapped_column(String(254), primary_key=True)
    trust: Mapped[Trust | None] = mapped_column(choice(Trust))
    since: Mapped[datetime | None]  # of the present ``trust``
    soft_days: Mapped[int] = mapped_column(default=0)  # different days with a soft return since the last sign of life
    last_soft_on: Mapped[date | None]
    told_at: Mapped[datetime | None]  # when the directory marked the people who have this address
    words: Mapped[str] = mapped_column(String(500), default="")


class MailDomain(Base):
    """How fast letters leave for the addresses of one domain; no row is a domain that takes them as they come."""

    __tablename__ = "mail_domain"
    domain: Mapped[str] = mapped_column(String(254), primary_key=True)
    next_at: Mapped[datetime | None]  # what was taken is within the rate until then (pace.py)
    silent_until: Mapped[datetime | None]  # it said that it received too many
    refusals: Mapped[int] = mapped_column(default=0)  # how often it said so in a row
    words: Mapped[str] = mapped_column(String(300), default="")  # its own


class Beat(Base):
    """The last sign of life of one worker, and since when the mail server takes nothing from it."""

    __tablename__ = "worker_beat"
    worker: Mapped[str] = mapped_column(String(60), primary_key=True)
    at: Mapped[datetime]
    refused_since: Mapped[datetime | None]
