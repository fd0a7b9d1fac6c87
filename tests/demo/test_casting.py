"""Series drawn at random from real territories: whatever people made their figures, other people are found who make the same."""

import json
import random
from collections import Counter
from datetime import date

import pytest

from app.demo.year import checks, degrees, lines, reading, rows
from app.demo.year.groups import cast_of

NETWORKS = {"cd": "ems-apa", "mdph": "mdph-directeurs", "mixed": "cercle-communicants", "ars": "ars-pathos"}


def drawn(chance, kind, figure, reference):
    """A series of a few events, and its figures, counted on people drawn for that."""
    territory = sorted(chance.sample(list(reference.departments), chance.choice([6, 25, 101])))
    pool = [_person(chance, number, kind, territory, reference) for number in range(chance.randint(10, 250))]
    events = []
    for rank in range(chance.randint(1, 8)):
        share, came = chance.choice([0.2, 0.5, 0.9]), chance.choice([0.5, 0.8, 0.97])
        registered = [one for one in pool if chance.random() < share] or pool[:1]
        events.append((registered, [one for one in registered if chance.random() < came], "A" if rank % 2 else "B"))
    lines_of = [_line(rank, event, kind, territory) for rank, event in enumerate(events)]
    return {"meta": {"year": 2024}, "events": lines_of, "series": {"s-2024": _figures(events, figure)}}


def _person(chance, number, kind, territory, reference):
    type_ = chance.choice(["cd", "mdph", "ars"]) if kind == "mixed" else kind
    at = chance.choice(territory)
    return number, reference.responsible(type_, at), type_, None if type_ == "ars" else at


def _line(rank, event, kind, territory):
    registered, came, ref = event
    line = {
        "id": f"e{rank}", "kind": "webinaire", "title": "Essai", "status": "held", "hosting": "cnsa", "networks": NETWORKS[kind], "series": "s-2024",
        "start": f"2024-0{rank + 1}-05T10:00:00+01:00", "end": f"2024-0{rank + 1}-05T11:00:00+01:00", "refs": ref,
        "department_codes": "|".join(territory) if len(territory) < 101 else "", "registered": len(registered), "attended": len(came),
    }  # fmt: skip
    if kind != "ars":
        line |= {"departments_registered": _departments(registered), "departments_represented": _departments(came)}
    if kind == "mdph":
        line |= {"mdph_registered": len({one[1] for one in registered}), "mdph_represented": len({one[1] for one in came})}
    return line


def _departments(people):
    return len({one[3] for one in people} - {None})


def _figures(events, figure):
    times = Counter(person for registered, _came, _ref in events for person in registered)
    return {
        "distinct_attended": {"distinct_attended": len({one for _registered, came, _ref in events for one in came})},
        "distinct_registered": {"distinct_registered": len(times)},
        "distinct_attended_A": {"distinct_attended_A": len({one for _registered, came, ref in events for one in came if ref == "A"})},
        "both": {
            "distinct_attended": len({one for _registered, came, _ref in events for one in came}),
            "registrations_per_person": {str(n): people for n, people in Counter(times.values()).items()},
        },
        "registrations_per_person": {
            "distinct_registered": len(times),
            "registrations_per_person": {str(n): people for n, people in Counter(times.values()).items()},
            "departments_registered": sorted({one[3] for one in times}) if None not in {one[3] for one in times} else [],
        },
    }[figure]


CASES = [
    (seed, kind, figure)
    for figure in ("distinct_attended", "distinct_registered", "distinct_attended_A")
    for kind in NETWORKS
    for seed in range(6)
] + [
    *((seed, "cd", "registrations_per_person") for seed in range(6)),
    *((seed, kind, "both") for kind in ("cd", "mdph") for seed in range(6)),
]  # fmt: skip


@pytest.fixture
def reference():
    return rows.reference_on(date(2024, 12, 31))


