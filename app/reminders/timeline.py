"""The plan of an event as its page tells it: what leaves, when, to how many, and where each letter stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.events.models import Event
from app.outbox.models import LetterState
from app.reminders.catalogue import KINDS, Kind, Way
from app.reminders.due import Fate, Late, due_at, fate_of, lacks_content, moment_of, why_late
from app.reminders.models import PlannedLetter
from app.reminders.people_queries import Crowd
from app.ui import french

Told = Mapping[str, Mapping[LetterState, int]]

TAGS = {
    Fate.COMING: ("à venir", "info"),
    Fate.NOW: ("en partance", "info"),
    Fate.QUIET: ("en attente", "info"),
    Fate.LACKING: ("à compléter", "warning"),
    Fate.LEFT: ("parti", "success"),
    Fate.LATE: ("sans objet", ""),
    Fate.OFF: ("désactivé", ""),
    Fate.UNPUBLISHED: ("à venir", ""),
    Fate.CALLED_OFF: ("sans objet", ""),
    Fate.ELSEWHERE: ("sans objet", ""),
}
_REASONS = {
    Late.UNKNOWN_THEN: "l’événement a été publié après cette date",
    Late.ANSWERS_OVER: "les inscriptions sont closes",
    Late.REPLACED: "un rappel plus proche l’a remplacé",
    Late.TOO_CLOSE: "il restait moins de deux jours avant l’événement",
    Late.BEGUN: "l’événement avait commencé",
    Late.DROPPED: "il était trop tard",
}
_TELLS = {
    Fate.NOW: "Il part dans les minutes qui viennent.",
    Fate.QUIET: "Il partira à la reprise du travail : rien ne part la nuit, le week-end ni les jours fériés.",
    Fate.LACKING: "Sans texte ni lien, il ne partira pas.",
    Fate.OFF: "Il ne partira pas : vous l’avez désactivé.",
    Fate.UNPUBLISHED: "Il suivra la publication de l’événement.",
    Fate.CALLED_OFF: "Sans objet : l’événement est annulé.",
    Fate.ELSEWHERE: "Sans objet : l’événement est organisé par d’autres.",
}


@dataclass(frozen=True)
class Step:
    """One letter of the plan, ready to be shown."""

    planned: PlannedLetter
    kind: Kind
    fate: Fate
    on: date | None
    moment: str
    told: str
    people: int | None
    sent: int
    waiting: int
    dead: int

    @property
    def tag(self) -> tuple[str, str]:
        if self.kind.way is Way.HAND and self.sent + self.waiting:
            return ("envoyé", "success")
        if self.kind.way is Way.HAND and self.fate in (Fate.COMING, Fate.UNPUBLISHED):
            return ("à envoyer par vous", "")
        if not self.kind.has_moment and self.fate is Fate.COMING:
            return ("automatique", "info") if self.kind.way is Way.FACT else ("à venir", "info")
        return TAGS[self.fate]

    @property
    def is_soft(self) -> bool:
        """Whether its leaf is grey: nothing will leave that day."""
        return self.fate not in (Fate.COMING, Fate.NOW, Fate.QUIET, Fate.LEFT) or not self.kind.has_moment


def steps_of(event: Event, letters: Sequence[PlannedLetter], crowd: Crowd, told: Told, at: datetime) -> list[Step]:
    """The letters in the order in which they leave; those that a fact sends come last."""
    steps = [_step(planned, event, letters, crowd, told, at) for planned in letters]
    order = {step.planned.letter: moment_of(step.planned, event) or event.ends_at for step in steps}
    return sorted(steps, key=lambda step: (step.kind.way is Way.FACT, order[step.planned.letter]))


def _step(planned: PlannedLetter, event: Event, letters: Sequence[PlannedLetter], crowd: Crowd, told: Told, at: datetime) -> Step:
    kind = KINDS[planned.letter]
    counts = told.get(planned.letter, {})
    is_too_late = kind.way is Way.HAND and not counts and event.has_begun(at)  # what nobody sent in time is asked for no more
    fate = Fate.LATE if is_too_late or _is_past_before_publication(planned, event, at) else fate_of(planned, event, at, letters)
    moment = moment_of(planned, event)
    return Step(
        planned=planned,
        kind=kind,
        fate=fate,
        on=french.local(moment, event.timezone).date() if moment else None,
        moment=_moment(kind, moment, event, at, bool(counts)),
        told=_tells(planned, event, fate, letters, at),
        people=_people(planned.letter, crowd) if fate not in (Fate.LEFT, Fate.LATE, Fate.CALLED_OFF, Fate.ELSEWHERE) else None,
        sent=counts.get(LetterState.SENT, 0),
        waiting=sum(counts.get(state, 0) for state in (LetterState.PENDING, LetterState.LEASED, LetterState.SENDING, LetterState.HELD)),
        dead=counts.get(LetterState.DEAD, 0),
    )


def _is_past_before_publication(planned: PlannedLetter, event: Event, at: datetime) -> bool:
    """Published today, the event would find this date behind it: what the clock sends will not leave."""
    due = due_at(planned, event)
    return event.is_draft and planned.is_on and due is not None and due < at


def _moment(kind: Kind, moment: datetime | None, event: Event, at: datetime, is_done: bool) -> str:
    if kind.way in (Way.FACT, Way.PRESENCE) or moment is None:
        return kind.occasion
    there = french.local(moment, event.timezone)
    zone = f" ({french.zone_name(event.timezone)})" if event.timezone != "Europe/Paris" else ""
    if kind.way is Way.HAND:
        return f"Date conseillée{', déjà passée' if moment < at and not is_done else ''} : {french.day(there)}"
    return f"{french.day(there).capitalize()} à {french.hour(moment, event.timezone)}{zone}"


def _tells(planned: PlannedLetter, event: Event, fate: Fate, letters: Sequence[PlannedLetter], at: datetime) -> str:
    way = KINDS[planned.letter].way
    if way is Way.HAND and fate in (Fate.COMING, Fate.UNPUBLISHED):
        return "Il ne part jamais seul : vous l’envoyez depuis l’onglet « Invitations »."
    if fate is Fate.LEFT and planned.put_at:
        return f"Parti le {french.moment(planned.put_at)}."
    if fate is Fate.LATE and way is Way.HAND:
        return "Il ne s’envoie plus : l’événement a commencé."
    if fate is Fate.LATE:
        why = "cette date est passée" if event.is_draft else _REASONS[why_late(planned, event, at, letters) or Late.BEGUN]
        return f"Sans objet : {why}."
    if fate is Fate.COMING:
        return _TELLS[Fate.LACKING] if lacks_content(planned) else ""
    return _TELLS.get(fate, "")


def _people(letter: str, crowd: Crowd) -> int | None:
    if KINDS[letter].has_moment and letter not in ("series_invitation", "organiser_alert", "nudge"):
        return crowd.online if letter == "reminder_1_hour" else crowd.confirmed
    return {"nudge": crowd.silent, "thanks": crowd.present}.get(letter)


def next_departure(steps: Sequence[Step]) -> Step | None:
    """The next letter that the clock will send, or that waits for people to be at work."""
    leaving = (Fate.NOW, Fate.QUIET, Fate.COMING)
    return next((step for step in steps if step.kind.has_moment and step.fate in leaving), None)


def next_day(event: Event, coming: Step | None, waiting: Iterable[datetime]) -> date | None:
    """The day of the next letter, of those that the clock will send and of those that wait for their hour; None when there is none."""
    days = [french.local(moment, event.timezone).date() for moment in waiting]
    return min([*days, *([coming.on] if coming and coming.on else [])], default=None)
