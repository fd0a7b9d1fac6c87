"""The pages of figures: the figures of a scope, one figure with what is behind it, the dictionary."""

from flask import Blueprint, abort, render_template, request, url_for

from app.accounts.guard import current_account, facilitators
from app.core import clock, tables
from app.core.errors import Refusal
from app.events.words import Hosting
from app.indicators import asking, files
from app.indicators.choice_queries import choices
from app.indicators.comparing import change
from app.indicators.contributions import contributions
from app.indicators.dictionary import GROUPS, INDICATORS
from app.indicators.including import is_part
from app.indicators.ledger import Ledger
from app.indicators.listing import Reader, listing
from app.indicators.reckoning import figure
from app.indicators.rows_queries import Window, readable
from app.indicators.scope import OURS
from app.journal import actions as journal
from app.ui.forms import page_asked

doors = Blueprint("indicators", __name__)
DRAWN = 60  # events drawn on one page


@doors.get("/chiffres")
@facilitators
def index():
    ledger = Ledger()
    asked = asked_of(ledger)
    if asked.problems:
        return _misunderstood(asked, "indicators/index.html")
    scope, before = asked.scope, asked.scope.a_year_before()
    ledger.prepare(scope, before)
    rows = {name: [_beside(ledger, one.code, scope, before) for one in group] for name, group in GROUPS.items()}
    held = figure(ledger, "evenements_tenus", scope)
    shared = figure(ledger, "evenements_partages", scope)
    others = figure(ledger, "evenements_tenus", scope.with_(hostings=(Hosting.EXTERNAL,)))
    return render_template(
        "indicators/index.html",
        asked=asked,
        rows=rows,
        held=held,
        shared=shared if is_part(held, shared) else None,
        others=others,
        **_events_of(ledger, scope, held),
        is_running=scope.first <= clock.today() <= scope.last,
        is_alone=not ledger.entries(before) and not any(then.is_declared for lines in rows.values() for _, then, _ in lines),
        before=before,
        formats=tables.FORMATS,
    )


@doors.get("/chiffres/definitions")
@facilitators
def definitions():
    return render_template("indicators/definitions.html", groups=GROUPS)


@doors.get("/chiffres/<code>")
@facilitators
def show(code):
    indicator, ledger = INDICATORS.get(code) or abort(404), Ledger()
    asked = asked_of(ledger)
    if asked.problems:
        return _misunderstood(asked, "indicators/show.html", indicator=indicator)
    before = asked.scope.a_year_before()
    ledger.prepare(asked.scope, before)
    now, then, moved = _beside(ledger, code, asked.scope, before)
    brought, missing, reader = contributions(ledger, now), _missing(ledger, now), _reader()
    page, last = _page(len(brought.each))
    shown = brought.each[DRAWN * (page - 1) : DRAWN * page]
    return render_template(
        "indicators/show.html",
        asked=asked,
        indicator=indicator,
        figure=now,
        then=then,
        change=moved,
        before=before,
        **_events_of(ledger, asked.scope, now),
        missing=missing,
        brought=brought,
        shown=shown,
        mine=readable(reader.account, {entry.id for entry in (*(one.entry for one in shown if one.entry), *missing)}, reader.at),
        names=dict(asked.choices["reseau"]),
        page=page,
        last=last,
        page_url=lambda page: url_for("indicators.show", code=code, **asked.address, page=page),
        at=reader.at,
        formats=tables.FORMATS,
    )


@doors.get("/chiffres/<code>/lignes")
@facilitators
def lines(code):
    indicator, ledger = INDICATORS.get(code) or abort(404), Ledger()
    asked = asked_of(ledger)
    if asked.problems:
        return _misunderstood(asked, "indicators/lines.html", indicator=indicator)
    found, page = figure(ledger, code, asked.scope), page_asked()
    behind = listing(ledger, found, _reader(), dict(asked.choices["reseau"]), Window(page))
    return render_template(
        "indicators/lines.html",
        asked=asked,
        indicator=indicator,
        figure=found,
        behind=behind,
        mine=readable(current_account(), {entry.id for entry in found.entries}, clock.now()),
        events={entry.public_id: entry for entry in found.entries},
        page=page,
        last=max(behind.last(), 1),
        page_url=lambda number: url_for("indicators.lines", code=code, **asked.address, page=number),
        formats=tables.FORMATS,
    )


