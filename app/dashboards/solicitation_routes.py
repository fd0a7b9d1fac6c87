"""Whom our invitations tire."""

from flask import Blueprint, current_app, render_template, request

from app.accounts.guard import facilitators
from app.core import clock
from app.dashboards.solicitation import LEVELS, Limits, Solicitation, recent
from app.networks import queries as networks

doors = Blueprint("solicitation", __name__)

FIRST_YEAR, LAST_YEAR = 2001, 2100
DRAWN = 12  # job roles; the table has them all


@doors.get("/sollicitations")
@facilitators
def show():
    text, everything = request.args.get("annee", ""), networks.networks(closed=True)
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else 0
    year = year if FIRST_YEAR <= year <= LAST_YEAR else clock.today().year
    network = next((one for one in everything if one.code == request.args.get("reseau")), None)
    codes = {one.code for one in _family(network, everything)} if network else set()
    asked = Solicitation(year, codes)
    names, limits = {one.code: one.name for one in everything}, Limits.of(current_app.config)
    lately = recent(clock.now(), limits)
    return render_template(
        "dashboards/solicitation.html",
        asked=asked,
        network=network,
        choices=[one for one in everything if not one.is_closed],
        by_role=asked.by_role,
        by_network=asked.by_network(names),
        recent=lately,
        drawn=[one.line for one in lately[:DRAWN]],
        limits=limits,
        levels=LEVELS,
    )


def _family(network, everything):
    """A network and those under it."""
    found = [network]
    for one in found:
        found += [child for child in everything if child.parent_id == one.id]
    return found
