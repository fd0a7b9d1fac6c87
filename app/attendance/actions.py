"""Writing who came, taking it back, and saying that it is finished."""

from collections.abc import Mapping
from datetime import datetime

from app.accounts.models import Account
from app.attendance import policy, queries
from app.attendance.models import Change, Mark, Presence, Recording
from app.core.db import add, db
from app.core.errors import Refusal
from app.events.models import Event, HalfDay
from app.events.queries import hold
from app.journal import actions as journal
from app.registrations.models import Registration, Standing
from app.ui import french


def mark(registration: Registration, half_day: HalfDay, said: Mark, account: Account, at: datetime) -> Recording | None:
    """That half-day says what was seen of this person."""
    return record(registration.event, half_day, {registration: said}, account, at)


def record(
    event: Event, half_day: HalfDay, marks: Mapping[Registration, Mark], account: Account, at: datetime, source: str = "manual"
) -> Recording | None:
    """All these marks are written at once and can be taken back at once; what was already so stays as it was written."""
    hold(event)  # two people who write at the same moment write one after the other
    policy.expect_open(event, at)
    policy.expect_begun(event, half_day, at)
    known = queries.presences_of((one.id for one in marks), half_day)
    changes = [_change(one, known.get(one.id), said) for one, said in marks.items()]
    changes = [change for change in changes if change["before"] != change["after"]]
    if not changes:
        return None
    queries.keep_marks({change["registration"]: Mark(change["after"]) for change in changes}, half_day, account, at, source)
    journal.write(account.actor, "attendance_recorded", event.thing, at=at, after={"half_day": half_day.position, "marks": len(changes)})
    recording = Recording(event_id=event.id, half_day_id=half_day.id, account_id=account.id, changes=changes, recorded_at=at)
    return add(recording)


def record_all_present(event: Event, half_day: HalfDay, account: Account, at: datetime) -> Recording | None:
    """Everyone of whom nothing was said came; one corrects afterwards."""
    hold(event)  # nobody says anything of them meanwhile
    return record(event, half_day, dict.fromkeys(queries.unmarked_of(event, half_day), Mark.PRESENT), account, at)


def undo(event: Event, account: Account, at: datetime) -> Recording:
    """What this account wrote last is as it was before, but for what somebody else has corrected since."""
    hold(event)
    policy.expect_open(event, at)
    recording = queries.last_recording(event, account)
    if recording is None:
        raise Refusal("Il n’y a plus rien à annuler : vous n’avez pas d’autre saisie sur cet événement.")
    rows = queries.presences_of((change["registration"] for change in recording.changes), recording.half_day)
    for change in recording.changes:
        row = rows.get(change["registration"])
        if row and row.recorded_at == recording.recorded_at and row.recorded_by_id == account.id:
            _put_back(row, change)
    recording.undone_at = at
    db.session.flush()
    if recording.walk_in_id is not None and not queries.marks_of_one(recording.walk_in_id):
        _send_away(db.session.get_one(Registration, recording.walk_in_id), recording.walk_in_before, account, at)
    journal.write(account.actor, "attendance_undone", event.thing, at=at, after={"marks": recording.size})
    return recording


def close(event: Event, account: Account, at: datetime) -> None:
    """Attendance is known: the event was held, and no mark is an absence. Thanking those who came is ``satisfaction``'s."""
    hold(event)  # whoever still writes a mark is waited for
    policy.expect_open(event, at)
    _expect_over(event, at)
    if not queries.has_marks(event):
        raise Refusal("Aucune présence n’est saisie. S’il n’y a pas eu d’émargement, dites-le avec l’autre bouton.")
    _finish(event, account, "attendance_closed", at)


def declare_none(event: Event, account: Account, at: datetime) -> None:
    """Nobody signed anything at this event: it is said, so that it stops being asked; nobody is absent, nobody is thanked."""
    policy.expect_open(event, at)
    _expect_over(event, at)
    if queries.has_marks(event):
        raise Refusal("Des présences sont déjà saisies : terminez plutôt la saisie.")
    _finish(event, account, "attendance_not_taken", at)


def reopen(event: Event, account: Account, at: datetime) -> None:
    """An administrator lets attendance be corrected; letters that left stay sent."""
    if not policy.may_reopen(account, event):
        raise Refusal("La saisie ne peut pas être rouverte : l’événement est archivé, ou elle n’est pas terminée.")
    event.attendance_closed_at = None
    journal.write(account.actor, "attendance_reopened", event.thing, at=at)


def _expect_over(event: Event, at: datetime) -> None:
    if not event.is_over(at):
        raise Refusal(f"La saisie se termine après la fin de l’événement, {french.moment(event.ends_at, event.timezone)}.")


def _finish(event: Event, account: Account, verb: str, at: datetime) -> None:
    if not queries.close_once(event, at):
        raise Refusal("Quelqu’un vient de terminer cette saisie.")
    if event.is_coming:
        event.hold(at)
    journal.write(account.actor, verb, event.thing, at=at, after={"state": event.state})


def _change(registration: Registration, known: Presence | None, said: Mark) -> Change:
    return Change(
        registration=registration.id,
        after=said,
        before=known.mark if known else None,
        by=known.recorded_by_id if known else None,
        at=known.recorded_at.isoformat() if known else None,
    )


def _put_back(row: Presence, change: Change) -> None:
    if change["before"] is None or change["at"] is None:
        db.session.delete(row)
        return
    row.mark, row.recorded_by_id, row.recorded_at = Mark(change["before"]), change["by"], datetime.fromisoformat(change["at"])


def _send_away(registration: Registration, before: Standing | None, account: Account, at: datetime) -> None:
    """Whoever was let in by mistake stands where they stood: in the line at their own place, or nowhere."""
    if not registration.is_confirmed:
        return
    if before is not None:
        registration.standing, registration.confirmed_at = before, None
        return
    registration.standing, registration.withdrawn_at, registration.withdrawn_by = Standing.WITHDRAWN, at, account.actor
