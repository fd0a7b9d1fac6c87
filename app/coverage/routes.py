"""Coverage of the territory: departments by event and by stage, and on a map; for everything, a network, a cycle or a series."""

from flask import Blueprint, abort, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock, tables
from app.coverage import asked, matrix, tiles
from app.coverage.facts import HEADINGS, STAGES, Stage
from app.coverage.reading import Reading
from app.coverage.territories import COLUMNS, LONG, Column
from app.events import queries as events
from app.indicators.asking import address_of
from app.networks import queries as networks
from app.ui.forms import page_asked

doors = Blueprint("coverage", __name__)

PLACES = ("/couverture", "/reseaux/<network>/couverture", "/gestion/cycles/<cycle>/couverture", "/gestion/series/<series>/couverture")
SHOWN = 30  # events side by side
PAGES = (
    ("Par événement", "coverage.by_event"),
    ("Par étape", "coverage.by_stage"),
    ("Carte", "coverage.on_map"),
    ("Absents", "coverage_lists.absent"),
    ("Fonctions", "coverage_lists.functions"),
)


def pages(blueprint, tail="", methods=("GET",)):
    """The same page for everything we do, for a network, for a cycle and for a series."""

    def install(view):
        for place in PLACES:
            blueprint.add_url_rule(place + tail, view.__name__, view, methods=[*methods])
        return view

    return install


@pages(doors)
@facilitators
def by_event(**place):
    subject = subject_of(place)
    reading, column = Reading(subject.scope), column_asked(subject)
    last = max(1, -(-len(reading.entries) // SHOWN))
    page = min(page_asked(), last)
    shown = reading.entries[SHOWN * (page - 1) : SHOWN * page]
    groups = matrix.matrix(reading, column, shown)
    return shown_page(
        "coverage/by_event.html",
        subject,
        reading,
        column=column,
        columns=COLUMNS,
        sort=LONG[column],
        columns_shown=shown,
        mine=runs(subject, reading.entries),
        groups=groups,
        reached=[matrix.reached(groups, index) for index in range(len(shown))],
        stages=STAGES,
        Stage=Stage,
        page=page,
        last=last,
        page_url=lambda number: url_for("coverage.by_event", **subject.address, type=column, page=number),
    )


@pages(doors, "/etapes")
@facilitators
def by_stage(**place):
    subject = subject_of(place)
    reading = Reading(subject.scope)
    groups = matrix.stages(reading)
    return shown_page(
        "coverage/by_stage.html", subject, reading, groups=groups, totals=matrix.totals(groups), columns=COLUMNS, headings=HEADINGS
    )


@pages(doors, "/carte")
@facilitators
def on_map(**place):
    subject = subject_of(place)
    reading = Reading(subject.scope)
    drawn = tiles.tile_map(reading, measure_asked())
    return shown_page("coverage/on_map.html", subject, reading, drawn=drawn, measures=tiles.MEASURES)


def subject_of(place):
    """What the page is about: the network, the cycle or the series of its path, else what its address asks."""
    said, today, everything = request.args.to_dict(flat=False), clock.today(), networks.networks(closed=True)
    if "cycle" in place:
        return asked.of_cycle(events.cycle_of(place["cycle"]) or abort(404), everything)
    if "series" in place:
        return asked.of_series(events.own_series(current_account(), place["series"], clock.now()), everything, today)
    if "network" in place:
        network = next((one for one in everything if one.code == place["network"]), None)
        return asked.of_year(said, today, everything, network or abort(404))
    return asked.of_year(said, today, everything)


def column_asked(subject):
    """Authorities, MDPH or ARS: the one asked for, else the first that the network is made of."""
    types = subject.network.types if subject.network else []
    usual = next((column for column in Column if column.value in types), Column.CD)
    return next((column for column in Column if column.value == request.args.get("type")), usual)


def measure_asked():
    """What the map counts: participants unless asked otherwise."""
    return next((one for one in tiles.Measure if one.value == request.args.get("mesure")), tiles.Measure.PRESENT)


def runs(subject, entries):
    """The events whose pages this account opens, by their public names."""
    account = current_account()
    mine = {one.code for one in subject.networks if one.id in account.network_ids(clock.now())}
    return {entry.public_id for entry in entries if account.is_admin or entry.own_networks & mine}


def shown_page(template, subject, reading, **more):
    """The page in its frame: what it is about, its neighbours, what may be chosen."""
    account = current_account()
    is_mine = subject.network is not None and (account.is_admin or subject.network.id in account.network_ids(clock.now()))
    return render_template(
        template,
        asked=subject,
        reading=reading,
        tabs=PAGES,
        names=COLUMNS,
        runs_network=is_mine,
        formats=tables.FORMATS,
        behind=address_of(reading.scope),
        refused=[one for one in (*subject.refused, asked.not_a_day(request.args.to_dict(flat=False), "au")) if one],
        **more,
    )
