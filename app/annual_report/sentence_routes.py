"""Writing one sentence: its words around its figures, leaving it out, taking the proposed words back."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.annual_report import actions, addresses, queries
from app.annual_report.contents import bases_of, contents
from app.annual_report.forms import SentenceForm
from app.annual_report.reading import hand_of
from app.annual_report.telling import in_words
from app.annual_report.wording import WAYS
from app.core import clock
from app.core.errors import Refusal
from app.indicators.ledger import Ledger
from app.ui.frame import say

doors = Blueprint("annual_report_sentences", __name__)


def _found(year, code):
    report = queries.report_of(year) or abort(404)
    if report.is_frozen:
        raise Refusal("Ce bilan est figé : commencez une nouvelle version pour le corriger.")
    told = contents(year, report, Ledger())
    return report, told, told.by_code.get(code) or abort(404)


def _back(year, code):
    return redirect(url_for("annual_report.show", year=year, _anchor=code), 303)


@doors.route("/bilan/<int:year>/phrases/<code>", methods=["GET", "POST"])
@facilitators
def edit(year, code):
    report, told, one = _found(year, code)
    form = SentenceForm(data={"text": one.template})
    variant = request.form.get("variant") or (one.form.key if one.form else "")
    seen = request.form.get("seen", actions.mark_of(one.template))
    preview = None
    if form.accepted():
        try:
            if request.form.get("act") == "voir":
                actions.check_words(one, variant, form.text.data)
                preview = in_words(one.sentence, one.standing, {(code, variant): form.text.data})
            else:
                actions.write_sentence(report, one, variant, form.text.data, current_account(), clock.now(), seen)
                say(f"La phrase {code} est écrite avec vos mots. Ses chiffres continuent d’être calculés.")
                return _back(year, code)
        except Refusal as refusal:
            form.refuse(refusal)
            if isinstance(refusal, actions.Overtaken):
                seen = actions.mark_of(one.template)  # they are told now
    shown = {
        "seen": seen,
        "hand": hand_of(one, queries.edits_of(report)),
        "chapter": told.chapter_of(code),
        "bases": bases_of(one, year, told.names),
        "ways": WAYS,
        "rows_of": addresses.rows_of,
    }
    status = 200 if preview else form.status
    return render_template("annual_report/sentence.html", report=report, told=one, form=form, preview=preview, **shown), status


@doors.post("/bilan/<int:year>/phrases/<code>/retablir")
@facilitators
def restore(year, code):
    report, _told, one = _found(year, code)
    variant = request.form.get("variant") or (one.form.key if one.form else "")
    actions.restore_sentence(report, code, variant, current_account(), clock.now())
    say(f"La phrase {code} reprend le texte proposé.")
    return _back(year, code)


@doors.post("/bilan/<int:year>/phrases/<code>/ecarter")
@facilitators
def leave_out(year, code):
    report, _told, _one = _found(year, code)
    actions.leave_out(report, code, current_account(), clock.now())
    say(f"La phrase {code} est écartée de ce bilan.")
    return _back(year, code)


@doors.post("/bilan/<int:year>/phrases/<code>/remettre")
@facilitators
def put_back(year, code):
    report, _told, _one = _found(year, code)
    actions.put_back(report, code, current_account(), clock.now())
    say(f"La phrase {code} est de nouveau dans le bilan.")
    return _back(year, code)
