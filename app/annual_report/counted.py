"""Which rows a figure counts: their keys, in an order that anybody can make again, and what each event brought."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.indicators.figures import Figure
from app.indicators.scope import Scope


class Counts(StrEnum):
    """What the rows of an indicator are."""

    EVENTS = "events"
    INVITED = "invited"
    REGISTERED = "registered"
    PRESENT = "present"
    BOTH = "both"
    ANSWERS = "answers"
    ANSWERS_AND_PRESENT = "answers_and_present"
    MEMBERS = "members"
    LETTERS = "letters"
    SPACES = "spaces"


_OTHERS = {
    **dict.fromkeys(("invitations", "invites_distincts"), Counts.INVITED),
    **dict.fromkeys(("inscriptions", "inscrits_distincts"), Counts.REGISTERED),
    **dict.fromkeys(("participations", "presents_distincts", "moyenne_participants", "mediane_participants"), Counts.PRESENT),
    **dict.fromkeys(("minimum_participants", "maximum_participants", "heures_participants", "couverture"), Counts.PRESENT),
    **dict.fromkeys(("absences", "taux_presence"), Counts.BOTH),
    **dict.fromkeys(("reponses", "taux_satisfaction", "moyenne_taux_satisfaction"), Counts.ANSWERS),
    "taux_reponse": Counts.ANSWERS_AND_PRESENT,
    "membres": Counts.MEMBERS,
    "lettres_envoyees": Counts.LETTERS,
    "espaces_ouverts": Counts.SPACES,
}
STOCKS = (Counts.MEMBERS, Counts.LETTERS, Counts.SPACES)


def counts(code: str) -> Counts:
    """What the rows of this indicator are; dates and names come from events."""
    if code.endswith("_inscrits"):
        return Counts.REGISTERED
    return Counts.PRESENT if code.endswith("_presents") else _OTHERS.get(code, Counts.EVENTS)


@dataclass
class Rows:
    """The rows of a year, by what they are under: an event, or a network on a day."""

    registrations: dict[str, list[tuple[str, int]]] = field(default_factory=dict)  # event -> registration, half-days present
    answers: dict[str, dict[str, int]] = field(default_factory=dict)  # event -> level, how many
    members: dict[date, list[tuple[str, str]]] = field(default_factory=dict)  # day -> network, membership
    letters: list[tuple[str, str, date]] = field(default_factory=list)  # network, letter, sent on
    spaces: dict[date, list[tuple[str, str]]] = field(default_factory=dict)

    def keys(self, code: str, under: Mapping[str, int], scope: Scope) -> list[str]:
        """The key of each row that a figure counts, sorted; ``under`` is what its events, or its networks, brought.

        Invitations nobody answered are soon forgotten: how many there were at each event is all that is kept of them.
        """
        kind = counts(code)
        if kind is Counts.LETTERS:
            sent = [(network, letter) for network, letter, on in self.letters if scope.first <= on <= scope.last]
            return sorted(f"lettre:{key}" for network, key in sent if network in under)
        if kind in STOCKS:
            found = self.members if kind is Counts.MEMBERS else self.spaces
            word = "adhesion" if kind is Counts.MEMBERS else "espace"
            return sorted(f"{word}:{key}" for network, key in found.get(scope.last, []) if network in under)
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
        return {event: figure.parts.get(event, len(self._of_event(kind, event))) for event in events}

    def _parts_of_stock(self, kind: Counts, scope: Scope, networks: Collection[str]) -> dict[str, int]:
        if kind is Counts.LETTERS:
            standing = [network for network, _key, on in self.letters if scope.first <= on <= scope.last]
        else:
            standing = [network for network, _key in (self.members if kind is Counts.MEMBERS else self.spaces).get(scope.last, [])]
        return {network: standing.count(network) for network in sorted({*standing} & {*networks})}

    def _of_event(self, kind: Counts, event: str) -> list[str]:
        rows, said = self.registrations.get(event, []), self.answers.get(event, {})
        present = [f"inscription:{key}:{half_days}" for key, half_days in rows if half_days]
        answered = [f"reponses:{event}:{level}:{count}" for level, count in said.items()]
        return {
            Counts.REGISTERED: [f"inscription:{key}" for key, _ in rows],
            Counts.PRESENT: present,
            Counts.BOTH: [f"inscription:{key}:{half_days}" for key, half_days in rows],
            Counts.ANSWERS: answered,
            Counts.ANSWERS_AND_PRESENT: [*answered, *present],
        }.get(kind, [])


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
