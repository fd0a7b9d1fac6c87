"""The reference data of the branch, read from ``reference/*.csv`` into the database; running it again changes nothing."""

import csv
import re
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

from sqlalchemy import select

from app.core.db import Base, db
from app.directory.models import Department, JobRole, Organisation, Region, Theme
from app.events.models import EventKind
from app.networks.models import Network
from app.reminders.models import PlanLine

FOLDER = Path(__file__).resolve().parent.parent / "reference"
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def load_reference() -> None:
    """Regions, departments, overseas collectivities, organisations, job roles, themes, networks, kinds and mail plans are there."""
    _regions_and_departments()
    _organisations()
    _job_roles_and_themes()
    _networks()
    _kinds_and_plans()


def minutes_of(duration: str) -> int:
    """The minutes of an ISO 8601 duration: ``-P7D`` is -10080, ``PT3H`` is 180."""
    found = _DURATION.fullmatch(duration)
    if found is None:
        raise ValueError(duration)
    sign, days, hours, minutes, _seconds = found.groups()
    total = int(days or 0) * 1440 + int(hours or 0) * 60 + int(minutes or 0)
    return -total if sign else total


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            # The screens use real apostrophes everywhere; the source files have typed ones.
            yield {key: value.replace("'", "’") for key, value in row.items()}


def _keep(row: Base) -> None:
    db.session.merge(row)


def _regions_and_departments() -> None:
    for row in _rows("regions"):
        words = {key: row[key] for key in ("code", "name", "name_with_article", "school_zone")}
        _keep(Region(**words))
    db.session.flush()
    for row in _rows("departements"):
        words = {k: row[k] for k in ("code", "name", "name_with_article", "region_code", "timezone", "school_zone", "public_holiday_zone")}
        _keep(Department(**words))
    for row in _rows("collectivites_outre_mer"):
        words = {key: row[key] for key in ("code", "name", "timezone", "public_holiday_zone")}
        _keep(Department(**words, name_with_article=f"de {row['name']}", in_101=False))
    db.session.flush()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _organisations() -> None:
    known = {o.slug: o for o in db.session.scalars(select(Organisation))}
    departments = {d.code: d for d in db.session.scalars(select(Department))}
    for row in _rows("organisations"):
        if row["slug"] in known:
            continue  # facilitators may have corrected it since
        found = Organisation(
            slug=row["slug"],
            type=row["type"],
            name=row["name"],
            short_name=row["short_name"],
            region_code=row["region_code"] or None,
            timezone=row["timezone"] or "Europe/Paris",
            email_domain=row["email_domain"] or None,
            former_name=row["former_name"] or None,
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            departments=[departments[code] for code in row["departement_codes"].split("|") if code],
        )
        found.refresh_search()
        db.session.add(found)
    db.session.flush()


def _job_roles_and_themes() -> None:
    known = {*db.session.scalars(select(JobRole.code))}
    for row in _rows("job_roles"):
        if row["code"] not in known:  # administrators may have renamed the others since
            db.session.add(JobRole(code=row["code"], label=row["label_fr"], organisation_types=row["organisation_types"]))
    for row in _rows("priorities"):
        _keep(Theme(code=row["code"], type=row["type"], label=row["label_fr"], position=int(row["position"])))
    db.session.flush()


def _networks() -> None:
    known = {n.code: n for n in db.session.scalars(select(Network))}
    rows = [row for row in _rows("networks") if row["code"] not in known]
    for row in rows:
        known[row["code"]] = Network(
            code=row["code"],
            name=row["name_fr"],
            nature=row["nature"],
            membership_unit=row["membership_unit"],
            audience_types=row["audience_organisation_types"],
            audience_roles=row["audience_roles"],
            directorate=row["cnsa_direction_suggested"],
            sort_order=int(row["sort_order"]),
        )
        db.session.add(known[row["code"]])
    for row in rows:
        if row["parent"]:
            known[row["code"]].parent = known[row["parent"]]
    db.session.flush()


def _kinds_and_plans() -> None:
    for position, row in enumerate(_rows("event_kinds")):
        _keep(
            EventKind(
                code=row["code"],
                label=row["label_fr"],
                plural=row["label_plural_fr"],
                gender=row["gender"],
                modality=row["default_modality"],
                minutes=int(row["default_duration_minutes"]),
                capacity=int(row["default_capacity"]),
                attendance_unit=row["attendance_unit"],
                has_waiting_list=row["waitlist"] == "yes",
                certificate=row["certificate"],
                has_satisfaction=row["satisfaction"] == "yes",
                mail_plan=row["mail_plan"],
                position=position,
            )
        )
    known = {(line.plan, line.letter) for line in db.session.scalars(select(PlanLine))}
    for position, row in enumerate(_rows("mail_plan")):
        if (row["plan"], row["mail"]) not in known:
            db.session.add(_plan_line(row, position))
    db.session.flush()


def _plan_line(row: dict[str, str], position: int) -> PlanLine:
    hour = time.fromisoformat(row["local_hour"]) if row["local_hour"] else None
    minutes = minutes_of(row["offset"])
    return PlanLine(plan=row["plan"], letter=row["mail"], anchor=row["anchor"], offset_minutes=minutes, local_hour=hour, position=position)
