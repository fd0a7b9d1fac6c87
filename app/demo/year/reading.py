"""Reading a year file: every value that cannot be read is named with what holds it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from app.demo.year import fields
from app.demo.year.fields import Unreadable
from app.demo.year.file import FIGURES, HOSTINGS, BrokenFile, Gathering, Letter, NetworkFigures, SeriesFigures, Space, YearFile
from app.events.words import Modality, State
from app.ui.french import typeset

Made = TypeVar("Made")
Row = Mapping[str, Any]
UNITS = ("person", "organisation", "territory")
_BY_REF = "distinct_attended_"


def read(text: str) -> YearFile:
    """The year that a file tells; a value that cannot be read is refused with the name of what holds it."""
    try:
        said = fields.parsed(text)
    except Unreadable as error:
        raise BrokenFile([str(error)]) from None
    if not isinstance(said, dict) or not isinstance(said.get("events"), list):
        raise BrokenFile(["la liste des événements (clé « events ») manque."])
    if not said["events"]:
        raise BrokenFile(["aucun événement n’y figure."])
    problems: list[str] = []
    events = _each(problems, said["events"], "événement", _gathering)
    series = _each(problems, _named(problems, said, "series"), "série", _series)
    networks = _each(problems, _named(problems, said, "networks"), "réseau", _network)
    letters = _each(problems, _listed(problems, said, "newsletters"), "lettre", _letter)
    spaces = _each(problems, _listed(problems, said, "spaces"), "espace", _space)
    cycles = _each(problems, _named(problems, said, "cycles"), "cycle", _cycle)
    ordered = tuple(sorted(events, key=lambda one: (one.starts_at, one.id)))
    year = _each(problems, [{"id": "meta", **(said.get("meta") or {})} if isinstance(said.get("meta") or {}, dict) else 0], "clé", _year)
    if problems:
        raise BrokenFile(problems)
    by_code = {one.code: one for one in series}
    return YearFile(_year_of(year[0], ordered), ordered, by_code, tuple(networks), dict(cycles), tuple(letters), tuple(spaces))


def _named(problems: list[str], said: Row, key: str) -> list[Any]:
    """The rows of an object whose keys are codes."""
    found = said.get(key) or {}
    if not isinstance(found, dict):
        problems.append(f"« {key} » : un objet dont les clés sont des codes est attendu.")
        return []
    return [{**row, "id": code} if isinstance(row, dict) else {"id": code} if row is None else row for code, row in found.items()]


def _listed(problems: list[str], said: Row, key: str) -> list[Any]:
    found = said.get(key) or []
    if not isinstance(found, list):
        problems.append(f"« {key} » : une liste est attendue.")
        return []
    return found


def _each(problems: list[str], rows: Iterable[Any], what: str, make: Callable[[Row], Made]) -> list[Made]:
    """What can be made of these rows; each one that cannot leaves its reason."""
    made = []
    for rank, row in enumerate(rows, 1):
        try:
            made.append(make(fields.thing(row)))
        except Unreadable as error:
            name = row.get("id") if isinstance(row, dict) else None
            problems.append(f"{what} « {fields.shown(name or f'n° {rank}')} » : {error}")
    return made


def _year(row: Row) -> int | None:
    return fields.year(row, "year")


def _year_of(given: int | None, events: tuple[Gathering, ...]) -> int:
    """The year it is about: said, else that of most events."""
    years = [one.year for one in events]
    if given is not None and given not in years:
        raise BrokenFile([f"aucun de ses événements n’a lieu en {given} (clé « meta », year)."])
    return given if given is not None else max(sorted(set(years)), key=years.count)


def _cycle(row: Row) -> tuple[str, tuple[str, int]]:
    code = fields.text(row, "id", 60)
    return code, (fields.words(row, "name") or code, fields.year(row, "year") or 0)


def _gathering(row: Row) -> Gathering:
    zone = fields.words(row, "timezone") or "Europe/Paris"
    if zone not in available_timezones():
        raise Unreadable(f"fuseau horaire « {zone} » inconnu (timezone).")
    counts = {figure: fields.whole(row, figure) for figure in FIGURES}
    starts_at = fields.instant(row, "start", ZoneInfo(zone))
    _expect_total(row, counts)
    year = starts_at.astimezone(ZoneInfo(zone)).year
    if fields.year(row, "year") not in (None, year):
        raise Unreadable(f"il commence en {year}, mais « year » vaut « {row['year']} » (start, year).")
    return Gathering(
        id=fields.text(row, "id", 80), year=year, kind=fields.text(row, "kind"), title=_title(row),
        state=fields.one_of(row, "status", {state.value: state for state in State}), hosting=fields.one_of(row, "hosting", HOSTINGS, "cnsa"),
        modality=fields.one_of(row, "modality", {way.value: way for way in Modality}, "online"), timezone=zone,
        starts_at=starts_at, ends_at=fields.instant(row, "end", ZoneInfo(zone)), half_days=fields.whole(row, "half_days"),
        cycle=fields.words(row, "cycle", 60), series=fields.words(row, "series", 80), networks=fields.codes(row, "networks"),
        regions=fields.codes(row, "region_codes"), departments=fields.codes(row, "department_codes"),
        host_department=fields.words(row, "host_department"), city=fields.words(row, "city", 160), partners=fields.codes(row, "coorganisers", 160),
        roles=fields.codes(row, "audience_roles"), refs=fields.codes(row, "refs"),
        counts={figure: value for figure, value in counts.items() if value is not None},
    )  # fmt: skip


def _expect_total(row: Row, counts: Mapping[str, int | None]) -> None:
    total, very, satisfied = fields.whole(row, "satisfied_total"), counts["very_satisfied"], counts["satisfied"]
    if total is not None and very is not None and satisfied is not None and very + satisfied != total:
        raise Unreadable(f"{total} satisfaits en tout (satisfied_total), mais {very} très satisfaits et {satisfied} satisfaits.")


def _title(row: Row) -> str:
    return typeset(fields.text(row, "title").replace("'", "’"))


def _series(row: Row) -> SeriesFigures:
    given = fields.thing(row.get("registrations_per_person") or {})
    departments = fields.codes(row, "departments_registered")
    if len({*departments}) < len(departments):
        raise Unreadable("« departments_registered » nomme deux fois le même département.")
    return SeriesFigures(
        code=fields.text(row, "id", 80),
        distinct_registered=fields.whole(row, "distinct_registered"),
        per_person={_times(times): people for times in given if (people := fields.number("registrations_per_person", given[times]))},
        departments=departments,
        distinct_attended=fields.whole(row, "distinct_attended"),
        attended_by_ref={key.removeprefix(_BY_REF): fields.needed(row, key) for key in row if key.startswith(_BY_REF)},
        cnsa_participations=fields.whole(row, "cnsa_participations"),
        cnsa_distinct=fields.whole(row, "cnsa_distinct"),
    )


def _times(said: str) -> int:
    times = fields.number("registrations_per_person", said)
    if not times:
        raise Unreadable("personne ne s’inscrit zéro fois (registrations_per_person).")
    return times


def _network(row: Row) -> NetworkFigures:
    unit = fields.words(row, "unit") or "person"
    if unit not in UNITS:
        raise Unreadable(f"unité « {unit} » inconnue (person, organisation ou territory).")
    return NetworkFigures(fields.text(row, "id"), fields.needed(row, "members"), unit, fields.words(row, "organisation_type"))


def _letter(row: Row) -> Letter:
    return Letter(fields.text(row, "network"), _title(row), fields.day(row, "sent"), fields.needed(row, "recipients"))


def _space(row: Row) -> Space:
    closed = fields.day(row, "closed") if row.get("closed") else None
    name = fields.words(row, "title") or fields.words(row, "name")
    return Space(fields.text(row, "network"), name[:200], fields.address(row, "url"), fields.day(row, "opened"), closed)
