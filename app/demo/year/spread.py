"""The people of a series one by one: how often each registers is prescribed, or its distinct people are not found cell by cell."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from app.demo.year.casting import Cast, Group, Seat, Seats
from app.demo.year.crowd import CNSA, Company, Need, Places, need_of
from app.demo.year.degrees import Cover, attendances
from app.demo.year.file import BrokenFile, Gathering
from app.demo.year.presence import chosen_to_come
from app.demo.year.reference import DELEGATION, MDPH, Cell, Reference
from app.demo.year.search import Guest, Search, Slot, Totals, Wanted

SEEN = ("departments_registered", "mdph_registered", "departments_represented", "mdph_represented")


def cast_by_degrees(group: Group, reference: Reference) -> Cast:
    """The people of each event, each person at as many of them as is prescribed."""
    people = attendances(group.figures.per_person, [one.count("registered") for one in group.events])
    for delegates in _delegates(group, people):
        at = [dict.fromkeys(events, False) for events in people]
        guests = housed(group, at, delegates, reference)
        _let_in(group, guests, reference)
        if found := settled(group, guests, reference):
            return found
    raise BrokenFile(
        [
            f"{group.figures.named} : aucune répartition des inscriptions par personne (registrations_per_person) ne donne à chaque événement "
            f"ses inscrits, ses présents et leurs départements ({', '.join(one.id for one in group.events[:3])}…)."
        ]
    )


def housed(group: Group, people: Sequence[dict[int, bool]], delegates: Collection[int], reference: Reference) -> list[Guest]:
    """These people with the place where each lives: as many at each event as it counts, where that can be seen at once."""
    events, local = group.events, [tuple(sorted(at)) for number, at in enumerate(people) if number not in delegates]
    needs = [_need(one, group) for one in events]
    places = [Company(one, need, reference, group.orders[one.id]).places() for one, need in zip(events, needs, strict=True)]
    given = [_slots(one, need, at, reference) for one, need, at in zip(events, needs, places, strict=True)]
    every = [*dict.fromkeys([*(slot for one in given for slot in one), *_all_slots(group, reference)])]
    slots = iter(Cover(given, local).found() or [every[rank % len(every)] for rank in range(len(local))])
    return [Guest(("", "") if number in delegates else next(slots), at, number in delegates) for number, at in enumerate(people)]


def settled(group: Group, guests: Sequence[Guest], reference: Reference) -> Cast | None:
    """The same people, exchanged until every count is right, and where each of them works; None when that leads nowhere."""
    if not searched(group, guests, reference).solved():
        return None
    seats = _seats(guests, group.events[0], reference)
    found: Cast = {one.id: Seats() for one in group.events}
    for guest, seat in zip(guests, seats, strict=True):
        for rank, came in guest.at.items():
            side = found[group.events[rank].id]
            (side.present if came else side.absent).append(seat)
    return found


def is_right(group: Group, cast: Cast, reference: Reference) -> bool:
    """Whether people cast otherwise make every figure of the series."""
    guests: dict[Seat, Guest] = {}
    for rank, one in enumerate(group.events):
        for came, seats in ((True, cast[one.id].present), (False, cast[one.id].absent)):
            for seat in seats:
                cell, its_type = seat[0], reference.type_of(seat[0].organisation)
                slot = (cell.organisation if its_type == MDPH else "", cell.department or "")
                guests.setdefault(seat, Guest(slot, {}, its_type == CNSA)).at[rank] = came
    return group.figures.distinct_registered in (None, len(guests)) and not searched(group, [*guests.values()], reference).cost


def searched(group: Group, guests: Sequence[Guest], reference: Reference) -> Search:
    """These people beside what the figures of the series want."""
    figures, every = group.figures, range(len(group.events))
    blocks = [([rank for rank in every if ref in group.events[rank].refs], people) for ref, people in figures.attended_by_ref.items()]
    whole = [] if figures.distinct_attended is None else [(every, figures.distinct_attended)]
    totals = Totals(len({*figures.departments}) or None, [*whole, *blocks], figures.cnsa_participations, figures.cnsa_distinct)
    return Search(guests, _all_slots(group, reference), [_wanted(one, group, reference) for one in group.events], totals)


def _wanted(event: Gathering, group: Group, reference: Reference) -> Wanted:
    named = {*group.figures.departments} or {*reference.departments}
    seen = {figure: event.counts.get(figure) for figure in SEEN}
    return Wanted(**seen, codes={*reference.territory(event)} & named)


def _delegates(group: Group, people: Sequence[tuple[int, ...]]) -> Iterator[Collection[int]]:
    """The numbers of the CNSA's people: the most assiduous, else those who come just often enough."""
    total, number = group.figures.cnsa_participations or 0, group.figures.cnsa_distinct
    if not total:
        yield ()
        return
    times = [len(events) for events in people]
    number = number or next(rank for rank in range(1, len(times) + 1) if sum(times[:rank]) >= total)
    starts = [start for start in range(len(times) - number + 1) if sum(times[start : start + number]) >= total]
    for start in dict.fromkeys((*starts[:1], *starts[-1:])):
        yield range(start, start + number)


def _let_in(group: Group, guests: Sequence[Guest], reference: Reference) -> None:
    """So many of those who registered to an event come: people who make it seen from where it should be, then anybody."""
    left = group.figures.cnsa_participations or 0
    seats = [one.count("attended") for one in group.events]
    for guest in guests:
        for rank in guest.at if guest.is_delegate else ():
            guest.at[rank] = left > 0 and seats[rank] > 0
            left, seats[rank] = left - guest.at[rank], seats[rank] - guest.at[rank]
    registered = [
        [(number, one.slot) for number, one in enumerate(guests) if rank in one.at and not one.at[rank]] for rank in range(len(seats))
    ]
    must = [_must(_need(one, group), here) for one, here in zip(group.events, registered, strict=True)]
    for rank, come in enumerate(chosen_to_come(registered, seats, must, group.figures.distinct_attended)):
        others = [number for number, _slot in registered[rank] if number not in {*come}]
        for number in [*come, *others][: seats[rank]]:
            guests[number].at[rank] = True


def _all_slots(group: Group, reference: Reference) -> list[Slot]:
    """Every place of a series: the MDPH of its territory where its events speak to them or count them, councils where they do not only."""
    codes = [*dict.fromkeys(code for order in group.orders.values() for code in order)]
    types = reference.types_of(group.events[0])
    has_mdph = MDPH in types or any(one.count("mdph_registered") or one.count("mdph_represented") for one in group.events)
    mdph = [(slug, code) for code in codes if has_mdph and (slug := reference.responsible(MDPH, code))]
    return [*mdph, *(("", code) for code in codes if types != [MDPH])]


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


def _seats(guests: Sequence[Guest], event: Gathering, reference: Reference) -> list[Seat]:
    """The seat of each person in turn: the first of their cell, the second..."""
    used: Counter[Cell] = Counter()
    found = []
    for guest in guests:
        cell = Cell(CNSA, None, DELEGATION) if guest.is_delegate else _cell(guest.slot, event, reference, used)
        found.append((cell, used[cell]))
        used[cell] += 1
    return found


def _cell(slot: Slot, event: Gathering, reference: Reference, used: Mapping[Cell, int]) -> Cell:
    types, (mdph, code) = reference.types_of(event), slot
    kind = MDPH if mdph else "ars" if types == ["ars"] else "cd"
    slug = mdph or reference.responsible(kind, code, sum(its.department == code for its in used))
    return Cell(slug, code, reference.role_in(kind, event, 0))
