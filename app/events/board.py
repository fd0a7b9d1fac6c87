"""The board of a cycle: where each territory stands."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.text import searchable
from app.directory.models import Region
from app.events.models import Event
from app.events.words import State

STANDINGS = {
    "planned": "À planifier",
    State.DRAFT.value: "Date retenue",
    State.PUBLISHED.value: "Ouvert",
    State.CLOSED.value: "Inscriptions closes",
    State.HELD.value: "Tenu",
    State.ARCHIVED.value: "Tenu",
    State.CANCELLED.value: "Annulé",
}


@dataclass(frozen=True)
class BoardLine:
    """A territory and its event; without event, it is still to plan."""

    territory: str
    event: Event | None

    @property
    def standing(self) -> str:
        return STANDINGS[self.event.state.value if self.event else "planned"]


@dataclass(frozen=True)
class Board:
    """Each territory of a cycle, and how many stand where."""

    lines: list[BoardLine]

    @property
    def counts(self) -> list[tuple[str, int]]:
        found = Counter(line.standing for line in self.lines)
        return [(word, found[word]) for word in dict.fromkeys(STANDINGS.values()) if found[word]]

    @property
    def held(self) -> int:
        return sum(line.standing == "Tenu" for line in self.lines)

    @property
    def expected(self) -> int:
        """Everything but what was called off."""
        return sum(line.standing != "Annulé" for line in self.lines)


def board_of(events: Sequence[Event], regions: Sequence[Region]) -> Board:
    """One line per region and event; an event without region stands under its departments, or under France."""
    lines: list[BoardLine] = []
    covered: set[str] = set()
    for event in events:
        codes = {region.code for region in event.regions}
        inside = {department.region_code for department in event.departments if department.region_code}
        if not event.is_cancelled:
            covered |= codes | inside
        names = [region.name for region in event.regions] or [department.name for department in event.departments] or ["France entière"]
        lines += [BoardLine(name, event) for name in names]
    if covered or not events:  # a cycle without any region is not a tour of them
        lines += [BoardLine(region.name, None) for region in regions if region.code not in covered]
    return Board(sorted(lines, key=_by_date))


def _by_date(line: BoardLine) -> tuple[bool, str, str]:
    """What has a date first, in order; then what is still to plan, by name."""
    on = line.event.starts_at.isoformat() if line.event else ""
    return line.event is None, on, searchable(line.territory)
