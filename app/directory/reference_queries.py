"""The lists that administrators keep."""

from sqlalchemy import func, select

from app.core.db import db
from app.directory.models import Department, Person, SchoolHoliday
from app.directory.people_queries import are_current

PUBLISHED_ZONES = ("A", "B", "C")


def people_by_job_role() -> dict[str, int]:
    """How many people have each function."""
    statement = select(Person.job_role_code, func.count()).where(Person.job_role_code.is_not(None), *are_current())
    return {code: people for code, people in db.session.execute(statement.group_by(Person.job_role_code)) if code}


def zones_by_hand() -> list[str]:
    """The school zones whose calendar is filled by hand."""
    statement = select(Department.school_zone).where(Department.school_zone.is_not(None), Department.school_zone.not_in(PUBLISHED_ZONES))
    return [zone for zone in db.session.scalars(statement.distinct().order_by(Department.school_zone)) if zone]


def school_holidays() -> list[SchoolHoliday]:
    """The school holidays filled by hand, by zone and date."""
    return list(db.session.scalars(select(SchoolHoliday).order_by(SchoolHoliday.zone, SchoolHoliday.first_on)))


def holiday_named(public_id: str) -> SchoolHoliday | None:
    """One line of the table of holidays."""
    return db.session.scalar(select(SchoolHoliday).where(SchoolHoliday.public_id == public_id))
