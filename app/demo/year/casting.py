"""Who comes to the events of one series: people come back from date to date until as many distinct ones as its figures say are seen."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.demo.year.crowd import Company, Crowd, need_of
from app.demo.year.file import BrokenFile, Gathering, SeriesFigures
from app.demo.year.lines import OutOfReach, away, coming, shared_out
from app.demo.year.reference import Cell, Reference

Seat = tuple[Cell, int]  # the cell, and which of its people
STEP = 7  # how far the next event of a series looks for its departments


@dataclass
class Seats:
    """The people of one event."""

    present: list[Seat] = field(default_factory=list)
    absent: list[Seat] = field(default_factory=list)


Cast = dict[str, Seats]  # by event


@dataclass(frozen=True)
class Group:
    """Events whose people are counted together, and the order in which each looks for its departments."""

    events: Sequence[Gathering]
    figures: SeriesFigures
    orders: Mapping[str, Sequence[str]]


def cast(group: Group, reference: Reference) -> Cast:
    """The people of each event; when there would be too many distinct ones, more of them come to every date."""
    reasons = None
    for orders, shared in _ways(group):
        crowds = _crowds(group, reference, orders, shared)
        try:
            return _Casting(group, crowds).done()
        except OutOfReach as reason:
            reasons = reason
            if reason.target > reason.most:
                break
    assert reasons is not None  # noqa: S101 - there is at least one way
    raise BrokenFile(
        [
            f"{group.figures.named} : {reasons.target} personnes distinctes sont annoncées, mais avec les inscrits et les départements "
            f"de ses événements on n’en trouve qu’entre {reasons.least} et {reasons.most}."
        ]
    )


def _ways(group: Group) -> Iterator[tuple[Mapping[str, Sequence[str]], int]]:
    """Other departments at each date, then the same at each, then more and more people without a department."""
    if not group.figures.departments:
        turned = {one.id: _turned(group.orders[one.id], STEP * rank) for rank, one in enumerate(group.events)}
        yield turned, 0
    largest = max((one.count("registered") for one in group.events), default=0)
    shared = 0
    while shared <= largest:
        yield group.orders, shared
        shared = shared + 1 if shared < 8 else shared * 5 // 4


def _turned(order: Sequence[str], by: int) -> list[str]:
    start = by % len(order) if order else 0
    return [*order[start:], *order[:start]]


def _crowds(group: Group, reference: Reference, orders: Mapping[str, Sequence[str]], shared: int) -> dict[str, Crowd]:
    delegates = delegations(group)
    found = {}
    for rank, one in enumerate(group.events):
        order = orders[one.id]
        need = need_of(one, min(len(order), one.count("registered")) if group.figures.departments else 0)
        found[one.id] = Company(one, need, reference, order, rank, delegates.get(one.id)).crowd(shared)
    return found


def delegations(group: Group) -> dict[str, int]:
    """How many CNSA delegates come to each event, where the series counts them: as evenly as there is room."""
    total = group.figures.cnsa_participations
    if total is None:
        return {}
    room = {one.id: need.present - max(need.departments_present, need.mdph_present) for one in group.events if (need := need_of(one))}
    try:
        return shared_out(dict.fromkeys(room, 0), room, total)
    except OutOfReach:
        message = f"{group.figures.named} : {total} participations de la CNSA ne tiennent pas parmi les présents (cnsa_participations)."
        raise BrokenFile([message]) from None


class _Casting:
    """People for the cells of a series, once it is known how many of each cell are at each event."""

    def __init__(self, group: Group, crowds: Mapping[str, Crowd]):
        self.group = group
        self.present = {one.id: Counter(crowds[one.id].present) for one in group.events}
        self.absent = {one.id: Counter(crowds[one.id].absent) for one in group.events}
        self.cells = [*dict.fromkeys(cell for crowd in crowds.values() for cell in (*crowd.present, *crowd.absent))]
        self.size = dict.fromkeys(self.cells, 0)  # people of each cell so far
        self.here: dict[tuple[str, Cell], list[int]] = {}
        self.found: Cast = {one.id: Seats() for one in group.events}

    def done(self) -> Cast:
        figures, left = self.group.figures, [*self.group.events]
        for ref, target in figures.attended_by_ref.items():
            block = [one for one in left if ref in one.refs]
            left = [one for one in left if one not in block]
            self._let_in(block, target, apart=True)
        total = figures.distinct_attended
        if total is None and figures.distinct_registered is not None:
            absences = sum(one.absent for one in self.group.events)
            total = max(figures.distinct_registered - absences, self._fewest(left) + sum(self.size.values()))
        self._let_in(left, total)
        self._keep_away(figures.distinct_registered)
        return self.found

    def _fewest(self, block: Sequence[Gathering]) -> int:
        return sum(max(0, max((self.present[one.id][cell] for one in block), default=0) - self.size[cell]) for cell in self.cells)

    def _registered(self, one: Gathering, cell: Cell) -> int:
        return self.present[one.id][cell] + self.absent[one.id][cell]

    def _let_in(self, block: Sequence[Gathering], total: int | None, apart: bool = False) -> None:
        """People come to these events, so many in all; ``apart``, so many of their own, none of whom came to the events before."""
        wanted = {cell: [self.present[one.id][cell] for one in block] for cell in self.cells}
        before = dict.fromkeys(self.cells, 0) if apart else dict(self.size)
        least = {cell: max(0, max(seats, default=0) - before[cell]) for cell, seats in wanted.items()}
        most = {cell: sum(seats) for cell, seats in wanted.items()}
        least |= self._delegates_among(wanted)
        most |= self._delegates_among(wanted)
        registered = {cell: max((self._registered(one, cell) for one in block), default=0) for cell in self.cells}
        easy = {cell: registered[cell] - before[cell] for cell in self.cells}  # they are needed to register in any case
        new = least if total is None else shared_out(least, most, total, sum(before.values()), easy)
        for cell, seats in wanted.items():
            pool = range(self.size[cell] - before[cell], self.size[cell])
            for one, people in zip(block, coming(seats, pool, new[cell], self.size[cell]), strict=True):
                self.here[one.id, cell] = people
                self.found[one.id].present += [(cell, person) for person in people]
            self.size[cell] += new[cell]

    def _delegates_among(self, wanted: Mapping[Cell, list[int]]) -> dict[Cell, int]:
        """The people of the CNSA, whose number the series gives."""
        figures = self.group.figures
        ours = [cell for cell, seats in wanted.items() if cell.organisation == "cnsa" and any(seats)]
        if figures.cnsa_participations is None or figures.cnsa_distinct is None or not ours:
            return {}
        cell = ours[0]
        return {cell: max(0, figures.cnsa_distinct - self.size[cell])}

    def _keep_away(self, target: int | None) -> None:
        """The others registered and did not come: people who come to other dates, or nobody else."""
        events = self.group.events
        wanted = {cell: [self.absent[one.id][cell] for one in events] for cell in self.cells}
        here = {cell: [self.here[one.id, cell] for one in events] for cell in self.cells}
        totals = {cell: [len(came) + seats for came, seats in zip(here[cell], wanted[cell], strict=True)] for cell in self.cells}
        least = {cell: max(0, max(totals[cell], default=0) - self.size[cell]) for cell in self.cells}
        most = {cell: sum(wanted[cell]) for cell in self.cells}
        new = least if target is None else shared_out(least, most, target, sum(self.size.values()))
        for cell, seats in wanted.items():
            people = away(seats, here[cell], range(self.size[cell]), new[cell], self.size[cell])
            for one, gone in zip(events, people, strict=True):
                self.found[one.id].absent += [(cell, person) for person in gone]
