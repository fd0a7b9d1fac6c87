"""The people of one cell over the events of a series: the same ones come back, and as many new ones come as the figures ask for."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


class OutOfReach(Exception):
    """A number of distinct people that these events cannot have: fewer than ``least``, or more than ``most``."""

    def __init__(self, target: int, least: int, most: int):
        self.target, self.least, self.most = target, least, most
        super().__init__(f"{target} not in {least}..{most}")


def shared_out(
    least: Mapping[Key, int], most: Mapping[Key, int], target: int, known: int = 0, easy: Mapping[Key, int] | None = None
) -> dict[Key, int]:
    """The least of each, then one more in turn where there is room, until their sum and the ``known`` ones are the target.

    Room is taken where it is ``easy`` first.
    """
    found, missing = dict(least), target - known - sum(least.values())
    if missing < 0 or target - known > sum(most.values()):
        raise OutOfReach(target, known + sum(least.values()), known + sum(most.values()))
    for bounds in ({key: min(most[key], room) for key, room in (easy or {}).items()}, most):
        while missing and (open_to := [key for key in bounds if found[key] < bounds[key]]):
            for key in open_to[:missing]:
                found[key] += 1
            missing -= len(open_to[:missing])
    return found


def coming(wanted: Sequence[int], pool: Sequence[int], fresh: int, number: int) -> list[list[int]]:
    """For each event the people who come: from the pool as long as people come back, else new ones, numbered from ``number``.

    Taking back as many as one can as early as one can leaves ``fresh`` new ones, whatever that number is between its bounds.
    """
    again, known, found = sum(wanted) - fresh, [*pool], []
    for turn, seats in enumerate(wanted):
        back = min(seats, len(known), again)
        chosen, new = _in_turn(known, turn)[:back], range(number, number + seats - back)
        again, number = again - back, number + len(new)
        known += new
        found.append([*chosen, *new])
    return found


def away(wanted: Sequence[int], here: Sequence[Sequence[int]], pool: Sequence[int], fresh: int, number: int) -> list[list[int]]:
    """For each event the people who registered and did not come, never one who came; new ones as in ``coming``."""
    again, known, found = sum(wanted) - fresh, [*pool], []
    for turn, (seats, came) in enumerate(zip(wanted, here, strict=True)):
        present = set(came)
        free = [one for one in _in_turn(known, turn) if one not in present]
        back = min(seats, len(free), again)
        new = range(number, number + seats - back)
        again, number = again - back, number + len(new)
        known += new
        found.append([*free[:back], *new])
    return found


def _in_turn(known: Sequence[int], turn: int) -> list[int]:
    """Not always the same ones stay at home."""
    start = turn * 5 % len(known) if known else 0
    return [*known[start:], *known[:start]]