@doors.post("/chiffres/<code>/export.<format>")
@facilitators
def export(code, format):
    """The rows of a figure; then what it is, over what, and when it was counted."""
    indicator, ledger = INDICATORS.get(code) or abort(404), Ledger()
    asked = _understood(ledger, format)
    found, reader, names = figure(ledger, code, asked.scope), _reader(), dict(asked.choices["reseau"])
    headings, rows = files.rows_of(ledger, found, reader, names, asked)
    written = tables.write(rows, headings, format, "Chiffre", headings[1:2])
    said = {"export": "chiffre", "figure": code, "format": format, "rows": written.rows, **asked.address}
    journal.write(current_account().actor, "exported", "chiffres", at=reader.at, after=said)
    return tables.send(written, f"{indicator.label} {asked.period}")


@doors.post("/chiffres/export.<format>")
@facilitators
def export_all(format):
    """Every figure of a scope beside that of the year before."""
    ledger = Ledger()
    asked = _understood(ledger, format)
    headings, rows = files.table_of(ledger, asked, clock.now())
    written = tables.write(rows, headings, format, "Chiffres", ["Définition"])
    said = {"export": "chiffres", "format": format, "rows": written.rows, **asked.address}
    journal.write(current_account().actor, "exported", "chiffres", at=clock.now(), after=said)
    return tables.send(written, f"chiffres {asked.period}")


def asked_of(ledger):
    """What the address asks, with the values that its filters may take."""
    args = request.args
    said = {
        "annee": [args.get("annee", "")],
        "du": [args.get("du", "")],
        "au": [args.get("au", "")],
        "vu": [args.get("vu", "")],
        "reseau": args.getlist("reseau"),
        "genre": args.getlist("genre"),
        "cycle": args.getlist("cycle"),
        "serie": args.getlist("serie"),
        "theme": args.getlist("theme"),
        "region": args.getlist("region"),
        "departement": args.getlist("departement"),
        "modalite": args.getlist("modalite"),
        "organise": args.getlist("organise"),
    }
    return asking.read(said, choices(ledger.country), clock.today())


def _understood(ledger, format):
    asked = asked_of(ledger)
    if format not in tables.FORMATS:
        raise Refusal("Choisissez l’un des formats proposés\u00a0: CSV, XLSX ou ODS.")
    if asked.problems:
        raise Refusal(" ".join(words for _, words in asked.problems))
    return asked


def _misunderstood(asked, template, **more):
    return render_template(template, asked=asked, **more), 422


@doors.context_processor
def _words():
    return {"labels": asking.LABELS, "period_words": asking.period_words, "address_of": asking.address_of}


def _beside(ledger, code, scope, before):
    now, then = figure(ledger, code, scope), figure(ledger, code, before)
    return now, then, change(now, then, not ledger.entries(before))


def _events_of(ledger, scope, found):
    """Whether there are any; how many each filter alone keeps, to say which one keeps none; those that the figure leaves out."""
    return {"has_events": bool(ledger.entries(scope)), "kept": lambda one: len(ledger.held(one)), "aside": _aside(ledger, found)}


def _aside(ledger, found):
    """Events of these filters that a figure leaves out: called off, held by others, not held yet; each with how many and where they are told."""
    scope, is_usual = found.scope, found.scope.hostings == OURS
    if found.indicator.is_stock or found.indicator.code in ("evenements_programmes", "evenements_annules"):
        return []
    off, others = figure(ledger, "evenements_annules", scope), scope.with_(hostings=(Hosting.EXTERNAL,))
    coming = len([entry for entry in ledger.entries(scope) if entry.is_announced and not entry.is_held])
    told = [
        (off.value, "événement annulé", "événements annulés", "evenements_annules", scope),
        (
            len(ledger.held(others)) if is_usual else 0,
            "événement organisé par d’autres",
            "événements organisés par d’autres",
            "evenements_tenus",
            others,
        ),
        (coming, "événement qui n’est pas noté comme tenu", "événements qui ne sont pas notés comme tenus", "evenements_programmes", scope),
    ]
    return [one for one in told if one[0]]


def _missing(ledger, found):
    """The events of the scope that a figure could not count, by their names."""
    counted = {entry.id for entry in found.entries}
    is_of_all = found.indicator.code.startswith(("evenements", "mois", "reseaux")) or found.indicator.is_stock
    return [] if is_of_all or not found.unknown else [entry for entry in ledger.held(found.scope) if entry.id not in counted]


def _page(rows):
    last = max(1, -(-rows // DRAWN))
    return min(page_asked(), last), last


def _reader():
    return Reader(current_account(), clock.now())
