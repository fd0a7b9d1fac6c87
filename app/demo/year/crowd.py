"""Where the people of one event come from: as many departments and MDPH as its figures say, then more people of the same places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice

from app.demo.year.file import Gathering
from app.demo.year.reference import DELEGATION, MDPH, Cell, Reference

CNSA = "cnsa"


@dataclass(frozen=True)
class Need:
    """The figures of an event with nothing left open: what the file does not say is given its smallest value."""

    registered: int
    present: int
    departments: int
    departments_present: int
    mdph: int
    mdph_present: int
    names_departments: bool  # the file counts them
    names_mdph: bool

    @property
    def is_free(self) -> bool:
        return not (self.names_departments or self.names_mdph)


def need_of(event: Gathering, least: int = 0) -> Need:
    """What the figures of an event ask for; ``least`` departments where it counts none, for a series that does."""
    known, came = event.counts, event.count("attended")
    names_mdph = bool(known.keys() & {"mdph_registered", "mdph_represented"})
    names_departments = bool(least or known.keys() & {"departments_registered", "departments_represented"})
    mdph = known.get("mdph_registered", known.get("mdph_represented", 0))
    departments = known.get("departments_registered", max(known.get("departments_represented", least), mdph))
    departments_present = known.get("departments_represented", min(departments, came))
    mdph_present = known.get("mdph_represented", min(mdph, departments_present))
    if not names_departments:  # each MDPH has its department
        departments, departments_present = mdph, mdph_present
    return Need(
        event.count("registered"), came, departments, departments_present, mdph, mdph_present, names_departments, names_mdph
    )  # fmt: skip


@dataclass(frozen=True)
class Crowd:
    """Those who came and those who did not, each told by the cell they belong to."""

    present: Sequence[Cell]
    absent: Sequence[Cell]


@dataclass(frozen=True)
class Places:
    """The MDPH of an event and the departments that others come from; the first of each come, the last do not."""

    mdph: Sequence[tuple[str, str]]
    mdph_present: int
    others: Sequence[str]
    others_present: int
    replaced: Sequence[str]  # departments present without their MDPH, which is absent


class Company:
    """The public of one event, and the places they come from."""

    def __init__(
        self, event: Gathering, need: Need, reference: Reference, order: Sequence[str], turn: int = 0, delegates: int | None = None
    ):
        self.event, self.need, self.reference, self.order, self.turn = event, need, reference, order, turn
        types = reference.types_of(event)
        local = [kind for kind in ("cd", MDPH) if kind in types]
        if not local and not need.is_free:
            local = ["ars"] if types == ["ars"] else ["cd"]
        self.local = local
        self.delegates = delegates or 0
        away = {*local, *([CNSA] if delegates is not None else [])}
        self.national = [slug for kind in types if kind not in away for slug in self._of_type(kind)]

    def _of_type(self, kind: str) -> list[str]:
        if kind == "ars":
            return [*dict.fromkeys(slug for code in self.order if (slug := self.reference.responsible("ars", code)))]
        return self.reference.of_type(kind)

    def places(self) -> Places:
        """As many MDPH as are counted, and other departments to make up their number."""
        need, only_mdph = self.need, self.local == [MDPH]
        seats = {slug: code for code in reversed(self.order) if (slug := self.reference.responsible(MDPH, code))}
        slugs = self.reference.mdph_of(self.order)
        if only_mdph and need.departments > need.mdph:
            # Two departments, one MDPH: it explains best why there are more departments than MDPH.
            slugs = sorted(slugs, key=lambda slug: -sum(self.reference.responsible(MDPH, code) == slug for code in self.order))
        mdph = [(slug, seats[slug]) for slug in slugs[: need.mdph]]
        taken = {code for _slug, code in mdph}
        others = [code for code in self.order if code not in taken]
        if only_mdph:
            chosen = [slug for slug, _code in mdph]
            others.sort(key=lambda code: self.reference.responsible(MDPH, code) not in chosen)
        others = others[: need.departments - need.mdph]
        come = min(need.departments_present - need.mdph_present, len(others))
        left = need.departments_present - need.mdph_present - come
        replaced = [code for _slug, code in mdph[need.mdph_present :]][-left:] if left else []
        return Places(mdph, need.mdph_present, others, come, replaced)

    def crowd(self, shared: int = 0) -> Crowd:
        """Everybody of the event; ``shared`` of them are nationals who come to each event of the series."""
        need, places = self.need, self.places()
        first = [self._mdph(*one) for one in places.mdph[: places.mdph_present]]
        first += [
            self._other(code, places.mdph[: places.mdph_present]) for code in [*places.others[: places.others_present], *places.replaced]
        ]
        missing = [self._mdph(*one) for one in places.mdph[places.mdph_present :]]
        missing += [self._other(code, places.mdph) for code in places.others[places.others_present :]]
        delegation = [Cell(CNSA, None, DELEGATION)] * self.delegates
        common = [self._shared()] * max(0, min(shared, need.present - len(first) - len(delegation)))
        come = [*first, *delegation, *common]
        more = self._more(places, bool(come), set(first))
        present = [*come, *islice(more, max(0, need.present - len(come)))]
        away = max(0, need.registered - need.present - len(missing))
        follow = [self._shared()] * min(shared, away)
        # Those who did not come follow on from those who came: over a series, the same people serve for both.
        absent = [*missing, *follow, *islice(more, away - len(follow))]
        return Crowd(present, absent)

    def _mdph(self, slug: str, code: str, rank: int = 0) -> Cell:
        return Cell(slug, code, self.reference.role_in(MDPH, self.event, rank))

    def _other(self, code: str, inside: Sequence[tuple[str, str]]) -> Cell:
        """The first person of a department that no MDPH stands for."""
        slug = self.reference.responsible(MDPH, code)
        if self.local == [MDPH] and (not self.need.names_mdph or slug in {one for one, _code in inside}):
            return self._mdph(slug, code)
        return self._local("cd" if "cd" in self.local or self.local == [MDPH] else self.local[0], code, 0)

    def _local(self, kind: str, code: str, rank: int) -> Cell:
        return Cell(self.reference.responsible(kind, code, rank), code, self.reference.role_in(kind, self.event, rank))

    def _shared(self) -> Cell:
        """A national partner who follows everything."""
        return Cell(self.reference.of_type("partner")[0], None, self.reference.role_in("partner", self.event, 0))

    def _more(self, places: Places, come: bool, known: set[Cell]) -> Iterator[Cell]:
        """Further people: nationals, then a person of each place, a second one of each, a third..."""
        open_to = self._open_to(places, come)
        nationals = [*self.national[self.turn % max(1, len(self.national)) :], *self.national[: self.turn % max(1, len(self.national))]]
        if not nationals and not open_to:
            yield from iter(self._shared, None)
        for rank in count():
            yield from (Cell(slug, None, self.reference.role_in(self.reference.type_of(slug), self.event, rank)) for slug in nationals)
            for kind, code in open_to:
                cell = self._local(kind, code, rank)
                if rank or cell not in known:
                    yield cell

    def _open_to(self, places: Places, come: bool) -> list[tuple[str, str]]:
        """The types and departments from which more people change no figure."""
        if self.need.is_free:
            return [(kind, code) for kind in self.local for code in self.order if self.reference.responsible(kind, code)]
        mdph = places.mdph[: places.mdph_present] if come else places.mdph
        others = [*places.others[: places.others_present], *places.replaced] if come else places.others
        inside = {slug for slug, _code in mdph}
        codes = [*dict.fromkeys([*(code for _slug, code in mdph), *others])]
        if self.need.names_mdph and not self.need.names_departments:
            codes = [*codes, *(code for code in self.order if "cd" in self.local and code not in codes)]
        return [
            (kind, code)
            for kind in self.local
            for code in codes
            if (slug := self.reference.responsible(kind, code)) and (kind != MDPH or not self.need.names_mdph or slug in inside)
        ]
