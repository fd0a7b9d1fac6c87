"""Reading a year file: every value that cannot be read is named with what holds it."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.core.clock import PARIS
from app.demo.year.file import FIGURES, HOSTINGS, BrokenFile, Gathering, Letter, NetworkFigures, SeriesFigures, Space, YearFile
from app.events.words import Modality, State
from app.ui.french import typeset


class _Problem(Exception):
    """Something that cannot be read, in French."""


def read(text: str) -> YearFile:
    """The year that a file tells; a value that cannot be read is refused with the name of what holds it."""
    try:
        said = json.loads(text)
    except ValueError as error:
        raise BrokenFile([f"ce n’est pas un fichier JSON lisible ({error})."]) from None
    if not isinstance(said, dict) or not isinstance(said.get("events"), list):
        raise BrokenFile(["la liste des événements (clé « events ») manque."])
    if not said["events"]:
        raise BrokenFile(["aucun événement n’y figure."])
    problems: list[str] = []
    events = _each(problems, said["events"], "événement", _gathering)
    series = _each(problems, _named(said, "series"), "série", _series)
    networks = _each(problems, _named(said, "networks"), "réseau", _network)
    letters = _each(problems, said.get("newsletters") or [], "lettre", _letter)
    spaces = _each(problems, said.get("spaces") or [], "espace", _space)
    cycles = {one["id"]: (one.get("name") or one["id"], int(one.get("year") or 0)) for one in _named(said, "cycles")}
    if problems:
        raise BrokenFile(problems)
    ordered = tuple(sorted(events, key=lambda one: (one.starts_at, one.id)))
    by_code = {one.code: one for one in series}
    return YearFile(_year(said, ordered), ordered, by_code, tuple(networks), cycles, tuple(letters), tuple(spaces))


def _named(said: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    return [{"id": code} | (row or {}) for code, row in (said.get(key) or {}).items()]


def _each(problems: list[str], rows: Iterable[Any], what: str, make: Any) -> list[Any]:
    """What can be made of these rows; each one that cannot leaves its reason."""
    made = []
    for rank, row in enumerate(rows, 1):
        try:
            made.append(make(row))
        except (_Problem, KeyError, AttributeError, TypeError, ValueError, LookupError) as error:
            name = row.get("id") if isinstance(row, dict) else None
            said = str(error) if isinstance(error, _Problem) else f"valeur illisible ou absente ({error})."
            problems.append(f"{what} « {name or f'n° {rank}'} » : {said}")
    return made


def _year(said: Mapping[str, Any], events: tuple[Gathering, ...]) -> int:
    """The year it is about: said, else that of most events."""
    given = (said.get("meta") or {}).get("year")
    years = [one.year for one in events]
    return int(given) if given else max(set(years), key=years.count)


def _gathering(row: dict[str, Any]) -> Gathering:
    zone = row.get("timezone") or "Europe/Paris"
    counts = {figure: _whole(row, figure) for figure in FIGURES}
    total = _whole(row, "satisfied_total")
    satisfied = [value for value in (counts["very_satisfied"], counts["satisfied"]) if value is not None]
    if total is not None and len(satisfied) == 2 and sum(satisfied) != total:
        raise _Problem(f"{total} satisfaits en tout (satisfied_total), mais {satisfied[0]} très satisfaits et {satisfied[1]} satisfaits.")
    starts_at = _instant(row, "start", zone)
    return Gathering(
        id=_text(row, "id"), year=int(row.get("year") or starts_at.astimezone(ZoneInfo(zone)).year), kind=_text(row, "kind"),
        title=typeset(_text(row, "title").replace("'", "’")), state=_one_of(row, "status", {state.value: state for state in State}),
        hosting=_one_of(row, "hosting", HOSTINGS, "cnsa"), modality=_one_of(row, "modality", {way.value: way for way in Modality}, "online"),
        timezone=zone, starts_at=starts_at, ends_at=_instant(row, "end", zone), half_days=_whole(row, "half_days"),
        cycle=row.get("cycle") or "", series=row.get("series") or "", networks=_words(row, "networks"), regions=_words(row, "region_codes"),
        departments=_words(row, "department_codes"), host_department=row.get("host_department") or "", city=row.get("city") or "",
        partners=_words(row, "coorganisers"), roles=_words(row, "audience_roles"), refs=_words(row, "refs"),
        counts={figure: value for figure, value in counts.items() if value is not None},
    )  # fmt: skip


def _series(row: dict[str, Any]) -> SeriesFigures:
    given = row.get("registrations_per_person") or {}
    prefix = "distinct_attended_"
    return SeriesFigures(
        code=row["id"],
        distinct_registered=_whole(row, "distinct_registered"),
        per_person={int(times): _some(row, "registrations_per_person", people) for times, people in given.items() if int(people)},
        departments=_words(row, "departments_registered"),
        distinct_attended=_whole(row, "distinct_attended"),
        attended_by_ref={key.removeprefix(prefix): _some(row, key, value) for key, value in row.items() if key.startswith(prefix)},
        cnsa_participations=_whole(row, "cnsa_participations"),
        cnsa_distinct=_whole(row, "cnsa_distinct"),
    )


def _network(row: dict[str, Any]) -> NetworkFigures:
    unit = row.get("unit") or "person"
    if unit not in ("person", "organisation", "territory"):
        raise _Problem(f"unité « {unit} » inconnue (person, organisation ou territory).")
    return NetworkFigures(row["id"], _some(row, "members", row["members"]), unit, row.get("organisation_type") or "")


def _letter(row: dict[str, Any]) -> Letter:
    return Letter(
        row["network"], typeset(_text(row, "title").replace("'", "’")), _day(row, "sent"), _some(row, "recipients", row["recipients"])
    )


def _space(row: dict[str, Any]) -> Space:
    closed = _day(row, "closed") if row.get("closed") else None
    return Space(row["network"], row.get("title") or row.get("name") or "", row.get("url") or "", _day(row, "opened"), closed)


def _text(row: Mapping[str, Any], key: str) -> str:
    found = row.get(key)
    if not found:
        raise _Problem(f"« {key} » manque.")
    return str(found)


def _words(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """``a|b``, or a list."""
    found = row.get(key) or ()
    return tuple(word for word in (found.split("|") if isinstance(found, str) else map(str, found)) if word)


def _whole(row: Mapping[str, Any], key: str) -> int | None:
    found = row.get(key)
    return None if found is None or found == "" else _some(row, key, found)


def _some(row: Mapping[str, Any], key: str, found: Any) -> int:
    text = str(found)
    if isinstance(found, bool) or not text.isascii() or not text.isdigit():
        raise _Problem(f"« {key} » vaut « {found} » : un nombre entier, au moins 0, est attendu.")
    return int(text)


def _one_of(row: Mapping[str, Any], key: str, words: Mapping[str, Any], usual: str = "") -> Any:
    found = row.get(key) or usual
    if found not in words:
        raise _Problem(f"« {key} » vaut « {found} » : {', '.join(words)} sont possibles.")
    return words[found]


def _instant(row: Mapping[str, Any], key: str, zone: str) -> datetime:
    found = datetime.fromisoformat(_text(row, key))
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))


def _day(row: Mapping[str, Any], key: str) -> date:
    found = _text(row, key)
    if len(found) == len("2024-03-04"):
        return date.fromisoformat(found)
    moment = datetime.fromisoformat(found)
    return (moment.astimezone(PARIS) if moment.tzinfo else moment).date()
