"""The calendar: a month, a list, a year by network."""

from datetime import date

from flask import Blueprint, abort, render_template, request

from app.accounts.guard import current_account
from app.core import clock
from app.events import calendar_queries, queries
from app.events.month import Month, holiday_zones, month_of, months_of, unknown_zones, year_of
from app.networks.queries import networks, networks_run_by

doors = Blueprint("calendar_pages", __name__)


@doors.get("/calendrier")
def month():
    shown, choice = _month(), _choice()
    territory = calendar_queries.territory([choice.region] if choice.region else [], [choice.department] if choice.department else [])
    filled = calendar_queries.filled_school_holidays()
    events = _events(shown, choice)
    zones = holiday_zones(territory)
    weeks, unknown = month_of(shown, events, zones, filled), unknown_zones(zones, shown, filled)
    return render_template("events/calendar_month.html", month=shown, weeks=weeks, unknown=unknown, count=len(events), **_frame(choice))


@doors.get("/calendrier/liste")
def listing():
    shown, choice = _month(), _choice()
    last = shown.plus(5)
    events = calendar_queries.events_between(current_account(), clock.now(), shown.begins_at, last.ends_at, choice)
    return render_template("events/calendar_list.html", month=shown, last=last, groups=months_of(events), **_frame(choice))


@doors.get("/calendrier/annee")
def year():
    choice = _choice()
    shown = _year()
    first, last = Month(shown, 1), Month(shown, 12)
    events = calendar_queries.events_between(current_account(), clock.now(), first.begins_at, last.ends_at, choice)
    rows = year_of(shown, events)
    return render_template("events/calendar_year.html", year=shown, rows=rows, count=len(events), **_frame(choice))


def _events(shown, choice):
    return calendar_queries.events_between(current_account(), clock.now(), shown.grid_begins_at, shown.grid_ends_at, choice)


def _month():
    """The month of the address (2027-03), else the present one."""
    text = request.args.get("mois", "")
    if not text:
        return Month.of(clock.today())
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        abort(404)
    if not 2000 <= first.year <= 2100:
        abort(404)
    return Month.of(first)


def _year():
    text = request.args.get("annee", "") or str(clock.today().year)
    if not (text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100):
        abort(404)
    return int(text)


def _choice():
    said = request.args
    territory = said.get("territoire", "")
    region, department = (territory[1:], "") if territory.startswith("r") else ("", territory[1:])
    return calendar_queries.Choice(
        network=said.get("reseau", "")[:60],
        kind=said.get("genre", "")[:40],
        region=region[:3],
        department=department[:3],
        mine_only=said.get("moi") == "1",
    )


def _frame(choice):
    """What the three views share: the filters, and how to keep them from one page to the next."""
    account, at = current_account(), clock.now()
    kept = {name: request.args[name] for name in ("reseau", "genre", "territoire", "moi") if request.args.get(name)}
    return {
        "choice": choice,
        "kept": kept,
        "networks": networks_run_by(account, at) if account.is_facilitator(at) else networks(),
        "kinds": queries.kinds(),
        "regions": queries.all_regions(),
        "departments": queries.all_departments(),
        "facilitates": account.is_facilitator(at),
        "today": clock.today(),
    }
