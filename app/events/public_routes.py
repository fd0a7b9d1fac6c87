"""What everybody may see: the events to come, and those that took place."""

from flask import Blueprint, redirect, render_template, request, url_for

from app.accounts.guard import public
from app.core import clock
from app.events import queries
from app.events.month import months_of
from app.networks.queries import networks

doors = Blueprint("public_events", __name__)


@doors.get("/")
@public
def index():
    return _page("events/public_list.html", past=False)


@doors.get("/evenements")
@public
def shortened():
    """Whoever cuts the end of an event's address finds the list."""
    return redirect(url_for("public_events.index"), 303)


@doors.get("/evenements-passes")
@public
def past():
    return _page("events/public_past.html", past=True)


def _page(template, past):
    network, kind = request.args.get("reseau", "")[:60], request.args.get("genre", "")[:40]
    found = queries.listed_events(clock.now(), past=past, network=network, kind=kind)
    choices = {"networks": networks(), "kinds": queries.kinds(), "network": network, "kind": kind}
    return render_template(template, groups=months_of(found), count=len(found), at=clock.now(), **choices)
