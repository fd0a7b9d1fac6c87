"""Which rows a figure counts: their keys, in an order that anybody can make again, and what each event brought."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from app.indicators.figures import Figure
from app.indicators.scope import Scope


class Counts(StrEnum):
    """What the rows of an indicator are, as the proofs call them."""

    EVENTS = "evenements"
    INVITED = "invitations"
    REGISTERED = "inscriptions"
    PRESENT = "presences"
    BOTH = "inscriptions_et_presences"
    REGISTERED_PLACES = "inscriptions_et_lieux"
    PRESENT_PLACES = "presences_et_lieux"
    ANSWERS = "reponses"
    ANSWERS_AND_PRESENT = "reponses_et_presences"
    MEMBERS = "adhesions"
    LETTERS = "lettres"
    SPACES = "espaces"


_OTHERS = {
    **dict.fromkeys(("invitations", "invites_distincts"), Counts.INVITED),
    **dict.fromkeys(("inscriptions", "inscrits_distincts"), Counts.REGISTERED),
    **dict.fromkeys(("participations", "presents_distincts", "moyenne_participants", "mediane_participants"), Counts.PRESENT),
    **dict.fromkeys(("minimum_participants", "maximum_participants", "heures_participants"), Counts.PRESENT),
    **dict.fromkeys(("absences", "taux_presence"), Counts.BOTH),
    **dict.fromkeys(("reponses", "taux_satisfaction", "moyenne_taux_satisfaction"), Counts.ANSWERS),
    "couverture": Counts.PRESENT_PLACES,
    "taux_reponse": Counts.ANSWERS_AND_PRESENT,
    "membres": Counts.MEMBERS,
    "lettres_envoyees": Counts.LETTERS,
    "espaces_ouverts": Counts.SPACES,
}
STOCKS = (Counts.MEMBERS, Counts.LETTERS, Counts.SPACES)
UNTOLD = "trop_peu"  # instead of the levels of answers, where fewer than five would let people be recognised


def counts(code: str) -> Counts:
    """What the rows of this indicator are; dates and names come from events."""
    if known := _OTHERS.get(code):
        return known
    if code.endswith("_inscrits"):
        return Counts.REGISTERED_PLACES
    return Counts.PRESENT_PLACES if code.endswith("_presents") else Counts.EVENTS


class Participation(NamedTuple):
    """One registration as it is counted: where the person came from that day, and at how many half-days they were present."""

    key: str
    half_days: int
    department: str = ""
    organisation: str = ""


@dataclass
class Rows:
    """The rows of a year, by what they are under: an event, or a network on a day."""

    registrations: dict[str, list[Participation]] = field(default_factory=dict)  # by event
    answers: dict[str, dict[str, int]] = field(default_factory=dict)  # event -> level, how many
    members: dict[date, list[tuple[str, str]]] = field(default_factory=dict)  # day -> network, membership
    letters: list[tuple[str, str, date]] = field(default_factory=list)  # network, letter, sent on
    spaces: dict[date, list[tuple[str, str]]] = field(default_factory=dict)

    def keys(self, kind: Counts, under: Mapping[str, int], first: date, last: date) -> list[str]:
        """The key of each row that a figure of these days counts, sorted; ``under`` is what its events, or its networks, brought.

        Invitations nobody answered are soon forgotten: how many there were at each event is all that is kept of them.
        ``readme.py`` tells the same to whoever checks it.
        """
        if kind is Counts.LETTERS:
            sent = [(network, letter) for network, letter, on in self.letters if first <= on <= last]
            return sorted(f"lettre:{key}" for network, key in sent if network in under)
        if kind in STOCKS:
            found = self.members if kind is Counts.MEMBERS else self.spaces
            word = "adhesion" if kind is Counts.MEMBERS else "espace"
            return sorted(f"{word}:{key}" for network, key in found.get(last, []) if network in under)
        if kind is Counts.INVITED:
            return sorted(f"invitations:{event}:{count}" for event, count in under.items())
        return sorted(key for event in under for key in (f"evenement:{event}", *self._of_event(kind, event)))

    def parts(self, figure: Figure, networks: Collection[str]) -> dict[str, int]:
        """What each event brought to a figure, or each network: for what does not add up, how many of its rows stand there."""
        kind = counts(figure.indicator.code)
        if kind in STOCKS:
            return self._parts_of_stock(kind, figure.scope, networks)
        events = [entry.public_id for entry in figure.entries]
        if kind is Counts.EVENTS:
            return dict.fromkeys(events, 1)
        if kind is Counts.ANSWERS:
            return {event: sum(self.answers.get(event, {}).values()) for event in events}
        return {event: figure.parts.get(event, len(self._of_event(kind, event))) for event in events}

    def _parts_of_stock(self, kind: Counts, scope: Scope, networks: Collection[str]) -> dict[str, int]:
        if kind is Counts.LETTERS:
            standing = [network for network, _key, on in self.letters if scope.first <= on <= scope.last]
        else:
            standing = [network for network, _key in (self.members if kind is Counts.MEMBERS else self.spaces).get(scope.last, [])]
        return {network: standing.count(network) for network in sorted({*standing} & {*networks})}

    def _of_event(self, kind: Counts, event: str) -> list[str]:
        rows, said = self.registrations.get(event, []), self.answers.get(event, {})
        if kind in (Counts.PRESENT, Counts.PRESENT_PLACES, Counts.ANSWERS_AND_PRESENT):
            rows = [one for one in rows if one.half_days]
        answered = [f"reponses:{event}:{level}:{count}" for level, count in said.items()]
        if kind is Counts.ANSWERS:
            return answered
        if kind is Counts.REGISTERED:
            return [f"inscription:{one.key}" for one in rows]
        if kind is Counts.REGISTERED_PLACES:
            return [f"inscription:{one.key}:{one.department}:{one.organisation}" for one in rows]
        if kind is Counts.PRESENT_PLACES:
            return [f"inscription:{one.key}:{one.half_days}:{one.department}:{one.organisation}" for one in rows]
        if kind in (Counts.PRESENT, Counts.BOTH, Counts.ANSWERS_AND_PRESENT):
            came = [f"inscription:{one.key}:{one.half_days}" for one in rows]
            return [*answered, *came] if kind is Counts.ANSWERS_AND_PRESENT else came
        return []


def lines(keys: Collection[str]) -> bytes:
    """The keys as a file, one a line."""
    return "".join(f"{key}\n" for key in keys).encode()


def digest(content: bytes) -> str:
    """SHA-256, as ``sha256sum`` prints it."""
    return hashlib.sha256(content).hexdigest()


def compared(now: Mapping[str, int], then: Mapping[str, int]) -> dict[str, tuple[int | None, int | None]]:
    """What differs, by event: then and now; ``None`` where it was not, or no longer is, counted."""
    names = [*then, *(name for name in now if name not in then)]
    return {name: (then.get(name), now.get(name)) for name in names if then.get(name) != now.get(name)}
