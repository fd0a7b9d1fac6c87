"""The numbers that a chapter compares, as drawings: events along the year, participants at each event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.annual_report import queries
from app.annual_report.contents import Contents
from app.annual_report.frozen import events_of
from app.annual_report.models import AnnualReport
from app.core.paper import Bars
from app.ui.french import MONTHS, NBSP, SHORT_MONTHS, day_number, local

EVENTS = "evenements_tenus"
PARTICIPANTS = ("participations", "moyenne_participants", "mediane_participants", "minimum_participants", "maximum_participants")
FEWEST_ALONG, FEWEST_NAMED, MOST_NAMED = 4, 3, 40  # fewer are not compared, more are not read


Drawings = Mapping[str, Sequence[Bars]]  # by the code of the chapter


@dataclass(frozen=True)
class Seen:
    """An event as a drawing names it."""

    title: str
    on: date


@dataclass(frozen=True)
class Brought:
    """What each event brought to one figure of a chapter."""

    chapter: str
    code: str
    parts: Mapping[str, int]


def of_draft(told: Contents) -> Drawings:
    """The drawings of a report whose figures are computed now."""
    brought: list[Brought] = []
    seen: dict[str, Seen] = {}
    for chapter, sentences in told.told:
        for figure in (one for sentence in sentences if sentence.text for one in sentence.figures.values()):
            brought.append(Brought(chapter.code, figure.indicator.code, figure.parts))
            seen |= {entry.public_id: Seen(entry.title, entry.on) for entry in figure.entries}
    return drawn(brought, seen, told.year)


def of_frozen(report: AnnualReport) -> Drawings:
    """The drawings of a frozen report: the events as they were called and dated that day."""
    kept = [one for one in queries.frozen_sentences(report) if one.text]
    brought = [Brought(one.chapter_code, figure.indicator_code, figure.parts) for one in kept for figure in one.figures]
    seen = {
        row["evenement"]: Seen(row["titre"], local(datetime.fromisoformat(row["debut"]), row["fuseau"]).date()) for row in events_of(report)
    }
    return drawn(brought, seen, report.year)


def drawn(brought: Iterable[Brought], seen: Mapping[str, Seen], year: int) -> Drawings:
    """The drawings of each chapter; an event told in two sentences is drawn once."""
    held: dict[str, set[str]] = {}
    came: dict[str, dict[str, int]] = {}
    for one in brought:
        own = {event: count for event, count in one.parts.items() if event in seen and seen[event].on.year == year}
        if one.code == EVENTS:
            held.setdefault(one.chapter, set()).update(own)
        elif one.code in PARTICIPANTS:
            came.setdefault(one.chapter, {}).update(own)
    found: dict[str, list[Bars]] = {}
    for chapter in {**held, **came}:
        both = [_along([seen[event] for event in held.get(chapter, ())], year), _named(came.get(chapter, {}), seen)]
        found[chapter] = [one for one in both if one]
    return found


def _along(events: list[Seen], year: int) -> Bars | None:
    """The months of the year, those without an event too."""
    counts = [sum(one.on.month == month for one in events) for month in range(1, 13)]
    if len(events) < FEWEST_ALONG or sum(map(bool, counts)) < 2:
        return None
    return Bars(
        f"Événements de ce chapitre tenus en {year}, mois par mois",
        tuple(zip(SHORT_MONTHS, counts, strict=True)),
        "événements",
        "Mois",
        True,
    )


def _named(came: Mapping[str, int], seen: Mapping[str, Seen]) -> Bars | None:
    """The events in their order, each with its day."""
    if not FEWEST_NAMED <= len(came) <= MOST_NAMED:
        return None
    events = sorted(came, key=lambda event: (seen[event].on, seen[event].title, event))
    rows = tuple((_name(seen[event]), came[event]) for event in events)
    return Bars("Participants à chaque événement", rows, "participants", "Événement")


def _name(event: Seen) -> str:
    return f"{day_number(event.on)}{NBSP}{MONTHS[event.on.month - 1]} – {event.title}"
