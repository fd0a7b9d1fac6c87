"""Which events may show what was answered about them, so that nobody is recognised."""

from collections.abc import Iterable

from app.indicators.entries import Counts, Entry
from app.satisfaction.models import FEWEST

Counted = tuple[Entry, Counts]


def is_told(answered: int) -> bool:
    """Whether so many answers may be told."""
    return answered >= FEWEST


def told(counted: Iterable[Counted]) -> list[Counted]:
    """The events with enough answers. Those left out must have enough of them together, or the total would give them away:
    the smallest of the others is then left out with them."""
    found = [*counted]
    hidden = sum(one.answered for _, one in found if not is_told(one.answered))
    shown = [(entry, one) for entry, one in found if is_told(one.answered)]
    if 0 < hidden < FEWEST and shown:
        smallest = min(shown, key=lambda pair: (pair[1].answered, pair[0].id))
        shown.remove(smallest)
    return shown
