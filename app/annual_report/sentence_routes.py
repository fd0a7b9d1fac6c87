"""Writing one sentence: its words around its figures, leaving it out, taking the proposed words back."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.annual_report import actions, brackets, queries, wording
from app.annual_report.contents import bases_of, contents
from app.annual_report.forms import SentenceForm
from app.annual_report.reading import hand_of
from app.annual_report.telling import in_words
from app.annual_report.wording import WAYS
from app.core import clock
from app.core.errors import Refusal
from app.indicators.ledger import Ledger
from app.ui.frame import say
from app.ui.french import listed, quoted

doors = Blueprint("annual_report_sentences", __name__)


def _found(year, code):
    report = queries.report_of(year) or abort(404)
    if report.is_frozen:
        raise Refusal("Ce bilan est figé : commencez une nouvelle version pour le corriger.")
    told = contents(year, report, Ledger())
    return report, told, told.by_code.get(code) or abort(404)


def _back(year, code, words):
    say(words)
    return redirect(url_for("annual_report.show", year=year, _anchor=code), 303)


def _words(one, variant, text):
    """What was written, with the slots that its brackets name; when another wording is due, it will be refused anyway."""
    if one.form is None or one.form.key != variant:
        return text
    is_same = request.form.get("seen") == actions.mark_of(one.template)
    was = request.form.get("was", "") if is_same else ""  # of other words, its brackets would name other slots
    return brackets.understood(text, f"{one.template} {one.form.text}", one.standing, was)


def _written(one, words):
    lost = [one.figures[name].indicator.label for name in wording.unsaid(one.form.text, words) if name in one.figures]
    kept = f"La phrase {one.code} est écrite avec vos mots."
    if not lost:
        return f"{kept} Ses chiffres continuent d’être calculés."
    return f"{kept} Ils ne disent plus {listed(quoted(label) for label in lost)} : un nombre écrit à la main ne sera pas recalculé."


def _beside(report, told, one, year):
    """What the page shows beside the words: what others wrote, the proposed ones, and the figures."""
    return {
        "hand": hand_of(one, queries.edits_of(report)),
        "chapter": told.chapter_of(one.code),
        "bases": bases_of(one, year, told.names),
        "ways": WAYS,
        "proposed": brackets.shown(one.form.text, one.standing) if one.form else "",
    }


@doors.route("/bilan/<int:year>/phrases/<code>", methods=["GET", "POST"])
@facilitators
def edit(year, code):
    report, told, one = _found(year, code)
    said = brackets.shown(one.template, one.standing) if one.text else one.template
    form = SentenceForm(data={"text": said})
    variant = request.form.get("variant") or (one.form.key if one.form else "")
    seen = request.form.get("seen", actions.mark_of(one.template))
    preview = None
    if form.accepted():
        try:
            words = _words(one, variant, form.text.data)
            if request.form.get("act") == "voir":
                actions.check_words(one, variant, words)
                preview = in_words(one.sentence, one.standing, {(code, variant): words})
            else:
                actions.write_sentence(report, one, variant, words, current_account(), clock.now(), seen)
                return _back(year, code, _written(one, words))
        except Refusal as refusal:
            form.refuse(refusal)
            if isinstance(refusal, actions.Overtaken):
                seen = actions.mark_of(one.template)  # they are told now
    shown = {"seen": seen, "was": request.form.get("was", said), **_beside(report, told, one, year)}
    status = 200 if preview else form.status
    return render_template("annual_report/sentence.html", report=report, told=one, form=form, preview=preview, **shown), status


@doors.post("/bilan/<int:year>/phrases/<code>/retablir")
@facilitators
def restore(year, code):
    report, _told, one = _found(year, code)
    variant = request.form.get("variant") or (one.form.key if one.form else "")
    actions.restore_sentence(report, code, variant, current_account(), clock.now())
    return _back(year, code, f"La phrase {code} reprend le texte proposé.")


@doors.post("/bilan/<int:year>/phrases/<code>/ecarter")
@facilitators
def leave_out(year, code):
    actions.leave_out(_found(year, code)[0], code, current_account(), clock.now())
    return _back(year, code, f"La phrase {code} est écartée de ce bilan. Elle reste en bas de son chapitre, d’où elle peut être remise.")


@doors.post("/bilan/<int:year>/phrases/<code>/remettre")
@facilitators
def put_back(year, code):
    actions.put_back(_found(year, code)[0], code, current_account(), clock.now())
    return _back(year, code, f"La phrase {code} est de nouveau dans le bilan.")
