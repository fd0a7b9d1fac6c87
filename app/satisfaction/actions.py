"""Asking those who came, once; keeping what they say without knowing who said it."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.accounts.models import Account
from app.attendance import actions as attendance
from app.attendance import queries as presence
from app.core.clock import PARIS
from app.core.db import add
from app.directory.queries import same_person
from app.events.models import Event
from app.journal import actions as journal
from app.outbox import actions as outbox
from app.outbox.actions import Copy
from app.registrations.models import Registration
from app.reminders import quiet
from app.reminders.queries import planned_for
from app.satisfaction import queries
from app.satisfaction.models import LIFE, Level, Results, SurveyAnswer, SurveyInvitation

NUDGED_AFTER = timedelta(days=4)


def close_attendance(event: Event, account: Account, at: datetime) -> int:
    """Attendance is finished, and those who came are thanked and asked; says how many they are."""
    attendance.close(event, account, at)
    return open_survey(event, at)


def open_survey(event: Event, at: datetime) -> int:
    """Everyone who came has their letter of thanks, with a questionnaire where the kind has one; once each, however often it is said."""
    people = queries.present_participants(event)
    leaves_at = _leaves_at(event, at)
    if event.kind.has_satisfaction:
        queries.keep_invitations(people, leaves_at or at)
    if leaves_at is not None:
        copies = [_copy("thanks", registration) for registration in people]
        until = leaves_at + LIFE
        outbox.put_all("thanks", copies, at=at, event_id=event.id, priority=outbox.BULK, not_before=leaves_at, until=until)
    journal.write("système", "survey_opened", event.thing, at=at, after={"present": len(people), "asked": event.kind.has_satisfaction})
    return len(people)


def answer(invitation: SurveyInvitation, level: Level, words: str, at: datetime) -> bool:
    """The answer is kept and its invitation is used, together or not at all; false when it had already been used."""
    on = at.astimezone(PARIS).date()
    if not queries.use_once(invitation, on):
        return False
    add(SurveyAnswer(event_id=invitation.registration.event_id, level=level, words=words, answered_on=queries.week_of(on)))
    return True


def nudge_all(at: datetime) -> int:
    """Everyone silent for four days is asked again, at an hour when people read; says how many."""
    silent: dict[Event, list[SurveyInvitation]] = defaultdict(list)
    for invitation in queries.silent_since(queries.first_sent_still_open(at), at - NUDGED_AFTER):
        silent[invitation.registration.event].append(invitation)
    return sum(_nudge(event, asked, at) for event, asked in silent.items() if not quiet.is_quiet(at, event.timezone))


def _nudge(event: Event, silent: list[SurveyInvitation], at: datetime) -> int:
    """Those who came to this event and said nothing are asked again; nobody of them is looked at a second time."""
    came = queries.who_came(event) if _is_wanted(event, "survey_nudge") else set()
    asked = [invitation for invitation in silent if invitation.registration_id in came]
    until = min((invitation.sent_at for invitation in asked), default=at) + LIFE
    copies = [_copy("survey_nudge", invitation.registration) for invitation in asked]
    outbox.put_all("survey_nudge", copies, at=at, event_id=event.id, priority=outbox.BULK, until=until)
    for invitation in silent:
        invitation.nudged_at = at
    return len(asked)


def results_of(event: Event) -> Results:
    """What was answered about this event, beside how many came."""
    return Results(queries.counts_of([event]), presence.present_count(event))


def _copy(letter: str, registration: Registration) -> Copy:
    person = same_person(registration.person)
    return Copy(person.letterbox, f"{letter}-registration-{registration.id}-v1", person.id, {"registration_id": registration.id})


def _leaves_at(event: Event, at: datetime) -> datetime | None:
    """When thanks may leave: some hours after the end, in working hours; never when the facilitator switched them off."""
    planned = next((line for line in planned_for(event) if line.letter == "thanks"), None)
    if planned is not None and not planned.is_on:
        return None
    hours = timedelta(minutes=planned.offset_minutes if planned else 0)
    earliest = max(at, event.ends_at + hours).astimezone(ZoneInfo(event.timezone))
    return quiet.after(earliest).astimezone(UTC)


def _is_wanted(event: Event, letter: str) -> bool:
    return any(line.letter == letter and line.is_on for line in planned_for(event))
