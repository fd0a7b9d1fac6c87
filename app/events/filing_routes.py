"""Filing an event that was held: in its networks, its series, its cycle, its territories and its themes."""

from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, url_for

from app.accounts.guard import current_account, facilitators
from app.annual_report.series_names import series_of_the_report
from app.core import clock
from app.core.errors import Refusal
from app.core.text import searchable
from app.events import queries
from app.events.choices import offer
from app.events.filing import file_held
from app.events.forms import values_of_sheet
from app.events.plan_forms import FilingForm
from app.events.policy import may_run
from app.events.sheet import sheet_of
from app.events.words import season, stem_of
from app.ui.frame import say

doors = Blueprint("event_filing", __name__)
TO_BEGIN = "+"  # before the stem of a series that has no date yet in the year of the event


@doors.route("/gestion/evenements/<public_id>/classer", methods=["GET", "POST"])
@facilitators
def edit(public_id):
    account, at = current_account(), clock.now()
    event = queries.event_run_by(account, public_id, at)
    if not event.is_held:
        say("Seul un événement tenu, et pas encore archivé, se classe ici.", "error")
        return redirect(url_for("registrations.follow", public_id=public_id), 303)
    form = offer(FilingForm(data=values_of_sheet(sheet_of(event))), account, at, event.networks)
    to_begin = _to_begin(event, form.series.choices)
    begun = [one for one in form.series.choices if _is_of_its_year(one.value, event)]
    form.series.choices = [*begun, *((TO_BEGIN + stem, f"{name} : commencer {_year(event)}") for stem, name in to_begin.items())]
    if form.accepted():
        try:
            return _keep(event, form, to_begin, account, at)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("events/filing.html", event=event, form=form), form.status


def _keep(event, form, to_begin, account, at):
    stem = form.series.data.removeprefix(TO_BEGIN)
    begins = (stem, to_begin[stem]) if stem in to_begin else None
    changed = file_held(event, form.filing(), account, at, begins=begins)
    kept = "L’événement est classé : les chiffres le comptent ainsi dès maintenant. Les bilans figés gardent les leurs."
    say(kept if changed else "Rien n’a changé.")
    if not may_run(account, event, at):  # it was of their network by mistake, and of no other of theirs
        return redirect(url_for("calendar_pages.month"), 303)
    return redirect(url_for("registrations.follow", public_id=event.public_id), 303)


def _to_begin(event, choices):
    """Stem and name of the series of other years, and of those that the report counts, that nobody has begun in the year of the event."""
    seasons = dict(sorted((one.value, one.label) for one in choices if one.value))
    known = {stem_of(code): _of_year(name, code, event) for code, name in seasons.items()}
    named = series_of_the_report({one.code for one in event.networks}) | known
    missing = {stem: name for stem, name in named.items() if not {stem, season(stem, _year(event))} & seasons.keys()}
    return dict(sorted(missing.items(), key=lambda one: searchable(one[1])))


def _is_of_its_year(code, event):
    """Whether the event may enter it: a season of another year bears the same name as the one to begin; the one it is in stays."""
    stem, its_own = stem_of(code), event.series.code if event.series else ""
    return code in (stem, its_own, season(stem, _year(event)))


def _of_year(name, code, event):
    """What a season is called in the year of the event, when its name says its own."""
    own = code.removeprefix(stem_of(code) + "-")
    return name.replace(own, str(_year(event))) if own.isdigit() else name


def _year(event):
    return event.starts_at.astimezone(ZoneInfo(event.timezone)).year
