"""Freezing a report, its next version, what changed since, and its proofs."""

import io

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from werkzeug.wsgi import FileWrapper

from app.accounts.guard import current_account, facilitators
from app.annual_report import actions, archive, freezing, policy, queries
from app.annual_report.differences import differences as differences_of
from app.core import clock
from app.core.db import in_one_state
from app.core.errors import Refusal
from app.indicators.ledger import Ledger
from app.journal import actions as journal
from app.reports.journal_words import WORDS
from app.ui.forms import Form
from app.ui.frame import say

doors = Blueprint("annual_report_frozen", __name__)


def _mine(year, version=None):
    """The report, for those who may freeze it."""
    report = queries.report_of(year, version) or abort(404)
    if not policy.may_freeze(current_account(), report, clock.now()):
        abort(404)
    return report


def _frozen(report):
    if not report.is_frozen:
        raise Refusal("Ce bilan n’est pas figé : ses chiffres sont calculés à chaque lecture.")
    return report


@doors.route("/bilan/<int:year>/figer", methods=["GET", "POST"])
@facilitators
@in_one_state
def freeze(year):
    report, form = _mine(year), Form()
    if form.accepted():
        try:
            kept = freezing.freeze(report, current_account(), clock.now())
            say(f"Le bilan {year} est figé. Ses phrases, ses chiffres et leurs lignes ne changeront plus.")
            return redirect(url_for("annual_report.show", year=kept.year, version=kept.version), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("annual_report/freeze.html", report=report, form=form), form.status


@doors.post("/bilan/<int:year>/nouvelle-version")
@facilitators
def new_version(year):
    new = actions.begin_version(_mine(year), current_account(), clock.now())
    say(f"La version {new.version} du bilan {year} est commencée, avec vos mots ; la version {new.version - 1} reste figée.")
    return redirect(url_for("annual_report.show", year=year, version=new.version), 303)


@doors.get("/bilan/<int:year>/v<int:version>/differences")
@facilitators
def differences(year, version):
    report = _frozen(queries.report_of(year, version) or abort(404))
    return render_template("annual_report/differences.html", report=report, found=differences_of(report, Ledger()))


@doors.post("/bilan/<int:year>/v<int:version>/preuves")
@facilitators
def proofs(year, version):
    report, at = _frozen(_mine(year, version)), clock.now()
    file = archive.write(report, WORDS, at)
    journal.write(current_account().actor, "report_proofs_taken", report.thing, at=at, after={"version": report.version})
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    answer = Response(FileWrapper(file, 64 * 1024), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="preuves-bilan-{year}-v{version}.zip"'
    answer.headers["Cache-Control"] = "no-store"
    answer.content_length = size
    answer.call_on_close(file.close)
    return answer
