"""When places cannot be given one person after the other: they are exchanged, step by step, until every count is right."""

import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Undo = Callable[[], None]
Slot = tuple[str, str]  # a MDPH ("" for another structure) and a department
STEPS = 200_000
MOST_TRIED = 8  # places, for one person
HOT, COLD = 1.2, 0.08  # how willingly a change for the worse is tried, at first and at last


@dataclass(frozen=True)
class Wanted:
    """How many departments and MDPH an event must be seen from; None where the file does not say."""

    departments: int | None
    mdph: int | None


class Search:
    """The events and the slot of each person, and how far they are from what is wanted."""

    def __init__(
        self, people: Sequence[tuple[int, ...]], chosen: Sequence[Slot], slots: Sequence[Slot], wanted: Sequence[Wanted], all_of: int
    ):
        self.people = [{*events} for events in people]
        self.chosen, self.slots, self.wanted, self.all_of = [*chosen], slots, wanted, all_of
        self.departments: list[Counter[str]] = [Counter() for _ in wanted]
        self.mdph: list[Counter[str]] = [Counter() for _ in wanted]
        self.seen: Counter[str] = Counter()
        self.inside: list[list[int]] = [[] for _ in wanted]
        for person, events in enumerate(self.people):
            for event in events:
                self.inside[event].append(person)
                self._count(event, self.chosen[person], 1)

    def solved(self) -> bool:
        """Every event is seen from as many departments and MDPH as wanted, and the series from all of its departments."""
        chance, cost = random.Random(len(self.people)), self._cost()  # noqa: S311 - the same file gives the same people
        for step in range(STEPS):
            if not cost:
                return True
            heat = HOT * (COLD / HOT) ** (step / STEPS)
            undo = self._slot_changed(chance) if chance.random() < 0.7 else self._events_exchanged(chance)
            if undo is None:
                continue
            after = self._cost()
            if after <= cost or chance.random() < math.exp((cost - after) / heat):
                cost = after
            else:
                undo()
        return not cost

    def make_room(self, lacking: Callable[[int], tuple[int, list[Slot]]]) -> None:
        """Where too few people come from the places seen at an event, others of it move there, as long as no count changes.

        ``lacking`` tells how many are missing at an event, and these places.
        """
        for event in range(len(self.wanted)):
            for person in [*self.inside[event]]:
                missing, places = lacking(event)
                if not missing:
                    break
                if self.chosen[person] not in places:
                    self._moved_to_one_of(person, places[:MOST_TRIED], lacking)

    def _moved_to_one_of(self, person: int, places: Sequence[Slot], lacking: Callable[[int], tuple[int, list[Slot]]]) -> None:
        before, missing = self.chosen[person], sum(lacking(event)[0] for event in self.people[person])
        for slot in places:
            self._move(person, slot)
            if not self._cost() and sum(lacking(event)[0] for event in self.people[person]) < missing:
                return
            self._move(person, before)

    def _cost(self) -> int:
        off = self.all_of - len(self.seen) if self.all_of else 0
        for event, wanted in enumerate(self.wanted):
            if wanted.departments is not None:
                off += abs(wanted.departments - len(self.departments[event]))
            if wanted.mdph is not None:
                off += abs(wanted.mdph - len(self.mdph[event]))
        return off

    def _count(self, event: int, slot: Slot, by: int) -> None:
        for counter, key in ((self.mdph[event], slot[0]), (self.departments[event], slot[1]), (self.seen, slot[1])):
            if key:
                counter[key] += by
                if not counter[key]:
                    del counter[key]

    def _wrong_event(self, chance: random.Random) -> int:
        wrong = [
            event for event, wanted in enumerate(self.wanted)
            if wanted.departments not in (None, len(self.departments[event])) or wanted.mdph not in (None, len(self.mdph[event]))
        ]  # fmt: skip
        return chance.choice(wrong) if wrong else chance.randrange(len(self.wanted))

    def _move(self, person: int, slot: Slot) -> None:
        for event in self.people[person]:
            self._count(event, self.chosen[person], -1)
            self._count(event, slot, 1)
        self.chosen[person] = slot

    def _slot_changed(self, chance: random.Random) -> Undo | None:
        """Somebody of an event that is not right declares another place."""
        event = self._wrong_event(chance)
        person = chance.choice(self.inside[event])
        wanted = self.wanted[event].departments
        if wanted is not None and wanted < len(self.departments[event]) and chance.random() < 0.8:
            slot = self.chosen[chance.choice(self.inside[event])]
        else:
            slot = chance.choice(self.slots)
        before = self.chosen[person]
        if slot == before:
            return None
        self._move(person, slot)
        return lambda: self._move(person, before)

    def _events_exchanged(self, chance: random.Random) -> Undo | None:
        """Two people exchange an event for another: nobody comes more often, no event has more people."""
        event = self._wrong_event(chance)
        one, other = chance.choice(self.inside[event]), chance.randrange(len(self.people))
        given = [its for its in self.people[other] if its not in self.people[one]]
        if event in self.people[other] or not given:
            return None
        back = chance.choice(sorted(given))
        self._exchange(one, event, other, back)
        return lambda: self._exchange(one, back, other, event)

    def _exchange(self, one: int, given: int, other: int, taken: int) -> None:
        """``one`` leaves ``given`` for ``taken``, ``other`` the reverse."""
        for person, gone, come in ((one, given, taken), (other, taken, given)):
            self._count(gone, self.chosen[person], -1)
            self._count(come, self.chosen[person], 1)
            self.people[person].symmetric_difference_update((gone, come))
        self.inside[given][self.inside[given].index(one)] = other
        self.inside[taken][self.inside[taken].index(other)] = one
