"""Who comes to the events of a series that says how many people registered once, twice, three times..."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from app.demo.year.casting import Cast, Group, Seat, Seats
from app.demo.year.crowd import Company, Need, Places, need_of
from app.demo.year.degrees import Cover, attendances
from app.demo.year.file import BrokenFile, Gathering
from app.demo.year.presence import chosen_to_come
from app.demo.year.reference import MDPH, Cell, Reference
from app.demo.year.search import Search, Slot, Wanted


def cast_by_degrees(group: Group, reference: Reference) -> Cast:
    """The people of each event, each person at as many of them as is prescribed."""
    events = group.events
    needs = [_need(one, group) for one in events]
    people, slots = _spread(group, needs, reference)
    seats = _seats(slots, events[0], reference)
    registered = [[(person, slots[person]) for person, at in enumerate(people) if rank in at] for rank in range(len(events))]
    must = [_must(need, here) for need, here in zip(needs, registered, strict=True)]
    come = chosen_to_come(registered, [one.count("attended") for one in events], must, group.figures.distinct_attended)
    found: Cast = {}
    for one, here, present in zip(events, registered, come, strict=True):
        there = {*present}
        found[one.id] = Seats([seats[person] for person in present], [seats[person] for person, _slot in here if person not in there])
    return found


def _spread(group: Group, needs: Sequence[Need], reference: Reference) -> tuple[Sequence[Collection[int]], Sequence[Slot]]:
    """The events and the place of each person: one after the other, or by exchanges where that leads nowhere."""
    events, figures = group.events, group.figures
    people = attendances(figures.per_person, [one.count("registered") for one in events])
    places = [Company(one, need, reference, group.orders[one.id]).places() for one, need in zip(events, needs, strict=True)]
    given = [_slots(one, need, at, reference) for one, need, at in zip(events, needs, places, strict=True)]
    slots = Cover(given, people).found()
    every = [*dict.fromkeys([*(slot for one in given for slot in one), *_all_slots(group, reference)])]
    wanted = [Wanted(one.counts.get("departments_registered"), one.counts.get("mdph_registered")) for one in events]
    search = Search(people, slots or [every[rank % len(every)] for rank in range(len(people))], every, wanted, len({*figures.departments}))
    if slots is None and not search.solved():
        raise BrokenFile([f"{figures.named} : {_impossible(group)}"])
    search.make_room(lambda rank: _lacking(events[rank], needs[rank], [(one, search.chosen[one]) for one in search.inside[rank]]))
    return search.people, search.chosen


def _lacking(event: Gathering, need: Need, here: Sequence[tuple[int, Slot]]) -> tuple[int, list[Slot]]:
    """How many people more should come from the places from which somebody does, and these places, those of most people first."""
    mdph, departments = _must(need, here)
    inside = Counter(slot for _person, slot in here if slot[0] in {"", *mdph} and slot[1] in departments)
    return max(0, event.count("attended") - sum(inside.values())), [slot for slot, _n in inside.most_common()]


def _all_slots(group: Group, reference: Reference) -> list[Slot]:
    """Every place of a series: the MDPH of its territory where its events speak to them, councils where they do not only."""
    codes = [*dict.fromkeys(code for order in group.orders.values() for code in order)]
    types = reference.types_of(group.events[0])
    mdph = [(slug, code) for code in codes if MDPH in types and (slug := reference.responsible(MDPH, code))]
    return [*mdph, *(("", code) for code in codes if types != [MDPH])]


def _impossible(group: Group) -> str:
    return (
        "aucune répartition des inscriptions par personne (registrations_per_person) ne donne à chaque événement "
        f"ses inscrits et ses départements ({', '.join(one.id for one in group.events[:3])}…)."
    )


def _need(event: Gathering, group: Group) -> Need:
    """People of such a series all have a department."""
    return need_of(event, min(len(group.orders[event.id]), event.count("registered")))


def _slots(event: Gathering, need: Need, places: Places, reference: Reference) -> list[Slot]:
    """The places of an event; a public of MDPH only comes from a second department of one rather than from a council."""
    chosen = {slug for slug, _code in places.mdph}
    others: list[Slot] = []
    for code in places.others:
        slug = reference.responsible(MDPH, code)
        its_own = reference.types_of(event) == [MDPH] and (slug in chosen or not need.names_mdph)
        others.append((slug if its_own else "", code))
    return [*places.mdph, *others]


def _must(need: Need, here: Sequence[tuple[int, Slot]]) -> tuple[list[str], list[str]]:
    """The MDPH and the departments from which somebody comes: those that most people registered from."""
    mdph = [slug for slug, _n in Counter(slot[0] for _person, slot in here if slot[0]).most_common()]
    if need.departments_present > need.mdph_present:  # some of them stand for two departments
        mdph.sort(key=lambda slug: -len({code for _person, (its, code) in here if its == slug}))
    inside = {"", *(mdph[: need.mdph_present] if need.names_mdph else mdph)}
    counts = Counter(slot for _person, slot in here if slot[0] in inside)
    least: dict[str, None] = {}
    for slug, code in (slot for slot, _n in counts.most_common() if need.names_mdph and slot[0]):
        if slug in inside:
            inside.discard(slug)
            least[code] = None
    at = Counter[str]()
    for (_slug, code), people in counts.items():
        at[code] += people
    others = [code for code, _n in at.most_common() if code not in least]
    most = need.departments_present if need.names_departments else len(at)
    return mdph[: need.mdph_present] if need.names_mdph else mdph, [*least, *others][:most]


def _seats(slots: Sequence[Slot], event: Gathering, reference: Reference) -> list[Seat]:
    """The seat of each person in turn: the first of their cell, the second..."""
    used: Counter[Cell] = Counter()
    found = []
    for slot in slots:
        cell = _cell(slot, event, reference, used)
        found.append((cell, used[cell]))
        used[cell] += 1
    return found


def _cell(slot: Slot, event: Gathering, reference: Reference, used: Mapping[Cell, int]) -> Cell:
    types, (mdph, code) = reference.types_of(event), slot
    kind = MDPH if mdph else "ars" if types == ["ars"] else "cd"
    slug = mdph or reference.responsible(kind, code, sum(its.department == code for its in used))
    return Cell(slug, code, reference.role_in(kind, event, 0))
