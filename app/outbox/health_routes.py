"""Whether the service is well: for a machine, one word; for an administrator, what waits and what was given up."""

from datetime import timedelta

from flask import Blueprint, Response, current_app, render_template
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.guard import administrators, public
from app.core import clock
from app.inbox import visits
from app.outbox import headers, many_queries, queries
from app.outbox.models import LETTER_STATES, LetterState

doors = Blueprint("outbox_health", __name__)
SILENT_AFTER, REFUSED_AFTER, LATE_AFTER = timedelta(minutes=2), timedelta(minutes=1), timedelta(minutes=15)
BLOCKED_WITHIN = timedelta(days=7)


@doors.get("/healthz")
@public
def healthz():
    """``ok`` while the database answers; nothing else is told to strangers."""
    try:
        well = queries.answers()
    except SQLAlchemyError:
        well = False
    return Response("ok\n" if well else "database\n", 200 if well else 503, mimetype="text/plain")


@doors.get("/sante")
@administrators
def health():
    at = clock.now()
    beat, oldest, counts = queries.last_beat(), queries.oldest_due(at, many_queries.may_leave(at)), queries.counts()
    refused = queries.refused_since(at - SILENT_AFTER)
    return render_template(
        "outbox/health.html",
        at=at,
        beat=beat,
        is_silent=beat is None or at - beat > SILENT_AFTER,
        oldest=oldest,
        refused_since=refused if refused is not None and at - refused >= REFUSED_AFTER else None,
        refusal=queries.last_refusal(),
        mailbox=visits.health(at),
        believes_answers=bool(current_app.config["MAIL_AUTHSERV"]),
        is_late=oldest is not None and at - oldest > LATE_AFTER,
        counts=[(LETTER_STATES[state], state, counts.get(state, 0)) for state in LetterState],
        blocked=queries.blocked_since(at - BLOCKED_WITHIN),
        given_up=counts.get(LetterState.DEAD, 0),
        interpreter_is_sound=headers.interpreter_is_sound(),
        serialiser_is_sound=headers.serialiser_is_sound(),
        database="PostgreSQL" if current_app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql") else "SQLite",
    )
