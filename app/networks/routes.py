"""Networks: their tree, the page of one, its list; and the link that stops its mail."""

from datetime import date

from flask import Blueprint, abort, current_app, make_response, render_template, request, url_for

from app.accounts.guard import current_account, facilitators, public
from app.core import clock, tables
from app.core.security import csrf, keep_private
from app.dashboards.queries import last_events
from app.dashboards.silence import silent
from app.directory.listing import HEADINGS, line_of
from app.events.network_queries import events_of_network, next_events
from app.journal import actions as journal
from app.networks import actions, audience_queries, links, queries, sharing_queries
from app.networks.models import Unit
from app.ui.forms import FIRST_DAY, LAST_DAY, page_asked

doors = Blueprint("networks", __name__)

PEOPLE_HEADINGS = [*HEADINGS, "Membre depuis le", "Sortie le"]
ORGANISATION_HEADINGS = ["Structure", "Nom complet", "Type", "Départements", "Membre depuis le", "Sortie le"]


@doors.get("/reseaux")
@facilitators
def index():
    account, at = current_account(), clock.now()
    everything = queries.networks(closed=account.is_admin)
    children = {}
    for network in everything:
        children.setdefault(network.parent_id, []).append(network)
    return render_template(
        "networks/index.html",
        children=children,
        mine={network.id for network in queries.networks_run_by(account, at)},
        counts=queries.counts_on(clock.today()),
        next_events=next_events(at),
        silent=silent(everything, last_events(), at, current_app.config["SILENT_WEEKS"]),
        silent_weeks=current_app.config["SILENT_WEEKS"],
        year=clock.today().year,
    )


PAGE = 50


@doors.get("/reseaux/<code>")
@facilitators
def show(code):
    account, at, today = current_account(), clock.now(), clock.today()
    network, on = queries.network_run_by(account, code, at), _chosen_day()
    joined, left = queries.entries_and_exits(network, on.year)
    coming, past = events_of_network(network, at)
    members = queries.members_on(network, on)
    last = max(1, -(-len(members) // PAGE))
    page = min(page_asked(), last)
    return render_template(
        "networks/show.html",
        network=network,
        on=on,
        today=today,
        members=members,
        listed=members[PAGE * (page - 1) : PAGE * page],
        page=page,
        last=last,
        page_url=lambda number: url_for("networks.show", code=code, page=number, **({} if on == today else {"le": on.isoformat()})),
        joined=joined,
        left=left,
        facilitators=queries.facilitators_of(network, at),
        coming=coming,
        past=past,
        missing=queries.organisations_without_member(network, on),
        candidates=audience_queries.count_candidates(network, today),
        job_roles=queries.job_role_labels(network),
        shared=sharing_queries.shared_in(network, on.year),
        formats=tables.FORMATS,
        year=today.year,
    )


def _chosen_day():
    """The day asked for, today when it is none."""
    try:
        on = date.fromisoformat(request.args.get("le", ""))
    except ValueError:
        return clock.today()
    return on if FIRST_DAY <= on <= LAST_DAY else clock.today()


@doors.post("/reseaux/<code>/export.<format>")
@facilitators
def export(code, format):
    if format not in tables.FORMATS:
        abort(404)
    account, at = current_account(), clock.now()
    network, on = queries.network_run_by(account, code, at), _chosen_day()
    members = queries.members_on(network, on)
    is_people = network.membership_unit is Unit.PERSON
    rows = [_person_row(one) if is_people else _organisation_row(one) for one in members]
    headings = PEOPLE_HEADINGS if is_people else ORGANISATION_HEADINGS
    journal.write(account.actor, "exported", network.thing, at=at, after={"format": format, "columns": len(headings), "rows": len(rows)})
    return tables.download(rows, headings, f"reseau-{network.code}-{on.isoformat()}", format, "Membres")


def _person_row(membership):
    return [*line_of(membership.person), membership.joined_on, membership.left_on]


def _organisation_row(membership):
    organisation = membership.organisation
    covered = ", ".join(department.label for department in organisation.departments)
    return [organisation.short_name, organisation.name, organisation.type_label, covered, membership.joined_on, membership.left_on]


@doors.route("/n/<token>", methods=["GET", "POST"])
@public
@csrf.exempt
def unsubscribe(token):
    found = links.opened_by(token)
    if found is None:
        abort(404)
    network, person = found
    if request.method == "POST":
        act = actions.accept_mail if request.form.get("act") == "reprendre" else actions.object_to_mail
        act(network, person, at=clock.now())
    stopped = queries.has_objected(network, person)
    return keep_private(make_response(render_template("networks/unsubscribe.html", network=network, person=person, stopped=stopped)))


unsubscribe.one_click = True  # RFC 8058: the mail provider posts with no cookie; the secret in the address is the proof
