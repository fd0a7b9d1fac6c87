"""The events that are cast together, and where each looks for its departments first."""

from collections.abc import Iterable, Sequence

from app.demo.year.casting import Cast, Group, cast
from app.demo.year.crowd import need_of
from app.demo.year.file import BrokenFile, Gathering, SeriesFigures, YearFile
from app.demo.year.invented import cast_one_by_one
from app.demo.year.reference import Reference
from app.demo.year.spread import cast_by_degrees, is_right


def cast_of(year: YearFile, reference: Reference) -> Cast:
    """The people of every event that has some."""
    found: Cast = {}
    for rank, group in enumerate(_groups(year, reference)):
        turned = group if group.figures.departments else _turned(group, rank)
        found |= (cast_by_degrees if group.figures.per_person else _cast)(turned, reference)
    return found


def _cast(group: Group, reference: Reference) -> Cast:
    """Cell by cell, which is quick and gives people who come back; one by one where that does not make every figure."""
    refusal = None
    try:
        if is_right(group, found := cast(group, reference), reference):
            return found
    except BrokenFile as error:
        refusal = error
    if people := cast_one_by_one(group, reference):
        return people
    raise refusal or BrokenFile(
        [f"{group.figures.named} : aucune répartition ne donne à chaque événement ses inscrits et ses départements."]
    )


def no_people(event: Gathering) -> bool:
    """Whether nothing is known of who came: neither zero nor anything else."""
    return "registered" not in event.counts


def _groups(year: YearFile, reference: Reference) -> Iterable[Group]:
    for code in dict.fromkeys(one.series for one in year.events if one.series and one.is_held):
        events = [one for one in year.held_of(code) if not no_people(one)]
        if events:
            figures = year.series.get(code, SeriesFigures(code))
            yield Group(events, figures, _orders(events, figures, year, reference))
    for one in year.events:
        if not no_people(one) and not (one.series and one.is_held):
            yield Group([one], SeriesFigures(one.id), _orders([one], SeriesFigures(one.id), year, reference))


def _turned(group: Group, rank: int) -> Group:
    """Another series begins its list of departments elsewhere."""
    by = {key: rank * 13 % len(order) if order else 0 for key, order in group.orders.items()}
    return Group(group.events, group.figures, {key: [*order[by[key] :], *order[: by[key]]] for key, order in group.orders.items()})


def _orders(events: Sequence[Gathering], figures: SeriesFigures, year: YearFile, reference: Reference) -> dict[str, list[str]]:
    """The departments of each event; together they are those of the series, where it names them."""
    orders = {one.id: _of_members(one, year, reference) for one in events}
    if not figures.departments:
        return orders
    named = {*figures.departments}
    orders = {key: [code for code in order if code in named] for key, order in orders.items()}
    sizes = {one.id: need_of(one, min(len(orders[one.id]), one.count("registered"))).departments for one in events}
    return _all_seen(orders, sizes, named)


def _all_seen(orders: dict[str, list[str]], sizes: dict[str, int], unseen: set[str]) -> dict[str, list[str]]:
    """The first departments of each event, so changed that each department is seen from at least one of them."""
    for rank, key in enumerate(sorted(orders, key=lambda one: -sizes[one])):
        order, size, others = orders[key], sizes[key], len(orders) - rank
        rare = [code for code in order[size:] if code in unseen]
        share = 0 if rank == 0 and others > 1 else min(size, -(-len(rare) // others))
        ahead = [*order[: size - share], *rare[:share]]
        orders[key] = [*ahead, *(code for code in order if code not in ahead)]
        unseen -= {*ahead}
    return orders


def _of_members(event: Gathering, year: YearFile, reference: Reference) -> list[str]:
    """The departments of an event; of a network of so many structures, those of its members, where they are enough."""
    territory = reference.territory(event)
    sizes = {one.code: one for one in year.networks if one.unit == "organisation"}
    figures = next((sizes[code] for code in event.networks if code in sizes), None)
    if figures is None or event.departments or event.regions:
        return territory
    kind = figures.organisation_type or (reference.types_of(event) or ["cd"])[0]
    chosen = {*member_organisations(kind, figures.members, reference)}
    kept: dict[str, str] = {}
    for code in territory:
        slug = reference.responsible(kind, code)
        if slug in chosen:
            kept.setdefault(slug, code)
    return [*kept.values()] if len(kept) >= need_of(event).departments else territory


def member_organisations(kind: str, members: int, reference: Reference) -> list[str]:
    """So many structures of a type, taken all over the territory."""
    covering = [slug for code in reference.departments if (slug := reference.responsible(kind, code))]
    everyone = [*dict.fromkeys([*covering, *reference.of_type(kind)])]
    if members >= len(everyone):
        return everyone
    return [everyone[rank * len(everyone) // members] for rank in range(members)] if members else []
