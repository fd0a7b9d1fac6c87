"""Two people of the directory who are one: suggested, compared, merged."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock
from app.core.errors import Refusal
from app.core.text import clean_line
from app.directory import people_queries, queries
from app.directory.duplicates import likely_duplicates
from app.directory.forms import JustAsk
from app.directory.people_queries import Filter
from app.networks.queries import memberships_of
from app.networks.uniting import merge_people
from app.registrations.queries import registrations_by
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
    one, other = queries.person_named(public_id), queries.person_named(other_id)
    if one.id == other.id:
        abort(404)
    form = JustAsk()
    if form.accepted():
        try:
            kept, lost = _chosen(one, other)
            merge_people(lost, kept, current_account(), at=clock.now())
            say(f"Les deux fiches n’en font plus qu’une : {kept.name}. Les courriels adressés à l’autre adresse la retrouvent.")
            return redirect(url_for("directory.person", public_id=kept.public_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    sides = [(person, memberships_of(person), registrations_by(person)) for person in (one, other)]
    return render_template("directory/merge.html", form=form, one=one, other=other, sides=sides, today=clock.today()), form.status


def _chosen(one, other):
    """The one kept, then the other."""
    wanted = request.form.get("kept")
    if wanted not in (one.public_id, other.public_id):
        raise Refusal("Choisissez la fiche à garder.")
    return (one, other) if wanted == one.public_id else (other, one)
