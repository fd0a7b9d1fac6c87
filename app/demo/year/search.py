"""When people cannot be placed one after the other: seats and places are exchanged, step by step, until every count is right."""

import math
import random
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field

Undo = Callable[[], None]
Slot = tuple[str, str]  # a MDPH ("" for another structure) and a department ("" for nobody's)
ROUNDS = (
    (0.25, 0.05, 30_000),
    (1.2, 0.08, 120_000),
    (1.2, 0.08, 250_000),
)  # how willingly a change for the worse is tried, at first and at last; how often
HOPELESS = 10  # so far from what is wanted after a round, another one leads nowhere
OUTSIDE = 2  # what somebody from outside the territory of an event costs


@dataclass(frozen=True)
class Wanted:
    """From how many departments and MDPH an event must be seen, None where the file does not say; and where its people may live."""

    departments_registered: int | None
    mdph_registered: int | None
    departments_represented: int | None
    mdph_represented: int | None
    codes: Collection[str]


@dataclass(eq=False)
class Guest:
    """Somebody of a series: where they live, and the events they registered to, with whether they came."""

    slot: Slot
    at: dict[int, bool]
    is_delegate: bool = False  # of the CNSA: never from a department


@dataclass(frozen=True)
class Totals:
    """What is wanted of the series as a whole: its departments, distinct people who came to some of its events, the CNSA's delegates."""

    departments: int | None = None
    attended: Sequence[tuple[Collection[int], int]] = ()
    delegations: int | None = None
    delegates: int | None = None


@dataclass
class Tally:
    """How many different things are seen, beside how many should be."""

    wanted: int | None
    seen: dict[Hashable, int] = field(default_factory=dict)

    @property
    def off(self) -> int:
        return 0 if self.wanted is None else abs(len(self.seen) - self.wanted)

    def bump(self, key: Hashable, by: int) -> int:
        """One more, or one less; gives by how much it is further off."""
        before, number = self.off, self.seen.get(key, 0) + by
        if number:
            self.seen[key] = number
        else:
            del self.seen[key]
        return self.off - before


