"""A registration, and a demand that waits for its address to be confirmed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, choice
from app.core.links import new_public_id
from app.directory.models import Department, JobRole, Organisation, Person
from app.events.models import Event
from app.events.models import Part as EventPart
from app.events.words import Modality


class Standing(StrEnum):
    """Where a registration stands; presence is told apart, by ``attendance``."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STANDINGS = {
    Standing.PENDING: "En attente de validation",
    Standing.CONFIRMED: "Inscrit",
    Standing.WAITING: "Sur liste d’attente",
    Standing.REFUSED: "Non retenu",
    Standing.WITHDRAWN: "Désinscrit",
}


class Origin(StrEnum):
    """How the person came in."""

    INVITATION = "invitation"
    PUBLIC = "public"
    COLLEAGUE = "colleague"
    FACILITATOR = "facilitator"
    WALK_IN = "walk_in"


ORIGINS = {
    Origin.INVITATION: "par son invitation",
    Origin.PUBLIC: "par la page publique",
    Origin.COLLEAGUE: "par l’invitation d’un collègue",
    Origin.FACILITATOR: "par l’équipe",
    Origin.WALK_IN: "sur place, sans inscription",
}


class Part(StrEnum):
    """As what one comes: only a participant counts."""

    PARTICIPANT = "participant"
    SPEAKER = "speaker"
    ORGANISER = "organiser"
    STAFF = "staff"


PARTS = {Part.PARTICIPANT: "Participant", Part.SPEAKER: "Intervenant", Part.ORGANISER: "Organisateur", Part.STAFF: "Équipe"}


_registration_id: Column[int] = Column("registration_id", ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
_part_id: Column[int] = Column("part_id", ForeignKey("event_part.id", ondelete="CASCADE"), primary_key=True, index=True)
registration_part = Table("registration_part", Base.metadata, _registration_id, _part_id)


class Registration(Base):
    """One person at one event, with the organisation, department and job role of that day.

    ``holds_seat`` and the event's ``seats_taken`` change together, in ``registrations.seats`` only.
    """

    __tablename__ = "registration"
    __table_args__ = (
        Index(
            "uq_registration_person",
            "event_id",
            "person_id",
            unique=True,
            sqlite_where=text("standing <> 'withdrawn'"),
            postgresql_where=text("standing <> 'withdrawn'"),
        ),
        CheckConstraint("(standing = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn"),
        CheckConstraint("(standing = 'waiting') <= (waiting_since IS NOT NULL)", name="waiting"),
        CheckConstraint("holds_seat <= (standing IN ('pending', 'confirmed'))", name="seat"),
        Index("ix_registration_queue", "event_id", "standing", "waiting_since", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    version: Mapped[int] = mapped_column(default=1)  # of its link
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    standing: Mapped[Standing] = mapped_column(choice(Standing))
    holds_seat: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[Origin] = mapped_column(choice(Origin))
    part: Mapped[Part] = mapped_column(choice(Part), default=Part.PARTICIPANT)
    modality: Mapped[Modality] = mapped_column(choice(Modality))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    department_code: Mapped[str | None] = mapped_column(ForeignKey("department.code"), index=True)
    job_role_code: Mapped[str | None] = mapped_column(ForeignKey("job_role.code"), index=True)
    asks_approval: Mapped[bool] = mapped_column(default=False)  # a facilitator decides, now or once a seat is free
    registered_by: Mapped[str] = mapped_column(String(80), default="")  # the journal's name of who did it
    comment: Mapped[str] = mapped_column(String(500), default="")
    registered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(80), default="")
    withdraw_word: Mapped[str] = mapped_column(String(500), default="")
    form_key: Mapped[str | None] = mapped_column(String(64), unique=True)  # one sending of one form
    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    department: Mapped[Department | None] = relationship()
    job_role: Mapped[JobRole | None] = relationship()
    workshops: Mapped[list[EventPart]] = relationship(secondary=registration_part, order_by="Part.starts_at, Part.id")

    @property
    def is_confirmed(self) -> bool:
        return self.standing is Standing.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.standing is Standing.WAITING

    @property
    def is_pending(self) -> bool:
        return self.standing is Standing.PENDING

    @property
    def is_withdrawn(self) -> bool:
        return self.standing is Standing.WITHDRAWN

    @property
    def is_refused(self) -> bool:
        return self.standing is Standing.REFUSED

    @property
    def is_live(self) -> bool:
        """Counts for something: neither withdrawn nor refused."""
        return self.standing in (Standing.PENDING, Standing.CONFIRMED, Standing.WAITING)

    @property
    def thing(self) -> str:
        """How the journal names this registration."""
        return f"inscription:{self.public_id}"


class Demand(Base):
    """What a stranger typed on a public page: it counts once the link sent to that address is confirmed. It holds no seat."""

    __tablename__ = "registration_demand"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    other_organisation: Mapped[str] = mapped_column(String(160), default="")
    department_code: Mapped[str | None] = mapped_column(ForeignKey("department.code"))
    job_role_code: Mapped[str | None] = mapped_column(ForeignKey("job_role.code"))
    modality: Mapped[Modality] = mapped_column(choice(Modality))
    invited_through_id: Mapped[int | None]  # the invitation that was forwarded
    form_key: Mapped[str | None] = mapped_column(String(64), unique=True)  # one sending of one form
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    event: Mapped[Event] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
