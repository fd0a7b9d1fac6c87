"""People one by one for a series of which only totals are known: who registers how often is invented, then exchanged until all is right."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from app.demo.year.casting import Cast, Group, delegations
from app.demo.year.degrees import attendances
from app.demo.year.lines import OutOfReach, shared_out
from app.demo.year.reference import Reference
from app.demo.year.spread import housed, settled

TRIED = 2  # ways, before it is said that there is none
People = list[dict[int, bool]]  # the events of each, and whether they came


def cast_one_by_one(group: Group, reference: Reference) -> Cast | None:
    """The people of each event of a series; None when none are found."""
    delegates = _delegates(group)
    tried = islice(_tried(group, delegates), TRIED)
    guests = (housed(group, people, range(len(delegates)), reference) for people in tried)
    return next((found for one in guests if (found := settled(group, one, reference))), None)


def _tried(group: Group, delegates: People) -> Iterator[People]:
    """People as many as the series says; where it does not, half of the absent are known from its other events, or none is."""
    here = [one.count("attended") - sum(at.get(rank, False) for at in delegates) for rank, one in enumerate(group.events)]
    for total in _totals(group, here, len(delegates)):
        for spare in (2, 1) if group.figures.distinct_registered is None else (1,):
            try:
                come = [*({**at} for at in delegates), *_come(group, here, total)]
                yield [*come, *_stay(group, come, spare)]
            except OutOfReach:
                continue


def _totals(group: Group, here: Sequence[int], known: int) -> Iterable[int]:
    """How many people may have come, the CNSA's aside: so many, or any number where the file does not say."""
    if group.figures.distinct_attended is not None:
        return (group.figures.distinct_attended - known,)
    return range(max(here, default=0), sum(here) + 1) if group.figures.distinct_registered is not None else (sum(here),)


def _delegates(group: Group) -> People:
    """The CNSA's people, who all come."""
    seats = delegations(group)
    total = sum(seats.values())
    number = group.figures.cnsa_distinct or max(seats.values(), default=0)
    return _present([seats.get(one.id, 0) for one in group.events], [*range(len(group.events))], number) if total else []


def _come(group: Group, here: Sequence[int], total: int) -> People:
    """As many people as came, those of each block of events apart."""
    left, found = [*range(len(group.events))], People()
    for ref, number in group.figures.attended_by_ref.items():
        block = [rank for rank in left if ref in group.events[rank].refs]
        left = [rank for rank in left if rank not in block]
        found += _present(here, block, number)
    seats = [here[rank] for rank in left]
    return found + _present(here, left, min(max(total - len(found), *seats, 0), sum(seats)))


def _present(seats: Sequence[int], events: Sequence[int], number: int) -> People:
    """So many people who fill the seats of these events."""
    return [{events[rank]: True for rank in at} for at in _filled([seats[rank] for rank in events], number)]


def _stay(group: Group, come: People, spare: int) -> People:
    """Those who registered and did not come: people who came elsewhere, and others who came nowhere."""
    away = [one.absent for one in group.events]
    free = [sorted((at for at in come if rank not in at), key=len) for rank in range(len(away))]
    distinct = group.figures.distinct_registered
    number = max(sum(away) // spare, *away, 0) if distinct is None else distinct - len(come)
    if number < 0:
        raise OutOfReach(distinct or 0, len(come), len(come) + sum(away))
    least = {rank: max(0, seats - number) for rank, seats in enumerate(away)}
    again = shared_out(least, {rank: min(seats, len(free[rank])) for rank, seats in enumerate(away)}, sum(away) - number)
    for rank, seats in again.items():
        for at in free[rank][:seats]:
            at[rank] = False
    return [dict.fromkeys(at, False) for at in _filled([seats - again[rank] for rank, seats in enumerate(away)], number)]


def _filled(seats: Sequence[int], number: int) -> list[tuple[int, ...]]:
    """The events of so many people who fill these seats, each about as often as the others."""
    if not number or not sum(seats):
        return []
    times, more = divmod(sum(seats), number)
    return attendances({times: number - more, times + 1: more}, seats)