class Search:
    """The guests of a series, and how far they are from what is wanted."""

    def __init__(self, guests: Sequence[Guest], slots: Sequence[Slot], wanted: Sequence[Wanted], totals: Totals):
        self.guests, self.slots, self.wanted, self.cost = guests, slots, wanted, 0
        self.registered = [(Tally(one.mdph_registered), Tally(one.departments_registered)) for one in wanted]
        self.present = [(Tally(one.mdph_represented), Tally(one.departments_represented)) for one in wanted]
        self.all_seen, self.delegations, self.delegates = Tally(totals.departments), Tally(totals.delegations), Tally(totals.delegates)
        self.blocks = [({*events}, Tally(number)) for events, number in totals.attended]
        tallies = [self.all_seen, self.delegations, self.delegates, *(tally for _events, tally in self.blocks)]
        self.cost = sum(one.off for one in (*tallies, *(tally for pair in (*self.registered, *self.present) for tally in pair)))
        self.seats: list[tuple[list[Guest], list[Guest]]] = [([], []) for _ in wanted]  # of each event: those away, those here
        self.team = [guest for guest in guests if guest.is_delegate]
        for guest in guests:
            for event, came in guest.at.items():
                self.seats[event][came].append(guest)
                self._count(guest, event, 1)

    def solved(self) -> bool:
        """Every count is right."""
        chance = random.Random(len(self.guests))  # noqa: S311 - the same file gives the same people
        moves = (self._moved, self._moved, self._seats_exchanged, self._seats_exchanged, self._replaced, self._replaced, self._replaced)
        for rank, (hot, cold, steps) in enumerate(ROUNDS):
            if rank > 1 and self.cost > HOPELESS:
                break
            for step in range(steps):
                if not self.cost:
                    return True
                before, heat = self.cost, hot * (cold / hot) ** (step / steps)
                undo = chance.choice(moves)(chance)
                if undo and self.cost > before and chance.random() >= math.exp((before - self.cost) / heat):
                    undo()
        return not self.cost

    def _count(self, guest: Guest, event: int, by: int) -> None:
        slug, code = guest.slot
        pairs = (self.registered[event], self.present[event]) if guest.at[event] else (self.registered[event],)
        for mdph, departments in pairs:
            self.cost += (mdph.bump(slug, by) if slug else 0) + (departments.bump(code, by) if code else 0)
        if code:
            self.cost += self.all_seen.bump(code, by) + (0 if code in self.wanted[event].codes else by * OUTSIDE)
        if guest.at[event]:
            self.cost += sum(tally.bump(guest, by) for events, tally in self.blocks if event in events)
            if guest.is_delegate:
                self.cost += self.delegates.bump(guest, by) + self.delegations.bump((guest, event), by)

    def _event(self, chance: random.Random) -> int:
        """Rather one that is not right."""
        wrong = [] if chance.random() < 0.3 else [*self._wrong()]
        return chance.choice(wrong) if wrong else chance.randrange(len(self.wanted))

    def _wrong(self) -> Iterator[int]:
        for event, pairs in enumerate(zip(self.registered, self.present, strict=True)):
            if any(tally.off for pair in pairs for tally in pair):
                yield event

    def _moved(self, chance: random.Random) -> Undo | None:
        """Somebody lives elsewhere, often where somebody of the same event does."""
        away, here = self.seats[self._event(chance)]
        people = [*away, *here]
        if not people or not self.slots:
            return None
        guest = chance.choice(people)
        slot = chance.choice(people).slot if chance.random() < 0.5 else chance.choice(self.slots)
        before = guest.slot
        if guest.is_delegate or slot in (before, ("", "")):
            return None
        self._move(guest, slot)
        return lambda: self._move(guest, before)

    def _move(self, guest: Guest, slot: Slot) -> None:
        for event in guest.at:
            self._count(guest, event, -1)
        guest.slot = slot
        for event in guest.at:
            self._count(guest, event, 1)

    def _seats_exchanged(self, chance: random.Random) -> Undo | None:
        """Two people exchange an event for another: nobody comes more often, no event has more people."""
        event = self._event(chance)
        people = self.seats[event][chance.random() < 0.5]
        if not people:
            return None
        one = chance.choice(people)
        other = chance.choice(self.team if self.team and chance.random() < 0.2 else self.guests)
        given = [its for its in other.at if its not in one.at]
        if event in other.at or not given:
            return None
        back = chance.choice(given)
        homes = [(guest, guest.slot) for guest in (one, other)]
        self._exchange(one, event, other, back)
        self._settle(one, back, chance)
        self._settle(other, event, chance)
        return lambda: self._undo_exchange((one, back), (other, event), homes)

    def _undo_exchange(self, one: tuple[Guest, int], other: tuple[Guest, int], homes: Sequence[tuple[Guest, Slot]]) -> None:
        for guest, slot in homes:
            self._move(guest, slot)
        self._exchange(*one, *other)

    def _settle(self, guest: Guest, event: int, chance: random.Random) -> None:
        """Whoever comes from outside the territory of an event lives from now on where somebody of it does."""
        code = guest.slot[1]
        if code and code not in self.wanted[event].codes:
            away, here = self.seats[event]
            slot = chance.choice([*away, *here]).slot
            self._move(guest, slot if slot[1] else guest.slot)

    def _exchange(self, one: Guest, given: int, other: Guest, taken: int) -> None:
        """``one`` leaves the seat of ``given`` for that of ``taken``, ``other`` the reverse."""
        came = {given: one.at[given], taken: other.at[taken]}
        for guest, gone, come, follower in ((one, given, taken, other), (other, taken, given, one)):
            self._count(guest, gone, -1)
            del guest.at[gone]
            seats = self.seats[gone][came[gone]]
            seats[seats.index(guest)] = follower
            guest.at[come] = came[come]
        self._count(one, taken, 1)
        self._count(other, given, 1)

    def _replaced(self, chance: random.Random) -> Undo | None:
        """Somebody who registered comes, another of the same event does not."""
        event = self._event(chance)
        away, here = self.seats[event]
        if not away or not here:
            return None
        comes, goes = chance.choice(away), chance.choice(here)
        self._replace(event, comes, goes)
        return lambda: self._replace(event, goes, comes)

    def _replace(self, event: int, comes: Guest, goes: Guest) -> None:
        away, here = self.seats[event]
        for guest, before, after in ((comes, away, goes), (goes, here, comes)):
            self._count(guest, event, -1)
            before[before.index(guest)] = after
            guest.at[event] = not guest.at[event]
            self._count(guest, event, 1)
