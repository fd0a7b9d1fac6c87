"""The exports of one event: a button each, a file in return, a line in the journal."""

from flask import Blueprint, abort, render_template, request

from app.accounts.guard import current_account
from app.core import clock, tables
from app.core.errors import Refusal
from app.events.queries import event_read_by
from app.journal import actions as journal
from app.reports.exports import EXPORTS

doors = Blueprint("reports", __name__)


@doors.get("/gestion/evenements/<public_id>/exports")
def exports(public_id):
    event = event_read_by(current_account(), public_id, clock.now())
    return render_template("reports/exports.html", event=event, exports=EXPORTS, formats=tables.FORMATS)


@doors.post("/gestion/evenements/<public_id>/exports/<name>")
def export(public_id, name):
    account, at = current_account(), clock.now()
    event = event_read_by(account, public_id, at)
    wanted, format = EXPORTS.get(name) or abort(404), request.form.get("format", "")
    if format not in tables.FORMATS:
        raise Refusal("Choisissez l’un des formats proposés\u00a0: CSV, XLSX ou ODS.")
    headings = wanted.headings(event)
    written = tables.write(wanted.rows(event), headings, format, wanted.label)
    said = {"export": name, "format": format, "columns": len(headings), "rows": written.rows}
    journal.write(account.actor, "exported", event.thing, at=at, after=said)
    return tables.send(written, f"{name} {event.title}")
