"""A small year that took place: webinars about home care, with who registered and who came."""

import re
from datetime import timedelta

from app.annual_report.models import AnnualReport, Stage
from app.attendance.models import Mark, Presence
from app.core.db import add, db, transaction
from app.events.models import Series
from app.events.words import State
from tests import make

YEAR = make.now().year - 1


def series(stem="domicile"):
    code = f"{stem}-{YEAR}"
    found = db.session.query(Series).filter_by(code=code).first()
    return found or make.keep(Series(code=code, name=f"Webinaires {stem}"))


def year_of_domicile(events=3, came=(3, 4, 5), first_month=3, department="14"):
    """So many webinars, one a month, with five registered people each, of whom so many came."""
    by = make.account("Nour Haddad", networks=["mdph-directeurs"])
    found, stem = [], series()
    for at in range(events):
        starts_at = make.at(f"{YEAR}-{first_month + at:02d}-12 09:00")
        event = make.event(f"Webinaire {first_month + at}", by=by, starts_at=starts_at, state=State.HELD, series_id=stem.id)
        with transaction():
            event.attendance_closed_at = starts_at + timedelta(hours=3)
        for number in range(5):
            registration = make.registration(event, make.person(last_name=f"Petit{number}", department=department))
            mark = Mark.PRESENT if number < came[at % len(came)] else Mark.ABSENT
            at_half_day = {"half_day_id": event.half_days[0].id, "mark": mark, "recorded_at": starts_at}
            make.keep(Presence(registration_id=registration.id, **at_half_day))
        found.append(event)
    return found


def begun(account, stage=Stage.DRAFT, year=YEAR):
    """The report of that year, begun by this account."""
    reviewed = {"reviewed_at": make.now(), "reviewed_by_id": account.id} if stage is Stage.REVIEWED else {}
    with transaction():
        return add(AnnualReport(year=year, stage=stage, begun_by_id=account.id, created_at=make.now(), **reviewed))


def mark_in(page):
    """What a form brings back of the words that were on its page."""
    return {"seen": re.search(r'name="seen" value="(\w+)"', page)[1]}
