"""The letters planned for an event, and those who receive them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import contains_eager

from app.core.db import db, once
from app.core.links import new_public_id
from app.events.models import Event
from app.events.words import Hosting, Modality, State
from app.reminders.catalogue import KINDS
from app.reminders.due import FORGOTTEN
from app.reminders.models import PlanLine, PlannedLetter

FARTHEST = timedelta(days=100)  # a little more than a plan may be moved away from its event
_CLOCKED = tuple(letter for letter, kind in KINDS.items() if kind.has_moment)
_BY_MODALITY = ("confirmation", "thanks", "survey_nudge")


@dataclass(frozen=True)
class Edits:
    """What a facilitator changed in a letter of their event."""

    is_on: bool
    subject: str
    words: str
    link: str

    @property
    def is_empty(self) -> bool:
        """Whether a letter that lives by its content has none."""
        return not (self.words or self.link)


def edits_of(event_id: int, letter: str) -> Edits | None:
    """What was changed in this letter of this event; None when its event follows the usual plan. Asked once for a batch of letters."""
    return once(("edits", event_id, letter), lambda: _edits_of(event_id, letter))


def _edits_of(event_id: int, letter: str) -> Edits | None:
    columns = (PlannedLetter.is_on, PlannedLetter.subject, PlannedLetter.words, PlannedLetter.link)
    found = db.session.execute(select(*columns).where(PlannedLetter.event_id == event_id, PlannedLetter.letter == letter)).first()
    return Edits(*found) if found else None


def planned_for(event: Event) -> list[PlannedLetter]:
    """The letters of this event in the order of its plan, those that nobody touched made from the plan of its kind."""
    kept = {row.letter: row for row in db.session.scalars(select(PlannedLetter).where(PlannedLetter.event_id == event.id))}
    lines = plan_of(event)
    rows = [kept.get(line.letter) or from_line(line, event) for line in lines]
    named = {row.letter for row in rows}
    left = [row for row in kept.values() if row.put_at and row.letter not in named]  # the kind or the modality changed since
    order = [*KINDS]
    return sorted([*rows, *left], key=lambda row: order.index(row.letter))


def planned_besides(event: Event, letters: Iterable[PlannedLetter]) -> Sequence[PlannedLetter]:
    """What was written down for this event and is not among these letters."""
    others = PlannedLetter.letter.not_in([planned.letter for planned in letters])
    return db.session.scalars(select(PlannedLetter).where(PlannedLetter.event_id == event.id, others)).all()


def from_line(line: PlanLine, event: Event) -> PlannedLetter:
    """A letter as the plan says it, not written down."""
    return PlannedLetter(
        public_id=new_public_id(),
        event_id=event.id,
        letter=line.letter,
        anchor=line.anchor,
        offset_minutes=line.offset_minutes,
        local_hour=line.local_hour,
        is_on=True,
        subject="",
        words="",
        link="",
    )


def plan_of(event: Event) -> list[PlanLine]:
    """The plan of its kind, the letters of all plans, and what its modality gives when its kind says nothing."""
    by_plan: dict[str, dict[str, PlanLine]] = {}
    for line in db.session.scalars(select(PlanLine).order_by(PlanLine.position)):
        if line.letter in KINDS:
            by_plan.setdefault(line.plan, {})[line.letter] = line
    usual = by_plan.get("online" if event.modality is Modality.ONLINE else "onsite", {})
    lines = {letter: usual[letter] for letter in _BY_MODALITY if letter in usual} | by_plan["*"] | by_plan.get(event.kind.mail_plan, {})
    if "series_invitation" in lines and not is_first_of_series(event):
        del lines["series_invitation"]
        if event.series_id is None:
            lines["invitation"] = usual["invitation"]
    if event.modality is Modality.ONSITE:
        lines.pop("reminder_1_hour", None)  # there is no link to send
    if not event.kind.has_satisfaction:
        lines.pop("survey_nudge", None)
    return [*lines.values()]


def is_first_of_series(event: Event) -> bool:
    """Whether the letter with all the dates leaves before this one."""
    if event.series_id is None:
        return False
    called = (Event.series_id == event.series_id, Event.state != State.CANCELLED)
    return db.session.scalar(select(Event.id).where(*called).order_by(Event.starts_at, Event.id).limit(1)) == event.id


def events_without_plan(now: datetime) -> Sequence[Event]:
    """Announced events of these months whose letters nobody wrote down yet."""
    written = select(PlannedLetter.id).where(PlannedLetter.event_id == Event.id).exists()
    return db.session.scalars(select(Event).where(_is_near(now), ~written)).all()


def planned_around(now: datetime) -> list[PlannedLetter]:
    """Every planned letter that the clock may call for, over all the announced events of these months."""
    rows = select(PlannedLetter).join(PlannedLetter.event).options(contains_eager(PlannedLetter.event))
    return [
        *db.session.scalars(rows.where(_is_near(now), PlannedLetter.letter.in_(_CLOCKED), PlannedLetter.is_on).order_by(PlannedLetter.id))
    ]


def _is_near(now: datetime) -> ColumnElement[bool]:
    alive = Event.state.in_((State.PUBLISHED, State.CLOSED, State.HELD, State.ARCHIVED))
    return and_(alive, Event.hosting != Hosting.EXTERNAL, Event.starts_at < now + FARTHEST, Event.ends_at > now - FORGOTTEN)
