"""A list of people: sent, looked at line by line, then confirmed or forgotten."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock, tables
from app.core.errors import Refusal
from app.core.security import takes_files
from app.core.sheets_in import read_sheet
from app.directory import imports
from app.directory.columns import LABELS, table
from app.directory.forms import JustAsk, UploadForm
from app.directory.import_queries import batch_of, forget, waiting_batches
from app.directory.matching import OUTCOMES, Outcome
from app.networks import imports as network_imports
from app.ui.frame import say
from app.ui.french import plural

doors = Blueprint("directory_imports", __name__)
SHOWN = 300  # lines of each outcome; the figures count them all
EXAMPLE = [
    "Marchand",
    "Élodie",
    "elodie.marchand@mdph-14.example.org",
    "MDPH du Calvados",
    "MDPH/MDA",
    "14",
    "Correspondant juridique",
    "",
    "",
]


@doors.route("/annuaire/import", methods=["GET", "POST"])
@facilitators
@takes_files
def new():
    form = UploadForm()
    if form.accepted():
        try:
            file = request.files.get("file")
            batch = imports.upload(read_sheet(file), file.filename, current_account(), at=clock.now())
            return redirect(url_for("directory_imports.show", public_id=batch.public_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("directory/import.html", form=form, waiting=waiting_batches(current_account()), labels=LABELS), form.status


@doors.get("/annuaire/import/modele.<format>")
@facilitators
def example(format):
    if format not in tables.FORMATS:
        abort(404)
    return tables.download([EXAMPLE], list(LABELS.values()), "modele-annuaire", format, "Annuaire")


@doors.route("/annuaire/import/<public_id>", methods=["GET", "POST"])
@facilitators
def show(public_id):
    batch, account, form = _batch(public_id), current_account(), JustAsk()
    if batch.is_confirmed:
        return redirect(url_for("directory.people"), 303)
    if form.accepted():
        try:
            people = network_imports.carry_out(batch, account, on=clock.today(), at=clock.now())
            say(f"La liste est enregistrée : {plural(people, 'personne')}.")
            return redirect(url_for("directory.people"), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    lines = network_imports.preview(batch, account, on=clock.today(), at=clock.now())
    groups = {outcome: [line for line in lines if line.outcome is outcome] for outcome in (Outcome.ERROR, *list(OUTCOMES)[:-1])}
    return render_template(
        "directory/import_preview.html",
        form=form,
        batch=batch,
        groups=groups,
        labels=OUTCOMES,
        shown=SHOWN,
        ignored=table(batch.rows).ignored,
    ), form.status


@doors.post("/annuaire/import/<public_id>/abandonner")
@facilitators
def abandon(public_id):
    forget(_batch(public_id))
    say("La liste est oubliée : rien n’a été enregistré.", "info")
    return redirect(url_for("directory_imports.new"), 303)


def _batch(public_id):
    return batch_of(current_account(), public_id) or abort(404)
