"""Chapters and sentences of facilitators: the list, the form with its preview, their order, retiring them."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.annual_report import own, queries, trying
from app.annual_report.actions import Overtaken
from app.annual_report.contents import sentence_of
from app.annual_report.forms import FILTERED, ChapterForm, OwnSentenceForm, filled
from app.annual_report.telling import tell
from app.annual_report.templates import chapters
from app.annual_report.wording import WAYS
from app.core import clock
from app.core.errors import Refusal
from app.indicators.ledger import Ledger
from app.ui.frame import say
from app.ui.french import listed, quoted

doors = Blueprint("annual_report_own", __name__)


def _year():
    """The year with which sentences are tried: that of the report one comes from, of the last one, or the last in which something was held."""
    if report := _asked():
        return report.year
    reports = queries.reports()
    return reports[0].year if reports else next(iter(queries.years_with_events()), clock.today().year)


def _asked():
    """The report from whose page one comes, to which one goes back."""
    year = request.args.get("bilan", "")
    report = queries.report_of(int(year)) if year.isdecimal() and len(year) < 5 else None
    return None if report is None or report.is_frozen else report


def _back(kept):
    """To the report one came from, where the sentence now stands; to all of one's own otherwise."""
    if report := _asked():
        return redirect(url_for("annual_report.show", year=report.year, _anchor=kept.code), 303)
    return redirect(url_for("annual_report_own.index", _anchor=kept.public_id), 303)


@doors.get("/bilan/ajouts")
@facilitators
def index():
    year, ledger = _year(), Ledger()
    sentences = [(one, tell(sentence_of(one), year, ledger, {})) for one in queries.own_sentences()]
    titles = {one.code: one.title for one in chapters()} | {one.public_id: one.title for one in queries.own_chapters()}
    groups = [(code, title, [pair for pair in sentences if pair[0].chapter_code == code]) for code, title in titles.items()]
    lost = [pair for pair in sentences if pair[0].chapter_code not in titles]
    shown = {"retired": queries.own_sentences(retired=True), "retired_chapters": queries.own_chapters(retired=True)}
    ours = [one.code for one in chapters()]
    return render_template("annual_report/own.html", groups=groups, lost=lost, ours=ours, year=year, **shown)


@doors.route("/bilan/ajouts/phrase", methods=["GET", "POST"])
@facilitators
def new():
    asked = request.args
    codes, kind = asked.get("ensemble", "").split(","), asked.get("genre", "")
    filled_in = trying.reunited(codes, kind, _year(), Ledger(), queries.filter_names()) if kind else {}
    return _sentence(None, {"chapter": asked.get("chapitre", ""), **filled_in})


@doors.route("/bilan/ajouts/phrases/<public_id>", methods=["GET", "POST"])
@facilitators
def edit(public_id):
    one = queries.own_sentence(public_id) or abort(404)
    wordings = trying.filled_wordings(one, _year(), Ledger())
    return _sentence(one, {**filled(one.definition, one.chapter_code), **wordings})


def _form(data):
    form = OwnSentenceForm(data=data)
    titles = [(chapter.code, chapter.title) for chapter in chapters()] + [(own.public_id, own.title) for own in queries.own_chapters()]
    form.offer(titles, queries.filter_names())
    return form


def _sentence(one, data):
    form = _form(data)
    preview, year, seen = None, _year(), request.form.get("seen", own.mark_of_sentence(one))
    looks = request.form.get("act") == "voir"
    if form.accepted():
        try:
            if looks and form.draft.named and not form.several.data:
                form.several.data = trying.beginning(form.draft, year, Ledger())
            draft, told = trying.tried(form.draft, year, Ledger(), one.definition.get("wordings", {}) if one else {})
            if looks:
                preview = told
            else:
                kept = own.keep_sentence(draft, one, current_account(), clock.now(), seen)
                say(f"Votre phrase est enregistrée : elle reviendra chaque année, avec les chiffres de l’année. {_lasting(form)}".strip())
                return _back(kept)
        except Refusal as refusal:
            form.refuse(refusal)
            if isinstance(refusal, Overtaken):
                seen = own.mark_of_sentence(one)  # they are told now
    status = 200 if preview else form.status
    shown = {"report": _asked(), "own": one, "seen": seen, "preview": preview, "year": year, "ways": WAYS, "filtered": FILTERED}
    return render_template("annual_report/own_sentence.html", form=form, lasting=_lasting(form), **shown), status


def _lasting(form):
    """The numbers that will not follow the figures of another year."""
    numbers = trying.by_hand(form.draft)
    if not numbers:
        return ""
    verb = "resteront tels quels" if len(numbers) > 1 else "restera tel quel"
    return f"{listed(quoted(one) for one in numbers)} {verb} les autres années."


@doors.route("/bilan/ajouts/chapitre", methods=["GET", "POST"])
@facilitators
def new_chapter():
    return _chapter(None)


@doors.route("/bilan/ajouts/chapitres/<public_id>", methods=["GET", "POST"])
@facilitators
def edit_chapter(public_id):
    return _chapter(queries.own_chapter(public_id) or abort(404))


def _chapter(one):
    form = ChapterForm(obj=one)
    seen = request.form.get("seen", own.mark_of_chapter(one))
    if form.accepted():
        try:
            own.keep_chapter(form.title.data, one, current_account(), clock.now(), seen)
            say("Le chapitre est enregistré.")
            return redirect(url_for("annual_report_own.index"), 303)
        except Overtaken as refusal:
            form.refuse(refusal)
            seen = own.mark_of_chapter(one)  # they are told now
    return render_template("annual_report/own_chapter.html", form=form, own=one, seen=seen), form.status


@doors.post("/bilan/ajouts/<kind>/<public_id>/<act>")
@facilitators
def change(kind, public_id, act):
    find = {"phrases": queries.own_sentence, "chapitres": queries.own_chapter}.get(kind) or abort(404)
    one = find(public_id) or abort(404)
    account, at = current_account(), clock.now()
    if act == "retirer":
        own.retire(one, account, at)
    elif act == "remettre":
        own.bring_back(one, account, at)
    elif act in ("monter", "descendre") and not one.retired_at:
        own.move(one, up=act == "monter", account=account, at=at)
    else:
        abort(404)
    return redirect(url_for("annual_report_own.index", _anchor=one.public_id if act in ("monter", "descendre") else None), 303)
