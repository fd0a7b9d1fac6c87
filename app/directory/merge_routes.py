"""Two people of the directory who are one: suggested, compared, merged."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock
from app.core.errors import Refusal
from app.core.text import clean_line
from app.directory import people_queries, queries
from app.directory.duplicates import likely_duplicates
from app.directory.forms import JustAsk
from app.directory.merging import prospect
from app.directory.people_queries import Filter
from app.events.policy import may_read
from app.networks.queries import memberships_of
from app.registrations.queries import registrations_by
from app.registrations.uniting import merge_people
from app.ui.frame import say

doors = Blueprint("directory_merging", __name__)


@doors.get("/annuaire/doublons")
@facilitators
def suggestions():
    return render_template("directory/duplicates.html", pairs=likely_duplicates())


@doors.get("/annuaire/personnes/<public_id>/fusionner")
@facilitators
def choose(public_id):
    person = queries.person_named(public_id)
    words = clean_line(request.args.get("q", ""))[:120] or person.last_name
    found = [other for other in people_queries.people(Filter(words=words), 1) if other.id != person.id]
    return render_template("directory/choose_duplicate.html", person=person, found=found[:20], words=words)


@doors.route("/annuaire/personnes/<public_id>/fusionner/<other_id>", methods=["GET", "POST"])
@facilitators
def merge(public_id, other_id):
    """The two side by side; then, once one is chosen, exactly what merging them does; then it is done."""
    one, other = queries.person_named(public_id), queries.person_named(other_id)
    if one.id == other.id:
        abort(404)
    form = JustAsk()
    if form.accepted():
        try:
            kept, lost = _chosen(one, other, request.form.get("kept"))
            merge_people(lost, kept, current_account(), at=clock.now())
            say(f"Les deux fiches n’en font plus qu’une : {kept.name}. Les courriels adressés à l’autre adresse la retrouvent.")
            return redirect(url_for("directory.person", public_id=kept.public_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    if request.args.get("garder") in (one.public_id, other.public_id):
        return _confirmation(form, *_chosen(one, other, request.args["garder"])), form.status
    sides = [(person, memberships_of(person), registrations_by(person)) for person in (one, other)]
    return render_template("directory/merge.html", form=form, one=one, other=other, sides=sides), form.status


def _confirmation(form, kept, lost):
    registered, others = registrations_by(kept), registrations_by(lost)
    live = {one.event_id for one in registered if one.is_live}
    networks = {one.network_id for one in memberships_of(kept)}
    account, at = current_account(), clock.now()
    twice = [one.event for one in others if one.is_live and one.event_id in live and one.event.is_coming and not one.event.is_over(at)]
    return render_template(
        "directory/merge_confirm.html",
        form=form,
        kept=kept,
        lost=lost,
        prospect=prospect(lost, kept),
        joined=sorted({one.network.name for one in memberships_of(lost) if one.network_id not in networks}),
        registrations=others,
        twice=[event.title if may_read(account, event, at) else "un événement d’un autre réseau" for event in twice],
        cared_for=[one for one in people_queries.cared_for(lost) if one.id != kept.id],
    )


def _chosen(one, other, wanted):
    """The one kept, then the other."""
    if wanted not in (one.public_id, other.public_id):
        raise Refusal("Choisissez la fiche à garder.")
    return (one, other) if wanted == one.public_id else (other, one)
