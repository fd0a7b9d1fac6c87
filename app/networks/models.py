"""A network, and who belongs to it from when to when."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, choice
from app.core.links import new_public_id
from app.directory.models import Organisation, Person


class Unit(StrEnum):
    """What a network counts: people, or organisations."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Network(Base):
    """A stable group of professionals that is animated: it has members, facilitators and events."""

    __tablename__ = "network"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    former_name: Mapped[str | None] = mapped_column(String(160))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"), index=True)
    nature: Mapped[str] = mapped_column(String(40), default="network")
    membership_unit: Mapped[Unit] = mapped_column(choice(Unit))
    audience_types: Mapped[str] = mapped_column(String(120), default="")  # "cd|ars"
    audience_roles: Mapped[str] = mapped_column(String(250), default="")  # "directeur_mdph|evaluateur"
    directorate: Mapped[str | None] = mapped_column(String(120))
    sort_order: Mapped[int] = mapped_column(default=999)
    created_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    parent: Mapped["Network | None"] = relationship(remote_side=[id])

    @property
    def thing(self) -> str:
        """How the journal names this network."""
        return f"réseau:{self.code}"

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    @property
    def counts_people(self) -> bool:
        return self.membership_unit is Unit.PERSON

    @property
    def types(self) -> list[str]:
        return [word for word in self.audience_types.split("|") if word]

    @property
    def roles(self) -> list[str]:
        return [word for word in self.audience_roles.split("|") if word]


class Membership(Base):
    """A person or an organisation in a network, between two dates (``left_on`` is the first day outside)."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name="one_member"),
        CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="period"),
        Index(
            "uq_membership_person",
            "network_id",
            "person_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
        Index(
            "uq_membership_organisation",
            "network_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(40), default="manual")
    objected_at: Mapped[datetime | None]  # no more network mail; event mail goes on
    network: Mapped[Network] = relationship()
    person: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    def holds(self, on: date) -> bool:
        return self.joined_on <= on and (self.left_on is None or on < self.left_on)


class Objection(Base):
    """Someone who wants no more mail of a network, as a member or through their organisation; it outlives their membership."""

    __tablename__ = "network_objection"
    __table_args__ = (UniqueConstraint("network_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    objected_at: Mapped[datetime]


class Newsletter(Base):
    """One issue of a network's letter, sent on a day to so many people; counted once, whoever sent it."""

    __tablename__ = "newsletter"
    __table_args__ = (CheckConstraint("recipients >= 0", name="recipients"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    sent_on: Mapped[date] = mapped_column(index=True)
    recipients: Mapped[int]
    network: Mapped[Network] = relationship()


class CollaborativeSpace(Base):
    """A place online that a network shares, from the day it opened to the day it closed."""

    __tablename__ = "collaborative_space"
    __table_args__ = (CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="period"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(500), default="")
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    network: Mapped[Network] = relationship()
