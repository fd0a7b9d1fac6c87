"""Who is missing, and what one may do about it: absent organisations, functions nobody holds, inviting, exports."""

from flask import Blueprint, abort, request

from app.accounts.guard import current_account, facilitators
from app.core import clock, tables
from app.coverage import absent as absents
from app.coverage import asked as asking
from app.coverage import inviting, matrix, scope_queries, tiles, vacancies
from app.coverage.absent import LISTINGS, Listing
from app.coverage.reading import Reading
from app.coverage.routes import column_asked, measure_asked, pages, shown_page, subject_of
from app.directory.queries import job_role_by_code
from app.journal import actions as journal

doors = Blueprint("coverage_lists", __name__)


@pages(doors, "/absents")
@facilitators
def absent(**place):
    subject, listing = subject_of(place), listing_asked(place)
    until = until_asked(subject)
    reading = Reading(period_of(subject, listing, until))
    found = absents.missing(reading, listing)
    return shown_page(
        "coverage/absent.html",
        subject,
        reading,
        listing=listing,
        listings=listings_of(place),
        until=until if listing is Listing.TWELVE_MONTHS else None,
        found=found,
        by_sort=absents.by_sort(found),
    )


@pages(doors, "/fonctions")
@facilitators
def functions(**place):
    subject = subject_of(place)
    reading, role, on = Reading(subject.scope), role_asked(), clock.today()
    vacant = vacancies.vacancies(reading.country, role, on) if role else []
    heads = vacancies.heads(vacant)
    return shown_page(
        "coverage/functions.html",
        subject,
        reading,
        role=role,
        functions=[] if role else vacancies.functions(reading.country, subject.network.roles if subject.network else [], on),
        vacancies=vacant,
        heads=heads,
        addresses=[*dict.fromkeys(person.email for one in vacant for person in heads.get(one.body.id, []))],
    )


@pages(doors, "/inviter")
@facilitators
def invite(**place):
    """Choose to which event those of a list are invited; the usual page of invitations shows them, and sends."""
    account, at, subject = current_account(), clock.now(), subject_of(place)
    role, listing, until = role_asked(), listing_asked(place), until_asked(subject)
    reading = Reading(period_of(subject, listing, until))
    coming = scope_queries.coming_events(account, at)
    asked_for = request.args.get("evenement")
    event = next((one for one in coming if one.public_id == asked_for), None)
    found = inviting.missing_of(reading, listing, role, clock.today())
    return shown_page(
        "coverage/invite.html",
        subject,
        reading,
        role=role,
        listing=listing,
        label=f"Sans {role.label.lower()} connu" if role else LISTINGS[listing],
        until=until if listing is Listing.TWELVE_MONTHS and not role else None,
        coming=coming_by_subject(coming, subject),
        event=event,
        is_lost=bool(asked_for) and event is None,
        found=found,
        guests=inviting.guests_of(event, found, reading.country, clock.today()) if event else None,
    )


@pages(doors, "/export/<what>.<format>", methods=["POST"])
@facilitators
def export(what, format, **place):
    if format not in tables.FORMATS or what not in ROWS:
        abort(404)
    account, subject = current_account(), subject_of(place)
    headings, rows = ROWS[what](subject, place)
    written = tables.write(rows, headings, format, "Couverture")
    said = {"export": f"couverture-{what}", "format": format, "columns": len(headings), "rows": written.rows}
    journal.write(account.actor, "exported", _thing(subject), at=clock.now(), after=said)
    return tables.send(written, f"couverture {what} {subject.name} {subject.period}")


def coming_by_subject(coming, subject):
    """The events to come under their title: those of the network, the cycle or the series first, so that the list goes to its own."""
    if subject.cycle:
        title, own = "De ce cycle", [one for one in coming if one.cycle_id == subject.cycle.id]
    elif subject.series:
        title, own = "De cette série", [one for one in coming if one.series_id == subject.series.id]
    elif subject.network:
        family = {one.id for one in subject.networks if subject.network.id in (one.id, one.parent_id)}
        title, own = "De ce réseau", [one for one in coming if family & {network.id for network in one.networks}]
    else:
        return [("", coming)] if coming else []
    groups = [(title, own), ("Autres événements", [one for one in coming if one not in own])]
    return [(title, ones) for title, ones in groups if ones]


def listings_of(place):
    """The lists of a page: a cycle or a series has days of its own, and no twelve months."""
    return {key: label for key, label in LISTINGS.items() if key is not Listing.TWELVE_MONTHS or not place.keys() & {"cycle", "series"}}


def listing_asked(place):
    known = listings_of(place)
    return next((one for one in known if one.value == request.args.get("liste")), next(iter(known)))


def until_asked(subject):
    """The day with which the twelve months end: the last of the year asked for, today if it is not over."""
    return asking.day(request.args.to_dict(flat=False), "au", min(clock.today(), subject.scope.last))


def role_asked():
    """The function of the address; one that does not exist is a page that does not."""
    code = request.args.get("fonction")
    return (job_role_by_code(code[:50]) or abort(404)) if code and code.isprintable() else None


def period_of(subject, listing, until):
    return absents.twelve_months(subject.scope, until) if listing is Listing.TWELVE_MONTHS else subject.scope


def _matrix(subject, _place):
    return matrix.matrix_sheet(Reading(subject.scope), column_asked(subject))


def _stages(subject, _place):
    return matrix.stages_sheet(Reading(subject.scope))


def _map(subject, _place):
    return tiles.sheet(tiles.tile_map(Reading(subject.scope), measure_asked()))


def _absent(subject, place):
    listing = listing_asked(place)
    return absents.sheet(absents.missing(Reading(period_of(subject, listing, until_asked(subject))), listing))


def _vacancies(subject, _place):
    role = role_asked() or abort(404)
    return vacancies.sheet(vacancies.vacancies(Reading(subject.scope).country, role, clock.today()))


ROWS = {"evenements": _matrix, "etapes": _stages, "carte": _map, "absents": _absent, "fonctions": _vacancies}


def _thing(subject):
    if subject.network:
        return subject.network.thing
    return f"cycle:{subject.cycle.code}" if subject.cycle else f"série:{subject.series.code}" if subject.series else "couverture"
