"""Who of the people registered to the events of a series comes to each, when their registrations are prescribed."""

from collections import Counter
from collections.abc import Sequence

from app.demo.year.search import Slot

Registered = Sequence[Sequence[tuple[int, Slot]]]  # by event: each person and their place
Sources = Sequence[tuple[Sequence[str], Sequence[str]]]  # by event: the MDPH and the departments from which somebody comes


def chosen_to_come(registered: Registered, seats: Sequence[int], sources: Sources, distinct: int | None) -> list[list[int]]:
    """One person of each place that must be seen, then others of these places.

    With a number of ``distinct`` people, those who came before are taken first; then some are replaced one by one.
    """
    times = Counter[int]()
    found = []
    for people, places, most in zip(registered, sources, seats, strict=True):
        here = _allowed(people, places)
        here.sort(key=lambda one: (-times[one[0]] if distinct is not None else 0, one[0] * 2654435761 % 1009, one[0]))
        come = _seen_from_all(here, places)
        come += [person for person, _slot in here if person not in {*come}][: max(0, most - len(come))]
        times.update(come)
        found.append(come)
    while distinct is not None and len(+times) != distinct and _replaced(registered, found, sources, times, distinct):
        pass
    return found


def _allowed(people: Sequence[tuple[int, Slot]], places: tuple[Sequence[str], Sequence[str]]) -> list[tuple[int, Slot]]:
    mdph, departments = {"", *places[0]}, {*places[1]}
    return [(person, slot) for person, slot in people if slot[0] in mdph and slot[1] in departments]


def _seen_from_all(here: Sequence[tuple[int, Slot]], places: tuple[Sequence[str], Sequence[str]]) -> list[int]:
    """Few people who together come from each of the MDPH and each of the departments."""
    mdph, departments, come = {*places[0]}, {*places[1]}, []
    for person, (slug, code) in here:
        if slug in mdph and code in departments:
            come.append(person)
            mdph.discard(slug)
            departments.discard(code)
    for person, (slug, code) in here:
        if slug in mdph or code in departments:
            come.append(person)
            mdph.discard(slug)
            departments.discard(code)
    return come


def _replaced(registered: Registered, found: Sequence[list[int]], sources: Sources, times: Counter[int], distinct: int) -> bool:
    """Newcomers take the place of people who come elsewhere too, or the reverse when too many came; says whether anybody did."""
    any_did = False
    for people, come, places in zip(registered, found, sources, strict=True):
        at = dict(people)
        seen = Counter(word for person in come for word in at[person] if word)
        for person, slot in _allowed(people, places):
            too_many = len(+times) - distinct
            if not too_many:
                return True
            if person in come or bool(times[person]) is (too_many < 0):
                continue
            leavers = (one for one in come if (times[one] > 1) is (too_many < 0))
            gone = next((one for one in leavers if all(seen[word] > 1 or word in slot for word in at[one] if word)), None)
            if gone is not None:
                come[come.index(gone)] = person
                seen.subtract(word for word in at[gone] if word)
                seen.update(word for word in slot if word)
                times[gone] -= 1
                times[person] += 1
                any_did = True
    return any_did
