"""How many events each person of a series registers to is prescribed: a degree sequence, spread over events, then over departments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.demo.year.search import Slot


def gap(per_person: Mapping[int, int], seats: Sequence[int]) -> int | None:
    """How many of the largest events cannot be filled by such people (Gale–Ryser); None when all can."""
    largest = sorted(seats, reverse=True)
    for number in range(1, len(largest) + 1):
        if sum(largest[:number]) > sum(people * min(times, number) for times, people in per_person.items()):
            return number
    return None


def attendances(per_person: Mapping[int, int], seats: Sequence[int]) -> list[tuple[int, ...]]:
    """The events of each person, the most assiduous first: each time those that lack most people, which never leads astray."""
    left, found = [*seats], []
    for times in sorted(per_person, reverse=True):
        for _person in range(per_person[times]):
            chosen = sorted(range(len(left)), key=lambda event: (-left[event], event))[:times]
            for event in chosen:
                left[event] -= 1
            found.append(tuple(sorted(chosen)))
    return found


@dataclass
class Cover:
    """Every event must be seen from each of its slots; ``slots`` are those of each event, the commonest first."""

    slots: Sequence[Sequence[Slot]]
    people: Sequence[tuple[int, ...]]

    def __post_init__(self) -> None:
        self.open = [dict.fromkeys(slots, 0) for slots in self.slots]  # by event, how many people each slot has
        self.left = [sum(event in events for events in self.people) for event in range(len(self.slots))]
        self.missing = [len(slots) for slots in self.slots]
        self.spread = {slot: sum(slot in slots for slots in self.open) for slots in self.slots for slot in slots}
        self.load = dict.fromkeys(self.spread, 0)
        self.allowed: dict[tuple[int, ...], list[Slot]] = {}

    def found(self) -> list[Slot] | None:
        """The slot of each person; None when one remains empty whatever we try."""
        chosen: list[Slot] = []
        for events in self.people:
            slots = self._allowed(events)
            if not slots:
                return None
            slot = max(slots, key=lambda one: self._worth(one, events))
            self._seat(slot, events, 1)
            chosen.append(slot)
        return chosen if self._mend(chosen) else None

    def _allowed(self, events: tuple[int, ...]) -> list[Slot]:
        if events not in self.allowed:
            rarest = min(events, key=lambda event: len(self.slots[event]))
            self.allowed[events] = [slot for slot in self.slots[rarest] if all(slot in self.open[event] for event in events)]
        return self.allowed[events]

    def _worth(self, slot: Slot, events: tuple[int, ...]) -> tuple[int, int, int, int]:
        """What a person brings there: events that can't wait, events seen from there for the first time, rare slots first."""
        new = [event for event in events if not self.open[event][slot]]
        urgent = sum(self.left[event] <= self.missing[event] for event in new)
        rarity = -self.spread[slot] if new else self.spread[slot]  # who is one too many goes where many are
        return urgent, len(new), rarity, -self.load[slot]

    def _seat(self, slot: Slot, events: tuple[int, ...], by: int) -> None:
        for event in events:
            was = self.open[event][slot]
            self.open[event][slot] = was + by
            self.missing[event] += (was + by == 0) - (was == 0)
            self.left[event] -= by
        self.load[slot] += by

    def _mend(self, chosen: list[Slot]) -> bool:
        """Somebody whom their slot does not need goes where somebody is missing, until nothing changes."""
        empty = [(event, slot) for event, slots in enumerate(self.open) for slot, people in slots.items() if not people]
        for event, slot in empty:
            for person, events in enumerate(self.people):
                spare = event in events and slot in self._allowed(events) and all(self.open[one][chosen[person]] > 1 for one in events)
                if spare and not self.open[event][slot]:
                    self._seat(chosen[person], events, -1)
                    self._seat(slot, events, 1)
                    chosen[person] = slot
                    break
        return not any(self.missing)
