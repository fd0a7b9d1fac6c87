"""Series: many dates created in one go, and what they have in common."""

from datetime import timedelta

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.annual_report.series_names import series_of_the_report
from app.core import clock
from app.core.errors import Refusal
from app.core.text import searchable
from app.events import actions, calendar_queries, plans, queries, warnings
from app.events.dates import monthly, read_dates
from app.events.plan_forms import SeriesForm, SeriesNameForm, values_of_series
from app.events.words import stem_of
from app.ui import french
from app.ui.frame import say

doors = Blueprint("series", __name__)
USUAL = "reunion_reseau"


@doors.get("/gestion/series")
@facilitators
def index():
    return render_template("events/series.html", rows=calendar_queries.series_with_counts(current_account(), clock.now()))


@doors.route("/gestion/series/nouvelle", methods=["GET", "POST"])
@facilitators
def new():
    kind = queries.kind_of(request.args.get("genre", USUAL)) or abort(404)
    account, at, act = current_account(), clock.now(), request.form.get("act")
    form = SeriesForm(data=values_of_series(kind, clock.today() + timedelta(days=14)))
    networks = queries.networks_to_choose(account, at)
    form.networks.choices = [(str(one.id), one.name) for one in networks]
    form.follows.choices = [("", "Aucune"), *_continued(networks, account, at)]
    planned = None
    try:
        if act == "propose":
            _propose(form)
        elif form.accepted():
            dates = _dates(form)
            planned = _planned(form, kind, dates)
            if act == "save":
                return _create(form, kind, dates)
    except Refusal as refusal:
        form.refuse(refusal)
    status = 200 if act in ("propose", "preview") and not form.problems else form.status
    return render_template("events/series_new.html", form=form, kind=kind, kinds=queries.kinds(), planned=planned), status


@doors.route("/gestion/series/<code>", methods=["GET", "POST"])
@facilitators
def show(code):
    account, at = current_account(), clock.now()
    series = queries.own_series(account, code, at)
    expected = queries.expected_of(series)
    told = {"name": series.name, "cycle": series.cycle.code if series.cycle else "", "expected": expected.dates if expected else None}
    form = SeriesNameForm(data=told)
    form.cycle.choices = [("", "Aucun"), *((one.code, f"{one.name} ({one.year})") for one in queries.all_cycles())]
    if form.accepted():
        plans.correct_series(series, form.name.data, form.cycle.data, account, at, expected=form.expected.data)
        say("La série est corrigée.")
        return redirect(url_for("series.show", code=code), 303)
    events = calendar_queries.events_of_series(account, at, series)
    board = _board(events, expected.dates if expected else None)
    return render_template("events/series_show.html", series=series, events=events, board=board, form=form), form.status


def _board(events, expected):
    """Awaited, dated, held, called off, and how many dates are still to be found."""
    held = sum(event.is_held or event.is_archived for event in events)
    off = sum(event.is_cancelled for event in events)
    dated = len(events) - off
    return {"expected": expected, "dated": dated, "held": held, "off": off, "missing": max((expected or 0) - dated, 0)}


def _continued(networks, account, at):
    """One's own series, each once, whatever its seasons; those that the report counts, before their first season too."""
    counted = series_of_the_report({one.code for one in networks})
    known = {stem: (stem, name) for stem, name in counted.items()}
    seasons = sorted(queries.lists_to_choose(account, at)["series"])
    known |= {stem_of(code): (code, label) for code, label in seasons}
    return sorted(known.values(), key=lambda one: searchable(one[1]))


def _propose(form):
    """Write the dates of the rule in the list, where they can be corrected before anything is created."""
    fields = [form.rank, form.weekday, form.first_on, form.months]
    if not all([field.validate(form) for field in fields]):
        return
    if not (form.first_on.data and form.months.data):
        raise Refusal("Donnez la première date possible et le nombre de dates.", "first_on")
    dates = monthly(form.first_on.data, form.months.data, int(form.rank.data), int(form.weekday.data))
    form.dates.data = "\n".join(french.short_day(on).replace(french.NBSP, " ") for on in dates)


def _dates(form):
    dates = read_dates(form.dates.data or "")
    if not dates:
        raise Refusal("Donnez au moins une date, ou demandez une proposition.", "dates")
    return dates


def _planned(form, kind, dates):
    """Each date with what is to be known about it."""
    account, at = current_account(), clock.now()
    return [*zip(dates, warnings.about_each([form.sheet(kind, on) for on in dates], account, at), strict=True)]


def _create(form, kind, dates):
    account, at = current_account(), clock.now()
    sheet = form.sheet(kind, dates[0])
    network_id = sheet.network_ids[0] if len(sheet.network_ids) == 1 else None
    series, events = actions.create_series(
        form.name.data, sheet, form.starts(dates), account, at, network_id=network_id, follows=form.follows.data
    )
    say(f"La série est créée : {french.plural(len(events), 'brouillon')}. Publiez les dates une à une quand elles sont sûres.")
    return redirect(url_for("series.show", code=series.code), 303)
