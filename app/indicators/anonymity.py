"""Which answers may be told, so that nobody is recognised: neither in a figure, nor by taking one figure from another."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date

from app.indicators.entries import Counts, Entry
from app.indicators.scope import Scope
from app.satisfaction.models import FEWEST

Counted = tuple[Entry, Counts]


def is_told(answered: int) -> bool:
    """Whether so many answers may be told."""
    return answered >= FEWEST


def told(counted: Iterable[Counted]) -> list[Counted]:
    """The events with enough answers to be shown one by one."""
    return [(entry, one) for entry, one in counted if is_told(one.answered)]


def pooled(counted: Iterable[Counted], scope: Scope) -> list[Counted]:
    """The events whose answers count in the figure of them all: those that are told, and groups of small ones, enough together.

    A group is never cut. Two figures whose filters differ by one small event, a day or a theme apart, would tell what its few people said.
    """
    small: defaultdict[Hashable, list[Counted]] = defaultdict(list)
    kept = []
    for entry, one in counted:
        if is_told(one.answered):
            kept.append((entry, one))
        elif _leaves_groups_whole(scope, entry.on.year):
            small[entry.on.year, entry.hosting, entry.networks, entry.kind, entry.cycle, entry.series].append((entry, one))
    enough = (group for group in small.values() if is_told(sum(one.answered for _, one in group)))
    return kept + [one for group in enough for one in group]


def _leaves_groups_whole(scope: Scope, year: int) -> bool:
    """Whether every group of that year is in the scope, or out of it, whole."""
    is_cut = scope.themes or scope.regions or scope.departments or scope.modalities
    return not is_cut and scope.first <= date(year, 1, 1) and date(year, 12, 31) <= scope.last
