"""The year at a glance of everything we do and of one network; a cycle beside the one before it."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock
from app.core.text import clean_line
from app.dashboards import queries, rounds
from app.dashboards.glance import Glance
from app.dashboards.held import drawn_attendance, drawn_satisfaction
from app.dashboards.months import SORTS
from app.dashboards.rounds import Round
from app.indicators.asking import address_of
from app.networks import queries as networks
from app.ui.forms import page_asked

doors = Blueprint("dashboards", __name__)

FIRST_YEAR, LAST_YEAR = 2001, 2100
AT_ONCE = 200  # events told one by one on a page: most years hold on the first


def year_asked():
    """The year of the form, the present one when it means nothing."""
    text = request.args.get("annee", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else clock.today().year


def refused_year():
    """What the form asked, when it was no year: its answer says which year it shows in its place."""
    text = clean_line(request.args.get("annee", ""))[:20]
    return {"demande": text} if text and text != str(year_asked()) else {}


def expect_year(year):
    """Years that no page tells do not exist."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)


def figure_url(figure):
    """The page of a figure: its definition, and the rows behind it."""
    return url_for("indicators.show", code=figure.indicator.code, **address_of(figure.scope))


def page_of(events):
    """What a template needs of a list of events told one by one: those of the page asked for, and the way to the others."""
    last = max(1, -(-len(events) // AT_ONCE))
    page = min(page_asked(), last)

    def page_url(number):
        return url_for(request.endpoint, **request.view_args, page=number, _anchor="evenements")

    return {"events": events[AT_ONCE * (page - 1) : AT_ONCE * page], "page": page, "last": last, "page_url": page_url}


def shown(template, everything, **more):
    """The page, with what every page of figures needs; ``everything`` is all the networks there are."""
    names = {one.code: one.name for one in everything}
    rights = {"mine": mine_of(everything), "runs": runs_of(everything)}
    drawings = {"attendance": drawn_attendance, "satisfaction": drawn_satisfaction}
    return render_template(template, figure_url=figure_url, sorts=SORTS, names=names, **rights, **drawings, **more)


def mine_of(everything):
    """The networks, of these, that this account runs."""
    account = current_account()
    run = account.network_ids(clock.now())
    return {one.code for one in everything if account.is_admin or one.id in run}


def runs_of(everything):
    """Whether this account opens the page of an event, and reads what was written about it."""
    account, mine = current_account(), mine_of(everything)
    return lambda entry: account.is_admin or bool(entry.own_networks & mine)


@doors.get("/annee")
@facilitators
def present_year():
    return redirect(url_for("dashboards.year", year=year_asked(), **refused_year()), 303)


@doors.get("/annee/<int:year>")
@facilitators
def year(year):
    return _year(year)


@doors.get("/reseaux/<code>/annee")
@facilitators
def present_network_year(code):
    if networks.network_by_code(code) is None:
        abort(404)
    return redirect(url_for("dashboards.network_year", code=code, year=year_asked(), **refused_year()), 303)


@doors.get("/reseaux/<code>/annee/<int:year>")
@facilitators
def network_year(code, year):
    return _year(year, networks.network_by_code(code) or abort(404))


def _year(year, network=None):
    expect_year(year)
    glance = Glance(year, clock.today(), network.code if network else None)
    everything = networks.networks(closed=True)
    return shown("dashboards/year.html", everything, glance=glance, network=network, years=queries.years_told(), **page_of(glance.held))


@doors.get("/gestion/cycles/<code>/chiffres")
@facilitators
def cycle(code):
    known = queries.cycles()
    asked = next((one for one in known if one.code == code), None) or abort(404)
    other = next((one for one in known if one.code == request.args.get("avec") and one is not asked), None)
    told = Round(asked, other or rounds.before(asked, known), clock.today())
    return shown("dashboards/cycle.html", networks.networks(closed=True), round=told, others=[one for one in known if one is not asked])
