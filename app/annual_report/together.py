"""Sentences that are read side by side: two that count the same kind of event raise a question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from app.annual_report.telling import Told
from app.indicators.figures import Figure
from app.indicators.scope import Scope

_EVENTS, _PARTICIPANTS = "evenements_tenus", "participations"


@dataclass(frozen=True)
class Question:
    """Two sentences of a chapter count the same kind of event: is one a part of the other, or does it come on top?"""

    first: str  # their codes
    second: str
    kind: str  # the code of the kind of event
    events: tuple[int, int]
    shared: int  # events that both count
    together: int  # events, each once
    participants: int | None  # of those events; None when both do not say it, or when it is not known

    @property
    def is_within(self) -> bool:
        """Whether all the events of one are among those of the other."""
        return self.shared == min(self.events)


def questions(told: Iterable[Told]) -> list[Question]:
    """Those that a chapter raises: same kind, other events; two sentences of the very same events say the same thing twice over."""
    kinds: dict[str, list[tuple[Told, Figure]]] = {}
    for one in told:
        held = next((found for found in one.figures.values() if found.indicator.code == _EVENTS and found.value), None)
        if one.text and held is not None and _kind(held.scope):
            kinds.setdefault(_kind(held.scope), []).append((one, held))
    pairs = ((kind, one, other) for kind, found in kinds.items() for one, other in combinations(found, 2))
    return [_question(kind, one, other) for kind, one, other in pairs if _are_others(one[1].scope, other[1].scope)]


def _are_others(one: Scope, other: Scope) -> bool:
    return one != other and (one.first, one.last) == (other.first, other.last)


def _kind(scope: Scope) -> str:
    return scope.kinds[0] if len(scope.kinds) == 1 else ""


def _question(kind: str, one: tuple[Told, Figure], other: tuple[Told, Figure]) -> Question:
    events = [{entry.public_id for entry in found.entries} for _, found in (one, other)]
    came = [_came(told) for told, _ in (one, other)]
    participants = None
    if came[0] is not None and came[1] is not None:
        participants = sum({**came[0], **came[1]}.values())
    both = (len(events[0]), len(events[1]))
    return Question(one[0].code, other[0].code, kind, both, len(events[0] & events[1]), len(events[0] | events[1]), participants)


def _came(told: Told) -> Mapping[str, int] | None:
    found = next((one for one in told.figures.values() if one.indicator.code == _PARTICIPANTS), None)
    return found.parts if found is not None and found.value is not None and not found.unknown else None
