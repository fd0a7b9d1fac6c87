"""An event and all that describes it. Its changes of state are in ``states.py``."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.db import Base, choice
from app.core.links import new_public_id
from app.core.text import slug_of
from app.directory.models import Department, Organisation, Region, Theme
from app.events.days import LONGEST_DAY
from app.events.states import States
from app.events.words import Door, Hosting, Modality, PartKind, Period, State
from app.networks.models import Network

LONGEST_DESCRIPTION = 20_000


def _pairs(name: str, column: str, target: str) -> Table:
    own: Column[int] = Column("event_id", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    return Table(name, Base.metadata, own, Column(column, ForeignKey(target), primary_key=True, index=True))


event_network = _pairs("event_network", "network_id", "network.id")
event_region = _pairs("event_region", "region_code", "region.code")
event_department = _pairs("event_department", "department_code", "department.code")
event_theme = _pairs("event_theme", "theme_code", "theme.code")


class EventKind(Base):
    """A kind of event, with the defaults it gives to a new one (reference/event_kinds.csv)."""

    __tablename__ = "event_kind"
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    label: Mapped[str] = mapped_column(String(80))
    plural: Mapped[str] = mapped_column(String(80))
    gender: Mapped[str] = mapped_column(String(1))
    modality: Mapped[Modality] = mapped_column(choice(Modality))
    minutes: Mapped[int]
    capacity: Mapped[int]
    attendance_unit: Mapped[str] = mapped_column(String(20))  # half_day, session, login
    has_waiting_list: Mapped[bool]
    certificate: Mapped[str] = mapped_column(String(20))
    has_satisfaction: Mapped[bool]
    mail_plan: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]


class Cycle(Base):
    """One round of rencontres, with its theme and objective; it may outlive a calendar year."""

    __tablename__ = "cycle"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    year: Mapped[int]
    objective: Mapped[str] = mapped_column(Text, default="")


class Series(Base):
    """Dates that go together: the monthly meetings of a network. A code is a stem and a year (``ems-apa-2024``)."""

    __tablename__ = "series"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    network_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"))
    cycle_id: Mapped[int | None] = mapped_column(ForeignKey("cycle.id"))
    cycle: Mapped[Cycle | None] = relationship()


class ExpectedDates(Base):
    """How many dates are awaited of a series: twelve of monthly meetings, whatever has been dated, held or called off."""

    __tablename__ = "series_expected"
    __table_args__ = (CheckConstraint("dates > 0", name="dates"),)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    dates: Mapped[int]


class Event(States, Base):
    """Something that people are invited to. ``starts_at`` and ``ends_at`` are instants; ``timezone`` says how they are read."""

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("seats_taken >= 0 AND (capacity IS NULL OR seats_taken <= capacity)", name="seats"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled"),
        CheckConstraint("(state = 'draft') <= (published_at IS NULL)", name="draft"),
        Index("ix_event_state_starts_at", "state", "starts_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    kind_code: Mapped[str] = mapped_column(ForeignKey("event_kind.code"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT)
    hosting: Mapped[Hosting] = mapped_column(choice(Hosting), default=Hosting.OWN)
    modality: Mapped[Modality] = mapped_column(choice(Modality))
    timezone: Mapped[str] = mapped_column(String(40), default="Europe/Paris")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(160), default="")
    address: Mapped[str] = mapped_column(String(250), default="")
    access: Mapped[str] = mapped_column(String(1000), default="")  # how to come, accessibility of the place
    join_url: Mapped[str] = mapped_column(String(500), default="")
    capacity: Mapped[int | None]
    seats_taken: Mapped[int] = mapped_column(default=0)
    quota_per_organisation: Mapped[int | None]
    needs_approval: Mapped[bool] = mapped_column(default=False)
    has_waiting_list: Mapped[bool] = mapped_column(default=True)
    door: Mapped[Door] = mapped_column(choice(Door), default=Door.NETWORK)
    is_listed: Mapped[bool] = mapped_column(default=True)  # shown in the public list
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)  # of calendars: grows with start, end, place, link, title, status
    postponed_from: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    attendance_closed_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    facilitator_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    cycle_id: Mapped[int | None] = mapped_column(ForeignKey("cycle.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)

    kind: Mapped[EventKind] = relationship(lazy="joined", innerjoin=True)
    facilitator: Mapped[Account] = relationship()
    organiser: Mapped[Organisation | None] = relationship()
    cycle: Mapped[Cycle | None] = relationship()
    series: Mapped[Series | None] = relationship()
    networks: Mapped[list[Network]] = relationship(secondary=event_network, order_by="Network.sort_order")
    regions: Mapped[list[Region]] = relationship(secondary=event_region, order_by="Region.code")
    departments: Mapped[list[Department]] = relationship(secondary=event_department, order_by="Department.code")
    themes: Mapped[list[Theme]] = relationship(secondary=event_theme, order_by="Theme.position")
    partners: Mapped[list["Partner"]] = relationship(back_populates="event", order_by="Partner.id", cascade="all, delete-orphan")
    parts: Mapped[list["Part"]] = relationship(back_populates="event", order_by="Part.starts_at", cascade="all, delete-orphan")
    days: Mapped[list["Day"]] = relationship(back_populates="event", order_by="Day.starts_at", cascade="all, delete-orphan")
    half_days: Mapped[list["HalfDay"]] = relationship(order_by="HalfDay.position", cascade="all, delete-orphan")

    @property
    def slug(self) -> str:
        """The readable and the permanent part of the public address."""
        return f"{slug_of(self.title)}-{self.public_id}"

    @property
    def thing(self) -> str:
        """How the journal names this event."""
        return f"événement:{self.public_id}"

    @property
    def seats_left(self) -> int | None:
        return None if self.capacity is None else self.capacity - self.seats_taken

    @property
    def is_full(self) -> bool:
        return self.seats_left == 0

    @property
    def is_online(self) -> bool:
        return self.modality is Modality.ONLINE

    @property
    def lasts_days(self) -> bool:
        """Too long to be one day; a page about a shorter event need not read its days."""
        return self.ends_at - self.starts_at > LONGEST_DAY

    @property
    def workshops(self) -> list["Part"]:
        """Those that one chooses oneself."""
        return [part for part in self.parts if part.kind is PartKind.WORKSHOP and not part.invitation_only]

    @property
    def location(self) -> str:
        """The place in one line, or "À distance"."""
        where = ", ".join(part for part in (self.place, self.address) if part)
        return where or "À distance"


class Day(Base):
    """One day of an event: one calendar object for each registered person."""

    __tablename__ = "event_day"
    __table_args__ = (UniqueConstraint("event_id", "on"), CheckConstraint("ends_at > starts_at", name="order"))
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    on: Mapped[date] = mapped_column("on")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    event: Mapped[Event] = relationship(back_populates="days")


class HalfDay(Base):
    """What is signed: a morning or an afternoon on site, the whole séance online."""

    __tablename__ = "half_day"
    __table_args__ = (UniqueConstraint("event_id", "on", "period"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    on: Mapped[date] = mapped_column("on")
    period: Mapped[Period] = mapped_column(choice(Period))
    position: Mapped[int]


class Part(Base):
    """A time of an event: plenary, political, technical, workshop with its own seats."""

    __tablename__ = "event_part"
    __table_args__ = (CheckConstraint("seats_taken >= 0 AND (capacity IS NULL OR seats_taken <= capacity)", name="seats"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[PartKind] = mapped_column(choice(PartKind))
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int | None]
    seats_taken: Mapped[int] = mapped_column(default=0)
    invitation_only: Mapped[bool] = mapped_column(default=False)
    event: Mapped[Event] = relationship(back_populates="parts")

    @property
    def seats_left(self) -> int | None:
        return None if self.capacity is None else self.capacity - self.seats_taken


class Partner(Base):
    """An organisation beside the organiser, and what it does: co-organiser, "en présence de"..."""

    __tablename__ = "event_partner"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(160))
    role: Mapped[str] = mapped_column(String(30))
    event: Mapped[Event] = relationship(back_populates="partners")
    organisation: Mapped[Organisation | None] = relationship()
