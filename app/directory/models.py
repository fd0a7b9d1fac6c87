"""Where people work, what they do there, and who they are."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.links import new_public_id
from app.core.text import searchable

TYPES = {
    "cnsa": "CNSA",
    "ars": "ARS",
    "cd": "Conseil départemental",
    "mdph": "MDPH/MDA",
    "mdph_com": "MDPH/MDA d’une collectivité d’outre-mer",
    "partner": "Partenaire",
}


class Region(Base):
    """One of the 18 regions."""

    __tablename__ = "region"
    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    name_with_article: Mapped[str] = mapped_column(String(60))
    school_zone: Mapped[str] = mapped_column(String(20))


class Department(Base):
    """One of the 101 departments, or one of the three overseas collectivities counted apart (``in_101`` false, no region)."""

    __tablename__ = "department"
    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    name_with_article: Mapped[str] = mapped_column(String(60))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    timezone: Mapped[str] = mapped_column(String(40))
    school_zone: Mapped[str | None] = mapped_column(String(20))
    public_holiday_zone: Mapped[str] = mapped_column(String(40))
    in_101: Mapped[bool] = mapped_column(default=True)
    region: Mapped[Region | None] = relationship()

    @property
    def label(self) -> str:
        return f"{self.name} ({self.code})"


class OrganisationDepartment(Base):
    """One department that an organisation covers: Alsace has two, an ARS all those of its region."""

    __tablename__ = "organisation_department"
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    department_code: Mapped[str] = mapped_column(ForeignKey("department.code"), primary_key=True, index=True)


class Organisation(Base):
    """A body that people work for, used only inside its dates."""

    __tablename__ = "organisation"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    type: Mapped[str] = mapped_column(String(20), index=True)
    name: Mapped[str] = mapped_column(String(160))
    short_name: Mapped[str] = mapped_column(String(120))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    timezone: Mapped[str] = mapped_column(String(40), default="Europe/Paris")
    email_domain: Mapped[str | None] = mapped_column(String(120), index=True)
    former_name: Mapped[str | None] = mapped_column(String(160))
    search: Mapped[str] = mapped_column(String(500), index=True, default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    to_review_since: Mapped[datetime | None]  # typed by a professional as "autre": a facilitator looks at it
    departments: Mapped[list[Department]] = relationship(secondary="organisation_department", order_by="Department.code")
    region: Mapped[Region | None] = relationship()

    @property
    def type_label(self) -> str:
        return TYPES.get(self.type, self.type)

    @property
    def names(self) -> list[str]:
        """Every way this organisation is called."""
        return [name for name in (self.slug, self.short_name, self.name, self.former_name) if name]

    @property
    def thing(self) -> str:
        """How the journal names this organisation."""
        return f"structure:{self.slug}"

    def is_active(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)

    def refresh_search(self) -> None:
        covered = " ".join(department.name for department in self.departments)
        self.search = searchable(f"{self.short_name} {self.name} {self.former_name or ''} {self.slug} {covered}")[:500]


class JobRole(Base):
    """A function that networks are made of: "correspondant juridique", "référent PATHOS"."""

    __tablename__ = "job_role"
    code: Mapped[str] = mapped_column(String(50), primary_key=True)
    label: Mapped[str] = mapped_column(String(120))
    organisation_types: Mapped[str] = mapped_column(String(80))  # "cd|mdph"
    retired_on: Mapped[date | None]

    @property
    def types(self) -> list[str]:
        return self.organisation_types.split("|")


class Theme(Base):
    """A tag of events: axis, value, principle, mission or theme."""

    __tablename__ = "theme"
    code: Mapped[str] = mapped_column(String(50), primary_key=True)
    type: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(250))
    position: Mapped[int]


class SchoolHoliday(Base):
    """A school holiday of a zone for which no official calendar is published in the library (Corse, outre-mer); filled by hand."""

    __tablename__ = "school_holiday"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    zone: Mapped[str] = mapped_column(String(20), index=True)
    label: Mapped[str] = mapped_column(String(80))
    first_on: Mapped[date]
    last_on: Mapped[date]


class Person(Base):
    """One professional. One canonical address is one person; some have none, and ``cared_for_by`` receives their letters.

    ``merged_into_id`` points to the person that this one turned out to be; it is resolved when reading
    (``directory.queries.same_person``), so that nothing above has to be rewritten.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index("uq_person_email", "email", unique=True, sqlite_where=text("email IS NOT NULL"), postgresql_where=text("email IS NOT NULL")),
        Index("ix_person_name", "search"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    email: Mapped[str | None] = mapped_column(String(254))
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(String(30))
    search: Mapped[str] = mapped_column(String(420), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    department_code: Mapped[str | None] = mapped_column(ForeignKey("department.code"), index=True)
    job_role_code: Mapped[str | None] = mapped_column(ForeignKey("job_role.code"), index=True)
    cared_for_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)  # of this person's links: growing it revokes them
    created_at: Mapped[datetime]
    undeliverable_at: Mapped[datetime | None]  # letters come back: no more useless sendings
    anonymised_at: Mapped[datetime | None]
    organisation: Mapped[Organisation | None] = relationship()
    department: Mapped[Department | None] = relationship()
    job_role: Mapped[JobRole | None] = relationship()
    cared_for_by: Mapped["Person | None"] = relationship(foreign_keys=[cared_for_by_id], remote_side=[id])

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def actor(self) -> str:
        """How the journal names this person."""
        return f"personne:{self.public_id}"

    @property
    def letterbox(self) -> str | None:
        """The address this person's letters go to: their own, or that of whoever looks after their agenda."""
        if self.email:
            return self.email
        return self.cared_for_by.email if self.cared_for_by else None

    @property
    def timezone(self) -> str:
        """The zone of their department, else of their organisation, else Paris."""
        if self.department:
            return self.department.timezone
        return self.organisation.timezone if self.organisation else "Europe/Paris"

    def refresh_search(self) -> None:
        self.search = searchable(f"{self.last_name} {self.first_name} {self.last_name} {self.email or ''}")[:420]


class Posting(Base):
    """Where someone worked, as what, from when to when: a move never rewrites the past."""

    __tablename__ = "posting"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    department_code: Mapped[str | None] = mapped_column(ForeignKey("department.code"))
    job_role_code: Mapped[str | None] = mapped_column(ForeignKey("job_role.code"), index=True)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    organisation: Mapped[Organisation | None] = relationship()
    job_role: Mapped[JobRole | None] = relationship()


class ImportBatch(Base):
    """A list of people between its upload and its confirmation; its rows are forgotten once used, or after thirty days."""

    __tablename__ = "import_batch"
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(160))
    reading: Mapped[str] = mapped_column(String(160), default="")  # what had to be guessed to read the file
    rows: Mapped[list[list[str]]] = mapped_column(JSON)
    uploaded_at: Mapped[datetime] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None
