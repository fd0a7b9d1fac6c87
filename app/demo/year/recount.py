"""What the rows say once they are there, beside what the file says: one difference and nothing is loaded."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from app.demo.year import rows
from app.demo.year.file import FIGURES, SeriesFigures, YearFile
from app.demo.year.reference import Reference

Taken = Sequence[tuple[int, int, bool, str, str]]  # event, person, came, department, type of structure


def differences(year: YearFile, numbers: Mapping[str, int], reference: Reference) -> list[str]:
    """Every count of the file that the rows do not give."""
    return [*_of_events(year, numbers), *_of_series(year, numbers), *_of_networks(year, reference)]


def _of_events(year: YearFile, numbers: Mapping[str, int]) -> Iterator[str]:
    found = rows.counted([*numbers.values()])
    for one in year.events:
        for figure, wanted in one.counts.items():
            got = found.get(numbers[one.id], {}).get(figure, 0)
            if got != wanted:
                yield f"{one.named} : {got} {FIGURES[figure]} au lieu de {wanted} ({figure})."


def _of_series(year: YearFile, numbers: Mapping[str, int]) -> Iterator[str]:
    for code, figures in year.series.items():
        events = year.held_of(code)
        ids = {numbers[one.id] for one in events}
        taken = rows.seats_of([*ids]) if ids else []
        expected = dict(_expected(figures))
        for figure, got in _figures_of(taken, figures).items():
            if figure in expected and expected[figure] != got:
                yield f"{figures.named} : {got} au lieu de {expected[figure]} ({figure})."
        for ref, wanted in figures.attended_by_ref.items():
            inside = {numbers[one.id] for one in events if ref in one.refs}
            people = len({person for event, person, came, *_ in taken if came and event in inside})
            if people != wanted:
                yield f"{figures.named} : {people} au lieu de {wanted} (distinct_attended_{ref})."


def _expected(figures: SeriesFigures) -> Iterator[tuple[str, object]]:
    whole = {
        "distinct_registered": figures.distinct_registered,
        "distinct_attended": figures.distinct_attended,
        "cnsa_participations": figures.cnsa_participations,
        "cnsa_distinct": figures.cnsa_distinct,
        "registrations_per_person": dict(sorted(figures.per_person.items())) or None,
        "departments_registered": sorted(figures.departments) or None,
    }
    yield from ((figure, value) for figure, value in whole.items() if value is not None)


def _figures_of(taken: Taken, figures: SeriesFigures) -> dict[str, object]:
    cnsa = [person for _event, person, came, _at, kind in taken if came and kind == "cnsa"]
    return {
        "distinct_registered": len({person for _event, person, *_ in taken}),
        "distinct_attended": len({person for _event, person, came, *_ in taken if came}),
        "cnsa_participations": len(cnsa),
        "cnsa_distinct": len({*cnsa}),
        "registrations_per_person": dict(sorted(Counter(Counter(person for _event, person, *_ in taken).values()).items())),
        "departments_registered": sorted({at for *_, at, _kind in taken if at}),
    }


def _of_networks(year: YearFile, reference: Reference) -> Iterator[str]:
    for one in year.networks:
        got = rows.count_members(reference.networks[one.code].id, year.last_day)
        if got != one.members:
            yield f"réseau « {one.code} » : {got} membres au 31 décembre au lieu de {one.members} (members)."
