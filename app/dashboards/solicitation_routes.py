"""Whom our invitations tire."""

from flask import Blueprint, current_app, render_template, request

from app.accounts.guard import facilitators
from app.core import clock
from app.core.text import clean_line, searchable
from app.dashboards.routes import refused_year, year_asked
from app.dashboards.solicitation import LEVELS, Limits, Solicitation, recent
from app.networks import queries as networks

doors = Blueprint("solicitation", __name__)

DRAWN = 12  # job roles; the table has them all


@doors.get("/sollicitations")
@facilitators
def show():
    everything, year = networks.networks(closed=True), year_asked()
    network = next((one for one in everything if one.code == request.args.get("reseau")), None)
    codes = {one.code for one in _family(network, everything)} if network else set()
    asked = Solicitation(year, codes, request.args.get("fonction", ""))
    names, limits = {one.code: one.name for one in everything}, Limits.of(current_app.config)
    lately = recent(clock.now(), limits)
    return render_template(
        "dashboards/solicitation.html",
        asked=asked,
        network=network,
        roles=sorted(asked.labels.items(), key=lambda row: searchable(row[1])),
        role=asked.labels.get(asked.role, ""),
        refused=_refused(year, network, asked.role),
        choices=[one for one in everything if not one.is_closed],
        by_role=asked.by_role,
        by_network=asked.by_network(names),
        recent=lately,
        is_current=year == clock.today().year,
        drawn=[one.line for one in lately[:DRAWN]],
        limits=limits,
        levels=LEVELS,
    )


def _refused(year, network, role):
    """What the address asked and means nothing, in words."""
    told = (
        ("annee", refused_year(), f"n’est pas une année entre 2001 et 2100 : voici {year}."),
        ("reseau", network is None, "n’est pas un de nos réseaux : voici tous nos réseaux."),
        ("fonction", not role, "n’est pas une fonction de l’annuaire : voici toutes les fonctions."),
    )
    said = {name: clean_line(request.args.get(name, ""))[:30] for name, _, _ in told}
    return [f"« {said[name]} » {words}" for name, is_wrong, words in told if is_wrong and said[name]]


def _family(network, everything):
    """A network and those under it."""
    found = [network]
    for one in found:
        found += [child for child in everything if child.parent_id == one.id]
    return found