def test_figures_that_some_people_make_are_made_by_those_who_are_cast(reference):
    for seed, kind, figure in CASES:
        year = reading.read(json.dumps(drawn(random.Random(seed), kind, figure, reference)))
        checks.expect_sound(year, reference)
        cast, where = cast_of(year, reference), f"{figure} {kind} {seed}"
        for one in year.events:
            seats = cast[one.id]
            assert _counts([*seats.present, *seats.absent], seats.present, one.counts, reference) == one.counts, where
        _expect_series(year, cast, where)


def _counts(everybody, came, wanted, reference):
    assert len({*everybody}) == len(everybody)
    got = {"registered": len(everybody), "attended": len(came)}
    for people, name in ((everybody, "registered"), (came, "represented")):
        got[f"departments_{name}"] = len({cell.department for cell, _rank in people} - {None})
        got[f"mdph_{name}"] = len({cell.organisation for cell, _rank in people if reference.type_of(cell.organisation) == "mdph"})
    return {key: got[key] for key in wanted}


def _expect_series(year, cast, where):
    figures, events = year.series["s-2024"], year.held_of("s-2024")
    registered = [seat for one in events for seat in (*cast[one.id].present, *cast[one.id].absent)]
    came = {seat for one in events for seat in cast[one.id].present}
    assert figures.distinct_attended in (None, len(came)), where
    assert figures.distinct_registered in (None, len({*registered})), where
    for ref, people in figures.attended_by_ref.items():
        assert people == len({seat for one in events if ref in one.refs for seat in cast[one.id].present}), where
    if figures.per_person:
        assert Counter(Counter(registered).values()) == Counter(figures.per_person), where
    if figures.departments:
        assert {cell.department for cell, _rank in registered} == {*figures.departments}, where


def test_the_delegates_of_a_series_are_among_those_who_register_so_many_times(reference):
    year = drawn(random.Random(5), "cd", "both", reference)
    events, figures = year["events"], year["series"]["s-2024"]
    for one in events:  # the same three delegates come to each
        one["registered"], one["attended"] = one["registered"] + 3, one["attended"] + 3
    per_person = Counter({int(n): people for n, people in figures["registrations_per_person"].items()}) + Counter({len(events): 3})
    figures |= {"registrations_per_person": {str(n): people for n, people in per_person.items()}, "cnsa_distinct": 3}
    figures |= {"cnsa_participations": 3 * len(events), "distinct_attended": figures["distinct_attended"] + 3}
    read = reading.read(json.dumps(year))
    checks.expect_sound(read, reference)
    cast = cast_of(read, reference)
    ours = [seat for one in cast.values() for seat in one.present if seat[0].organisation == "cnsa"]
    assert (len(ours), len({*ours})) == (3 * len(events), 3)
    _expect_series(read, cast, "delegates")


def test_people_come_back_exactly_as_often_as_asked():
    wanted = [3, 5, 2, 5]
    for fresh in range(5, 16):
        seats = lines.coming(wanted, [], fresh, 0)
        assert [len({*one}) for one in seats] == wanted
        assert len({person for one in seats for person in one}) == fresh


def test_nobody_is_both_present_and_absent():
    here = [[0, 1], [1, 2], [0, 2]]
    for fresh in range(1, 7):
        gone = lines.away([2, 2, 2], here, range(3), fresh, 3)
        assert not any({*came} & {*stayed} for came, stayed in zip(here, gone, strict=True))
        assert len({person for one in gone for person in one if person > 2}) == fresh


def test_more_than_there_are_and_fewer_than_there_must_be_are_told_apart():
    for target in (4, 9):
        with pytest.raises(lines.OutOfReach) as found:
            lines.shared_out({"a": 2, "b": 3}, {"a": 4, "b": 4}, target)
        assert (found.value.least, found.value.most) == (5, 8)
    assert lines.shared_out({"a": 2, "b": 3}, {"a": 4, "b": 4}, 7, easy={"b": 4}) == {"a": 3, "b": 4}


def test_degrees_are_spread_over_events_or_said_to_be_impossible():
    assert degrees.gap({1: 2, 3: 1}, [3, 1, 1]) is None
    assert degrees.attendances({1: 2, 3: 1}, [3, 1, 1]) == [(0, 1, 2), (0,), (0,)]
    assert degrees.gap({3: 2}, [3, 2, 1]) == 1  # two people cannot be three
