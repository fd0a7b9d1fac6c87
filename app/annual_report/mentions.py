"""What a sentence says of events without counting them: where, when, with whom, in which round."""

from collections.abc import Callable, Mapping, Sequence

from app.annual_report.wording import Words
from app.indicators.entries import Entry, cycle_number
from app.ui.french import MONTHS, NBSP, day_number, listed, the

Names = Mapping[str, str]
_RANKS = ("", "premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième", "neuvième", "dixième")
_PLURAL = {"Hauts-de-France", "Pays de la Loire"}
_ISLANDS = {"La Réunion", "Mayotte"}
_MASCULINE = {"Grand Est"}


def in_region(name: str) -> str:
    """``en Bretagne``, ``dans les Hauts-de-France``, ``à La Réunion``."""
    if name in _ISLANDS:
        return f"à {name}"
    if name in _PLURAL:
        return f"dans les {name}"
    return f"dans le {name}" if name in _MASCULINE else f"en {name}"


def regions(entries: Sequence[Entry], regions: Names, _labels: Names) -> Words:
    """``en Nouvelle-Aquitaine et en Normandie``: each once, in the order of the events."""
    seen = dict.fromkeys(code for entry in entries for code in sorted(entry.regions))
    return Words(listed(in_region(regions[code]) for code in seen), len(seen))


def dates(entries: Sequence[Entry], _regions: Names, _labels: Names) -> Words:
    """``les 23 janvier et 10 octobre``, ``le 1er mars``."""
    said = [*dict.fromkeys(_day(entry) for entry in entries)]
    return Words(f"{'les' if len(said) > 1 else 'le'} {listed(said)}" if said else "", len(said))


def each_date(entries: Sequence[Entry], _regions: Names, _labels: Names) -> Words:
    """``Le 15 mars / Le 14 octobre``: to be copied one by one."""
    return Words(" / ".join(dict.fromkeys(f"Le {_day(entry)}" for entry in entries)), len(entries))


def first_date(entries: Sequence[Entry], _regions: Names, _labels: Names) -> Words:
    """``le 27 février``: that of the first event."""
    return dates(entries[:1], _regions, _labels)


def partners(entries: Sequence[Entry], _regions: Names, _labels: Names) -> Words:
    """``la DGESCO et la DGCS``: those who organise with us, each once."""
    seen = dict.fromkeys(name for entry in entries for name, role in entry.partners if role in ("co_organiser", "co_host", "joint_with"))
    return Words(listed(the(name) for name in seen), len(seen))


def rank_of_cycle(entries: Sequence[Entry], _regions: Names, _labels: Names) -> Words:
    """``premier``: the round that these events belong to."""
    numbers = [cycle_number(entry.cycle) for entry in entries if entry.cycle]
    rank = max((one for one in numbers if one), default=0)
    return Words(_RANKS[rank] if rank < len(_RANKS) else f"{rank}e", rank)


def networks(entries: Sequence[Entry], _regions: Names, labels: Names) -> Words:
    """The networks that had one of these events, as the sentence calls them, in its order."""
    seen = {code for entry in entries for code in entry.networks}
    said = [label for code, label in labels.items() if code in seen]
    return Words(", ".join(said), len(said))


def _day(entry: Entry) -> str:
    return f"{day_number(entry.on)}{NBSP}{MONTHS[entry.on.month - 1]}"


MENTIONS: dict[str, Callable[[Sequence[Entry], Names, Names], Words]] = {
    "regions": regions,
    "dates": dates,
    "each_date": each_date,
    "first_date": first_date,
    "partners": partners,
    "rank_of_cycle": rank_of_cycle,
    "networks": networks,
}
