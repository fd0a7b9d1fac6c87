"""The questionnaire, opened by a link; and its results, for those who run or read the event."""

from flask import Blueprint, abort, make_response, redirect, render_template, url_for

from app.accounts.guard import current_account, public
from app.core import clock
from app.core.security import keep_private
from app.events.queries import event_read_by
from app.satisfaction import actions, queries
from app.satisfaction.forms import AnswerForm
from app.satisfaction.models import FEWEST, LEVELS

doors = Blueprint("satisfaction", __name__)


@doors.route("/q/<token>", methods=["GET", "POST"])
@public
def answer(token):
    at = clock.now()
    invitation = queries.invitation_opened_by(token, at)
    if invitation is None:
        abort(keep_private(make_response(render_template("satisfaction/gone.html"), 404)))
    form = AnswerForm()
    if not invitation.is_used and form.accepted():
        actions.answer(invitation, *form.said(), at)
        return keep_private(redirect(url_for("satisfaction.answer", token=token), 303))
    event = invitation.registration.event
    if invitation.is_used:
        return keep_private(make_response(render_template("satisfaction/thanks.html", event=event)))
    return keep_private(make_response(render_template("satisfaction/answer.html", event=event, form=form), form.status))


@doors.get("/gestion/evenements/<public_id>/satisfaction")
def results(public_id):
    event = event_read_by(current_account(), public_id, clock.now())
    found = actions.results_of(event)
    words = queries.words_of(event) if found.is_shown else []
    return render_template(
        "satisfaction/results.html",
        event=event,
        results=found,
        asked=queries.asked_of(event),
        words=words,
        levels=LEVELS,
        drawn=[(label, found.counts[level]) for level, label in LEVELS.items()],
        fewest=FEWEST,
    )
