"""Figures declared from documents: listed, declared one by one or by a sheet, withdrawn."""

from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock, tables
from app.core.errors import Refusal
from app.core.security import takes_files
from app.core.sheets_in import read_sheet
from app.indicators import actions, asking, sheet, stock_queries
from app.indicators.choice_queries import choices
from app.indicators.declared import declared_of
from app.indicators.dictionary import GROUPS, INDICATORS
from app.indicators.forms import FILTER_FIELDS, DeclarationForm, DeclarationsForm
from app.indicators.ledger import Ledger
from app.indicators.policy import may_withdraw
from app.indicators.reckoning import figure
from app.indicators.scope import Scope
from app.ui.frame import say
from app.ui.french import plural

doors = Blueprint("indicators_declared", __name__)
EXAMPLE = ["Événements tenus", 2019, "11", "Rapport d’activité 2019, page 14", "rencontres-territoriales"]


@doors.get("/chiffres/declares")
@facilitators
def index():
    ledger = Ledger()
    known, account = choices(ledger.country), current_account()
    rows = [_told(row, known) for row in stock_queries.every_declared_figure() if row.indicator_code in INDICATORS]
    mine = {row.public_id for row, *_ in rows if row.withdrawn_at is None and may_withdraw(account, row)}
    return render_template("indicators/declared.html", rows=rows, mine=mine)


@doors.route("/chiffres/declares/nouveau", methods=["GET", "POST"])
@facilitators
def new():
    ledger = Ledger()
    form = _offered(DeclarationForm(), choices(ledger.country))
    if form.accepted():
        try:
            scope = _scope(form)
            actions.declare(
                actions.Declaration(form.indicator.data, scope, form.value.data, form.source.data),
                current_account(),
                on=clock.today(),
                at=clock.now(),
            )
            computed = figure(Ledger(), form.indicator.data, scope)
            say("Le chiffre est déclaré." + (" Le chiffre calculé existe : c’est lui qui reste utilisé." if computed.is_known else ""))
            return redirect(url_for("indicators_declared.index"), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("indicators/declare.html", form=form), form.status


@doors.post("/chiffres/declares/<public_id>/retirer")
@facilitators
def withdraw(public_id):
    row = stock_queries.declared_figure(public_id) or abort(404)
    if not may_withdraw(current_account(), row):
        abort(404)
    actions.withdraw(row, current_account(), at=clock.now())
    say("La déclaration est retirée : elle n’est plus montrée avec les chiffres.", "info")
    return redirect(url_for("indicators_declared.index"), 303)


@doors.route("/chiffres/declares/import", methods=["GET", "POST"])
@facilitators
@takes_files
def take_in():
    form, problems = DeclarationsForm(), []
    if form.accepted():
        try:
            ledger, on = Ledger(), clock.today()
            rows = read_sheet(request.files.get("file")).rows
            found, problems = sheet.read(rows, choices(ledger.country), stock_queries.declared_figures(), on)
            if not problems:
                count = actions.declare_all(found, current_account(), on=on, at=clock.now())
                say(f"{plural(count, 'chiffre est déclaré', 'chiffres sont déclarés')}.")
                return redirect(url_for("indicators_declared.index"), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("indicators/take_in.html", form=form, problems=problems, headings=sheet.HEADINGS), form.status


@doors.get("/chiffres/declares/modele.<format>")
@facilitators
def example(format):
    if format not in tables.FORMATS:
        abort(404)
    return tables.download([EXAMPLE], sheet.HEADINGS, "modele-chiffres-declares", format, "Chiffres")


def _offered(form, known):
    form.indicator.choices = [
        ("", "Choisissez un chiffre"),
        *((one.code, f"{name} – {one.label}") for name, group in GROUPS.items() for one in group),
    ]
    for field, filter in FILTER_FIELDS.items():
        form[field].choices = [("", "Sans filtre"), *known[filter]]
    return form


def _scope(form):
    filters = {filter: [form[field].data] for field, filter in FILTER_FIELDS.items() if form[field].data}
    return Scope.read(date(form.year.data, 1, 1), date(form.year.data, 12, 31), filters)


def _told(row, known):
    """A declaration with its value and its filters in words."""
    scope = Scope.read(date(row.year, 1, 1), date(row.year, 12, 31), row.scope)
    return row, declared_of(row), asking.filter_words(scope, known), asking.address_of(scope)
