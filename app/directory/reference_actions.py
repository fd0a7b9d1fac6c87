"""The lists that administrators keep: functions, and the school holidays that no official calendar gives."""

from datetime import date, datetime

from app.accounts.models import Account
from app.core.db import add, db
from app.core.errors import Refusal
from app.core.text import searchable, slug_of
from app.directory.models import TYPES, JobRole, SchoolHoliday
from app.directory.queries import job_role_by_code, job_roles
from app.journal import actions as journal


def add_job_role(account: Account, *, label: str, types: list[str], at: datetime) -> JobRole:
    """A new function that people may have."""
    _expect_free_label(label, None)
    code = slug_of(label, 44).replace("-", "_")
    while job_role_by_code(code):
        code += "_2"
    role = add(JobRole(code=code, label=label, organisation_types=_joined(types)))
    journal.write(account.actor, "job_role_added", f"fonction:{role.code}", at=at)
    return role


def rename_job_role(role: JobRole, account: Account, *, label: str, types: list[str], at: datetime) -> None:
    """The function is called otherwise; those who have it keep it."""
    _expect_free_label(label, role)
    role.label, role.organisation_types = label, _joined(types)
    journal.write(account.actor, "job_role_renamed", f"fonction:{role.code}", at=at)


def retire_job_role(role: JobRole, account: Account, *, on: date, at: datetime) -> None:
    """The function is not proposed any more; those who have it keep it."""
    role.retired_on = role.retired_on or on
    journal.write(account.actor, "job_role_retired", f"fonction:{role.code}", at=at)


def restore_job_role(role: JobRole, account: Account, *, at: datetime) -> None:
    """The function is proposed again."""
    role.retired_on = None
    journal.write(account.actor, "job_role_restored", f"fonction:{role.code}", at=at)


def _expect_free_label(label: str, own: JobRole | None) -> None:
    if any(searchable(other.label) == searchable(label) and other is not own for other in job_roles(retired=True)):
        raise Refusal("Une fonction porte déjà ce nom.", "label")


def _joined(types: list[str]) -> str:
    return "|".join(code for code in TYPES if code in types)


def add_holiday(account: Account, *, zone: str, label: str, first_on: date, last_on: date, at: datetime) -> SchoolHoliday:
    """A school holiday is known for a zone."""
    if last_on < first_on:
        raise Refusal("La fin précède le début.", "last_on")
    holiday = add(SchoolHoliday(zone=zone, label=label, first_on=first_on, last_on=last_on))
    journal.write(account.actor, "school_holiday_added", f"zone:{zone}", at=at)
    return holiday


def remove_holiday(holiday: SchoolHoliday, account: Account, *, at: datetime) -> None:
    """A school holiday written by mistake is gone."""
    journal.write(account.actor, "school_holiday_removed", f"zone:{holiday.zone}", at=at)
    db.session.delete(holiday)
