"""What a year file may not say, each refusal naming the event, the series or the network and the figure."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from datetime import timedelta

from app.demo.year.crowd import need_of
from app.demo.year.degrees import gap
from app.demo.year.file import BrokenFile, Gathering, SeriesFigures, YearFile
from app.demo.year.reference import Reference
from app.events.words import State

_AT_MOST_ONE = re.compile(
    r"\b([01]) (inscrit|présent|absent|réponse|département|MDPH)s?( inscrite?| représentée?)?s?\b"
)  # French counts from two
LONGEST = timedelta(days=31)
# What cannot be larger than what: figure, bound.
_WITHIN = (
    ("attended", "registered", "présents pour {} inscrits"),
    ("respondents", "attended", "réponses pour {} présents"),
    ("departments_registered", "registered", "départements pour {} inscrits"),
    ("departments_represented", "attended", "départements représentés pour {} présents"),
    ("departments_represented", "departments_registered", "départements représentés pour {} départements inscrits"),
    ("mdph_registered", "registered", "MDPH pour {} inscrits"),
    ("mdph_represented", "attended", "MDPH représentées pour {} présents"),
    ("mdph_represented", "mdph_registered", "MDPH représentées pour {} MDPH inscrites"),
    ("mdph_registered", "departments_registered", "MDPH pour {} départements inscrits"),
    ("mdph_represented", "departments_represented", "MDPH représentées pour {} départements représentés"),
)


def expect_sound(year: YearFile, reference: Reference) -> None:
    """Nothing of the file is unknown to the reference, and every count can be."""
    problems = [*_of_names(year, reference)]
    if not problems:  # figures of unknown places mean nothing
        for one in year.events:
            problems += [f"{one.named} : {words}" for words in (*_of_counts(one), *_of_territory(one, reference))]
        for series in year.series.values():
            problems += [f"{series.named} : {words}" for words in _of_series(series, year, reference)]
        for network in year.networks:
            known = reference.networks[network.code]
            if (network.unit == "person") != (known.unit == "person"):
                mine = "des personnes" if known.unit == "person" else "des structures"
                problems.append(f"réseau « {network.code} » : il réunit {mine}, le fichier y compte autre chose (unit).")
    if problems:
        raise BrokenFile(_AT_MOST_ONE.sub(r"\1 \2\3", one) for one in problems)


def _of_names(year: YearFile, reference: Reference) -> Iterator[str]:
    """Codes that the reference does not know, and events that cannot be dated."""
    times = Counter(one.id for one in year.events)
    yield from (f"événement « {event} » : il y figure {number} fois." for event, number in times.items() if number > 1)
    for one in year.events:
        if one.ends_at <= one.starts_at:
            yield f"{one.named} : il finit avant d’avoir commencé (start, end)."
        elif one.ends_at - one.starts_at > LONGEST:
            yield f"{one.named} : il dure {(one.ends_at - one.starts_at).days} jours (start, end)."
        if not one.networks:
            yield f"{one.named} : aucun réseau (networks)."
        yield from _of_codes(one, reference)
    for series in year.series.values():
        yield from _unknown(series.named, "département", "departments_registered", series.departments, reference.departments)
    yield from _unknown("liste « networks »", "réseau", "networks", [one.code for one in year.networks], reference.networks)
    yield from _unknown("liste « newsletters »", "réseau", "newsletters", [one.network for one in year.newsletters], reference.networks)
    yield from _unknown("liste « spaces »", "réseau", "spaces", [one.network for one in year.spaces], reference.networks)
    types = {kind for _number, kind in reference.organisations.values()}
    for network in year.networks:
        wanted = (network.organisation_type,) if network.organisation_type else ()
        yield from _unknown(f"réseau « {network.code} »", "type de structure", "organisation_type", wanted, types)
    closed = [one for one in year.spaces if one.closed_on and one.closed_on < one.opened_on]
    yield from (f"espace « {one.name or one.url} » : il ferme avant d’ouvrir (opened, closed)." for one in closed)


def _of_codes(one: Gathering, reference: Reference) -> Iterator[str]:
    hosts = (one.host_department,) if one.host_department else ()
    yield from _unknown(one.named, "département", "department_codes", one.departments, reference.departments)
    yield from _unknown(one.named, "département", "host_department", hosts, reference.names)
    yield from _unknown(one.named, "région", "region_codes", one.regions, reference.regions)
    yield from _unknown(one.named, "réseau", "networks", one.networks, reference.networks)
    yield from _unknown(one.named, "genre", "kind", (one.kind,), reference.kinds)
    yield from _unknown(one.named, "fonction", "audience_roles", one.roles, reference.roles)


def _unknown(where: str, what: str, figure: str, codes: Iterable[str], known: Container[str]) -> Iterator[str]:
    for code in codes:
        if code not in known:
            yield f"{where} : {what} « {code} » inconnu{'e' if what in ('région', 'fonction') else ''} ({figure})."


def _of_counts(one: Gathering) -> Iterator[str]:
    counts = one.counts
    if counts and "registered" not in counts:
        yield f"{', '.join(counts)} sans nombre d’inscrits (registered)."
        return
    if one.state is State.CANCELLED and one.count("attended"):
        yield f"annulé avec {one.count('attended')} présents (attended)."
    for figure, bound, words in _WITHIN:
        if figure in counts and bound in counts and counts[figure] > counts[bound]:
            yield f"{counts[figure]} {words.format(counts[bound])} ({figure}, {bound})."
    pleased = one.count("very_satisfied") + one.count("satisfied")
    if pleased > one.answers:
        yield f"{pleased} satisfaits ou très satisfaits pour {one.answers} réponses (very_satisfied, satisfied, respondents)."
    if one.answers > one.count("attended") and not {"respondents", "attended"} <= counts.keys():  # else it is said above
        yield f"{one.answers} réponses pour {one.count('attended')} présents (respondents, attended)."


def _of_territory(one: Gathering, reference: Reference) -> Iterator[str]:
    territory = reference.territory(one)
    mdph = len(reference.mdph_of(territory))
    for figure in ("departments_registered", "departments_represented"):
        if one.count(figure) > len(territory):
            yield f"{one.count(figure)} départements, mais son territoire en a {len(territory)} ({figure})."
    for figure in ("mdph_registered", "mdph_represented"):
        if one.count(figure) > mdph:
            yield f"{one.count(figure)} MDPH, mais son territoire en a {mdph} ({figure})."
    need = need_of(one)
    for all_of, come, what in ((need.departments, need.departments_present, "départements"), (need.mdph, need.mdph_present, "MDPH")):
        if "registered" in one.counts and all_of - come > one.absent:
            yield (
                f"{all_of} {what} inscrits et {come} représentés : il faudrait au moins {all_of - come} absents, "
                f"il n’y en a que {one.absent} (registered, attended)."
            )


def _of_series(series: SeriesFigures, year: YearFile, reference: Reference) -> Iterator[str]:
    events = [one for one in year.held_of(series.code) if "registered" in one.counts]
    if not events:
        if any((series.distinct_registered, series.distinct_attended, series.per_person, series.departments)):
            yield "aucun événement tenu ne lui appartient."
        return
    for check in (_of_people, _of_degrees, _of_departments, _of_delegation):
        yield from check(series, events)
    yield from _of_far_apart(series, events, reference)


def _of_far_apart(series: SeriesFigures, events: list[Gathering], reference: Reference) -> Iterator[str]:
    """Events of territories apart share none of the people who make their departments seen."""
    for figure, distinct, places in (
        ("distinct_attended", series.distinct_attended, "departments_represented"),
        ("distinct_registered", series.distinct_registered, "departments_registered"),
    ):
        covered, least = set[str](), 0
        for one in sorted(events, key=lambda event: -event.count(places)):
            territory = {*reference.territory(one)}
            if not covered & territory:
                covered, least = covered | territory, least + one.count(places)
        if distinct is not None and distinct < least:
            yield f"{distinct} personnes distinctes, alors qu’il en faut une pour chacun des {least} départements comptés ({figure}, {places})."


def _of_people(series: SeriesFigures, events: list[Gathering]) -> Iterator[str]:
    blocks = [(f"distinct_attended_{ref}", [one for one in events if ref in one.refs], n) for ref, n in series.attended_by_ref.items()]
    for figure, inside, distinct in (("distinct_attended", events, series.distinct_attended), *blocks):
        yield from _between(figure, distinct, [one.count("attended") for one in inside], "participations")
    yield from _between("distinct_registered", series.distinct_registered, [one.count("registered") for one in events], "inscriptions")


def _between(figure: str, distinct: int | None, counts: list[int], what: str) -> Iterator[str]:
    if distinct is not None and not max(counts, default=0) <= distinct <= sum(counts):
        yield (
            f"{distinct} personnes distinctes pour {sum(counts)} {what}, "
            f"dont {max(counts, default=0)} à un seul événement : c’est impossible ({figure})."
        )


def _of_degrees(series: SeriesFigures, events: list[Gathering]) -> Iterator[str]:
    if not series.per_person:
        return
    people, seats = sum(series.per_person.values()), [one.count("registered") for one in events]
    given = sum(times * number for times, number in series.per_person.items())
    if series.distinct_registered not in (None, people):
        yield f"{people} personnes dans registrations_per_person, {series.distinct_registered} dans distinct_registered."
    if max(series.per_person) > len(events):
        yield f"des personnes inscrites à {max(series.per_person)} événements sur {len(events)} (registrations_per_person)."
    elif given != sum(seats):
        yield f"{given} inscriptions dans registrations_per_person, {sum(seats)} à ses événements (registered)."
    elif gap(series.per_person, seats) is not None:
        yield f"ses {gap(series.per_person, seats)} plus grands événements ne peuvent pas être remplis ainsi (registrations_per_person)."


def _of_departments(series: SeriesFigures, events: list[Gathering]) -> Iterator[str]:
    if not series.departments:
        return
    sizes = [one.count("departments_registered") for one in events]
    named = len({*series.departments})
    if max(sizes) > named:
        yield f"{named} départements, mais un événement en compte {max(sizes)} (departments_registered)."
    if all("departments_registered" in one.counts for one in events) and sum(sizes) < named:
        yield f"{named} départements, mais ses événements n’en comptent que {sum(sizes)} (departments_registered)."


def _of_delegation(series: SeriesFigures, events: list[Gathering]) -> Iterator[str]:
    total, distinct = series.cnsa_participations, series.cnsa_distinct
    if total is None or distinct is None:
        return
    if distinct > total or distinct * len(events) < total:
        yield f"{distinct} personnes de la CNSA pour {total} participations à {len(events)} événements : c’est impossible (cnsa_distinct)."
