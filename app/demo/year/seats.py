"""Who was invited, who registered, who came to which half-day and what was answered, as rows."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.attendance.models import Mark, Presence
from app.core.clock import PARIS
from app.demo.year import rows
from app.demo.year.casting import Cast, Seat
from app.demo.year.file import Gathering, YearFile
from app.demo.year.gatherings import ASKED, OPENED
from app.demo.year.names import drawn, public_name
from app.demo.year.people import People
from app.demo.year.reference import Cell
from app.events.words import Modality
from app.invitations.models import Answer, Invitation
from app.registrations.models import Origin, Part, Registration, Standing
from app.satisfaction.models import Level, SurveyAnswer, SurveyInvitation
from app.satisfaction.queries import week_of

Row = dict[str, Any]
_WORDS = (
    "Des échanges utiles, merci.",
    "Plus de temps pour les questions la prochaine fois.",
    "Très clair.",
    "Le support serait utile avant.",
)


class Seating:
    """Rows gathered event after event, then written at once."""

    def __init__(self, people: People, numbers: Mapping[str, int], halves: Mapping[str, Sequence[int]]):
        self.people, self.numbers, self.halves = people, numbers, halves
        self.registrations: list[Row] = []
        self.invitations: list[Row] = []
        self.presences: list[Row] = []
        self.asked: list[Row] = []
        self.answers: list[Row] = []

    def write(self, year: YearFile, cast: Cast, recorders: Mapping[str, int]) -> None:
        """All of them are rows."""
        self.first = rows.reserve(Registration, sum(len(one.present) + len(one.absent) for one in cast.values()))
        for event in year.events:
            seats = cast.get(event.id)
            if seats is None:
                continue
            come = [self._registration(event, seat) for seat in seats.present]
            stay = [self._registration(event, seat) for seat in seats.absent]
            if "attended" in event.counts:
                self._presences(event, come, stay, recorders[event.networks[0]])
            self._survey(event, come)
        rows.write(Registration, self.registrations)
        rows.write_numbered(Invitation, self.invitations)
        rows.write_numbered(Presence, self.presences)
        rows.write_numbered(SurveyInvitation, self.asked)
        rows.write(SurveyAnswer, sorted(self.answers, key=lambda row: row["id"]))

    def _registration(self, event: Gathering, seat: Seat) -> int:
        """The person was invited and registered; gives the number of the registration."""
        cell, _rank = seat
        person, public_id = self.people.found[seat]
        key, start = (event.year, event.id, public_id), event.starts_at.astimezone(UTC)
        at = start - timedelta(days=2 + drawn(*key, out_of=ASKED.days - 3), minutes=drawn("minute", *key, out_of=600))
        who = {"event_id": self.numbers[event.id], "person_id": person}
        asked = {"public_id": public_name("invitation", *key), "invited_at": start - OPENED, "answer": Answer.REGISTERED, "answered_at": at}
        self.invitations.append(who | asked)
        number = self.first + len(self.registrations)
        self.registrations.append(
            who
            | self._posting(cell)
            | {"id": number, "public_id": public_name("registration", *key), "modality": _way(event, key)}
            | {"standing": Standing.CONFIRMED, "holds_seat": True, "origin": Origin.INVITATION, "part": Part.PARTICIPANT}
            | {"registered_by": f"personne:{public_id}", "registered_at": at, "confirmed_at": at}
        )
        return number

    def _posting(self, cell: Cell) -> dict[str, Any]:
        """Where the person worked that day."""
        organisation = self.people.reference.organisations[cell.organisation][0]
        return {"organisation_id": organisation, "department_code": cell.department, "job_role_code": cell.role}

    def _presences(self, event: Gathering, come: Sequence[int], stay: Sequence[int], recorder: int) -> None:
        """Those who came signed one half-day at least, most of them all; the others none."""
        source = "manual" if event.modality is Modality.ONLINE else "paper"
        said = {"source": source, "recorded_by_id": recorder, "recorded_at": event.ends_at.astimezone(UTC)}
        halves = self.halves[event.id]
        for rank, number in enumerate(come):
            missed = halves[rank % len(halves)] if len(halves) > 1 and rank % 6 == 5 else None
            marks = {half: Mark.ABSENT if half == missed else Mark.PRESENT for half in halves}
            self.presences += [{"registration_id": number, "half_day_id": half, "mark": mark} | said for half, mark in marks.items()]
        for rank, number in enumerate(stay):
            mark = Mark.EXCUSED if rank % 9 == 4 else Mark.ABSENT
            self.presences += [{"registration_id": number, "half_day_id": half, "mark": mark} | said for half in halves]

    def _survey(self, event: Gathering, come: Sequence[int]) -> None:
        """Everybody who came was asked; so many answered, nobody knows who said what."""
        if not event.counts.keys() & {"respondents", "very_satisfied", "satisfied"}:
            return
        sent_at = event.ends_at.astimezone(UTC) + timedelta(days=1)
        levels = levels_of(event)
        for rank, number in enumerate(come):
            key = (event.year, event.id, rank)
            said_on = _answered(sent_at, rank) if rank < len(levels) else None
            names = {"public_id": public_name("survey", *key), "nonce": public_name("nonce", *key)}
            dates = {"sent_at": sent_at, "nudged_at": sent_at + timedelta(days=4), "answered_on": said_on}
            self.asked.append({"registration_id": number} | names | dates)
        for rank, level in enumerate(levels):
            name = public_name("answer", event.year, event.id, rank)
            words = _WORDS[drawn(name, out_of=len(_WORDS))] if rank % 11 == 7 else ""
            said = {"level": level, "words": words, "answered_on": week_of(_answered(sent_at, rank))}
            self.answers.append({"id": name, "event_id": self.numbers[event.id]} | said)


def _way(event: Gathering, key: tuple[int, str, str]) -> Modality:
    """Two in three come to a place where both are possible."""
    if event.modality is not Modality.HYBRID:
        return event.modality
    return Modality.ONLINE if drawn("way", *key, out_of=3) == 0 else Modality.ONSITE


def levels_of(event: Gathering) -> list[Level]:
    """The answers of an event: as many of each level as the file says; what it does not say has no opinion."""
    pleased = [Level.VERY_SATISFIED] * event.count("very_satisfied") + [Level.SATISFIED] * event.count("satisfied")
    left = event.answers - len(pleased)
    if {"very_satisfied", "satisfied"} <= event.counts.keys():
        return [*pleased, *(Level.NOT_SATISFIED if rank % 4 == 3 else Level.LITTLE_SATISFIED for rank in range(left))]
    return [*pleased, *[Level.NO_OPINION] * left]


def _answered(sent_at: datetime, rank: int) -> date:
    return sent_at.astimezone(PARIS).date() + timedelta(days=rank % 8)
