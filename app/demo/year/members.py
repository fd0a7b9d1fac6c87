"""Who belongs to the networks on the last day of the year: those seen at their events first, then others."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from typing import TypeVar

from app.demo.year.casting import Cast, Seat
from app.demo.year.file import BrokenFile, Gathering, NetworkFigures, YearFile
from app.demo.year.groups import member_organisations
from app.demo.year.names import drawn
from app.demo.year.reference import MDPH, Cell, NetworkKnown, Reference
from app.events.words import State

Member = TypeVar("Member", bound=Hashable)
OPEN_TO_ALL = ("external_body", "root")  # nobody is made a member of them by coming


@dataclass(frozen=True)
class Inside:
    """Who is in a network already: how many on the last day of the year, and who may not come in again."""

    number: int
    people: Collection[Seat]
    organisations: Collection[str]


@dataclass(frozen=True)
class Members:
    """Who joins a network, and when."""

    people: Mapping[Seat, date]
    organisations: Mapping[str, date]


class Joining:
    """The members of each network of a year."""

    def __init__(self, year: YearFile, cast: Cast, reference: Reference):
        self.year, self.cast, self.reference = year, cast, reference
        self.figures = {one.code: one for one in year.networks}

    def codes(self) -> list[str]:
        """The networks whose members are known: those whose number the file gives, and those whose events were held."""
        seen = dict.fromkeys(code for one in self._events() for code in one.networks)
        return [
            *self.figures,
            *(code for code in seen if code not in self.figures and self.reference.networks[code].nature not in OPEN_TO_ALL),
        ]

    def members(self, code: str, inside: Inside) -> Members:
        """Those who come into a network beside those who are there."""
        network, figures = self.reference.networks[code], self.figures.get(code)
        wanted = None if figures is None else figures.members - inside.number
        if wanted is not None and wanted < 0:
            raise BrokenFile([f"réseau « {code} » : il compte déjà {inside.number} membres à cette date, plus que le fichier (members)."])
        if network.unit == "person":
            seen = {seat: on for seat, on in self._seen(code, network).items() if seat not in inside.people}
            chosen = _enough(seen, (one for one in self._others(code, network) if one not in seen and one not in inside.people), wanted)
            return Members({seat: self._joined(seat[0].organisation, seat, seen.get(seat)) for seat in chosen}, {})
        known = {slug: on for slug, on in self._organisations(code, network, figures).items() if slug not in inside.organisations}
        spare = (one for one in self._other_organisations(network, figures) if one not in known and one not in inside.organisations)
        found = _enough(known, spare, wanted)
        if wanted is not None and len(found) < wanted:
            raise BrokenFile(
                [f"réseau « {code} » : {wanted} structures membres, mais il n’y en a que {len(found)} à lui donner (members)."]
            )
        return Members({}, {slug: self._joined(code, slug, known.get(slug)) for slug in found})

    def _events(self) -> list[Gathering]:
        return [one for one in self.year.events if one.id in self.cast and one.state not in (State.DRAFT, State.CANCELLED)]

    def _seen(self, code: str, network: NetworkKnown) -> dict[Seat, date]:
        """The people whose function is the network's, the most assiduous first, and the day of their first event."""
        roles, times, first = {*network.roles}, Counter[Seat](), dict[Seat, date]()
        for one in self._events():
            if code in one.networks:
                its = roles if len(one.networks) > 1 else roles | {*one.roles}
                for seat in (*self.cast[one.id].present, *self.cast[one.id].absent):
                    if not its or seat[0].role in its:
                        times[seat] += 1
                        first.setdefault(seat, one.starts_at.date())
        return {seat: first[seat] for seat, _times in times.most_common()}

    def _organisations(self, code: str, network: NetworkKnown, figures: NetworkFigures | None) -> dict[str, date]:
        wanted = [figures.organisation_type] if figures and figures.organisation_type else network.types
        times, first = Counter[str](), dict[str, date]()
        for one in self._events():
            if code in one.networks:
                for slug in {seat[0].organisation: None for seat in (*self.cast[one.id].present, *self.cast[one.id].absent)}:
                    if self.reference.type_of(slug) in wanted:
                        times[slug] += 1
                        first.setdefault(slug, one.starts_at.date())
        return {slug: first[slug] for slug, _times in times.most_common()}

    def _others(self, code: str, network: NetworkKnown) -> Iterator[Seat]:
        """People of the structures to which the network speaks, the first of each, then the second."""
        types = [kind for kind in network.types if kind != "mdph_com"] or ["cd"]
        places = [(kind, slug, None) for kind in types if kind not in ("cd", MDPH) for slug in self.reference.of_type(kind)]
        local = [
            (kind, self.reference.responsible(kind, at), at) for at in self.reference.departments for kind in types if kind in ("cd", MDPH)
        ]
        for rank in count():
            for kind, slug, at in (*places, *local):
                held = [role for role in network.roles if kind in self.reference.roles.get(role, ())] or ["autre"]
                if slug:
                    yield Cell(slug, at, held[rank % len(held)]), rank // len(held)

    def _other_organisations(self, network: NetworkKnown, figures: NetworkFigures | None) -> list[str]:
        types = [figures.organisation_type] if figures and figures.organisation_type else network.types
        members = figures.members if figures else 0
        spread = [slug for kind in types[:1] for slug in member_organisations(kind, members, self.reference)]
        return [*dict.fromkeys([*spread, *(slug for kind in types for slug in self.reference.of_type(kind))])]

    def _joined(self, code: str, member: Hashable, seen_on: date | None) -> date:
        """A day before their first event, for some of them in the course of the year."""
        begins, chance = date(self.year.year, 1, 1), drawn("joined", code, member, out_of=360)
        before = begins - timedelta(days=30 + chance)
        during = (seen_on or self.year.last_day - timedelta(days=chance % 330)) - timedelta(days=chance % 10)
        return (
            during if chance % 3 == 0 and begins <= during <= self.year.last_day else min(before, (seen_on or before) - timedelta(days=1))
        )


def _enough(seen: Mapping[Member, date], others: Iterable[Member], wanted: int | None) -> list[Member]:
    """As many as wanted, those seen first; without a number, those seen."""
    chosen = [*seen] if wanted is None else [*seen][:wanted]
    return chosen if wanted is None else [*chosen, *islice(others, wanted - len(chosen))]
