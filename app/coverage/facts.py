"""How far an organisation went towards an event: invited, answered, registered, present."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Stage(IntEnum):
    """The furthest that somebody of a territory went."""

    NONE = 0
    INVITED = 1
    ANSWERED = 2
    REGISTERED = 3
    PRESENT = 4


STAGES = {
    Stage.PRESENT: "présent",
    Stage.REGISTERED: "inscrit",
    Stage.ANSWERED: "a répondu",
    Stage.INVITED: "invité",
}
HEADINGS = {Stage.INVITED: "Invité", Stage.ANSWERED: "A répondu", Stage.REGISTERED: "Inscrit", Stage.PRESENT: "Présent"}


@dataclass(frozen=True)
class Facts:
    """Whether somebody of an organisation was asked to an event, answered, was confirmed, came: each fact for itself."""

    invited: bool = False
    answered: bool = False
    registered: bool = False
    present: bool = False

    def __or__(self, other: "Facts") -> "Facts":
        return Facts(
            self.invited or other.invited,
            self.answered or other.answered,
            self.registered or other.registered,
            self.present or other.present,
        )

    def has(self, stage: Stage) -> bool:
        """Whether this happened, whatever the rest: one may come without having been invited."""
        return (True, self.invited, self.answered, self.registered, self.present)[stage]

    @property
    def stage(self) -> Stage:
        return next((stage for stage in STAGES if self.has(stage)), Stage.NONE)


NOTHING = Facts()


def together(facts: Iterable[Facts]) -> Facts:
    """What is true of one organisation at least."""
    found = NOTHING
    for one in facts:
        if one is not NOTHING:
            found |= one
    return found
