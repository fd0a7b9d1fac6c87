"""The reports: their years, the page of each, and the stages it goes through."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.annual_report import actions, policy, queries
from app.annual_report.addresses import rows_of
from app.annual_report.contents import as_read, contents
from app.annual_report.frozen import document_of_frozen
from app.annual_report.models import STAGES
from app.annual_report.reading import hands
from app.annual_report.together import questions
from app.annual_report.uncounted import uncounted
from app.core import clock
from app.core.errors import Refusal
from app.indicators.ledger import Ledger
from app.indicators.rows_queries import readable
from app.ui.frame import say

doors = Blueprint("annual_report", __name__)
doors.add_app_template_filter(rows_of)


@doors.get("/bilan")
@facilitators
def index():
    reports = queries.reports()
    begun = {one.year for one in reports}
    years = [year for year in queries.years_with_events() if year not in begun and year <= clock.today().year]
    return render_template("annual_report/index.html", reports=reports, years=years, stages=STAGES, today=clock.today())


@doors.post("/bilan")
@facilitators
def begin():
    year = request.form.get("annee", "")
    if year not in map(str, queries.years_with_events()):
        raise Refusal("Choisissez une année au cours de laquelle un événement s’est tenu.")
    report = actions.begin(int(year), current_account(), clock.now())
    say(f"Le bilan {report.year} est commencé : chaque phrase est proposée d’après les données de l’année.")
    return redirect(url_for("annual_report.show", year=report.year), 303)


@doors.get("/bilan/<int:year>")
@doors.get("/bilan/<int:year>/v<int:version>")
@facilitators
def show(year, version=None):
    account, at = current_account(), clock.now()
    report = queries.report_of(year, version)
    if report is None:
        return _not_there(year, version)
    rights = {"may_write": policy.may_write(account, report, at), "may_freeze": policy.may_freeze(account, report, at), "stages": STAGES}
    if report.is_frozen:
        last = queries.report_of(year) or report
        document = document_of_frozen(report)
        return render_template("annual_report/frozen.html", report=report, document=document, last=last, **rights)
    edits = queries.edits_of(report)
    ledger = Ledger()
    told = contents(year, report, ledger, edits)
    made = hands(told, edits)
    document = as_read(told, report, at)
    asked = {chapter.code: questions(sentences) for chapter, sentences in told.told}
    apart = uncounted([one for _, every in told.told for one in every], year, ledger)
    shown = {"hands": made, "questions": asked, "kinds": told.names.get("genre", {}), "apart": apart}
    shown["opened"] = readable(account, {entry.id for entry in apart}, at)
    return render_template("annual_report/show.html", report=report, document=document, **shown, **rights)


def _not_there(year, version):
    """A year whose report nobody has begun, or a version that nobody has made: what there is instead."""
    last = queries.report_of(year) if version else None
    if not last and not 1900 < year <= clock.today().year + 1:
        abort(404)
    may_begin = not last and year in queries.years_with_events() and year <= clock.today().year
    return render_template("annual_report/none.html", year=year, last=last, may_begin=may_begin, today=clock.today()), 404


@doors.post("/bilan/<int:year>/relire")
@facilitators
def review(year):
    report = queries.report_of(year) or abort(404)
    actions.review(report, current_account(), clock.now())
    say(f"Le bilan {year} est relu. Un mot modifié le fera revenir à l’état de brouillon.")
    return redirect(url_for("annual_report.show", year=year), 303)


@doors.post("/bilan/<int:year>/reprendre")
@facilitators
def reopen(year):
    report = queries.report_of(year) or abort(404)
    actions.reopen(report, current_account(), clock.now())
    say(f"Le bilan {year} est de nouveau un brouillon.")
    return redirect(url_for("annual_report.show", year=year), 303)
