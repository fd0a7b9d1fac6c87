"""Writing who came: what is kept, what can be taken back, and what is refused."""

from datetime import timedelta

import pytest

from app.attendance import actions, queries
from app.attendance.models import Mark, Presence, Recording
from app.core.db import db, transaction
from app.core.errors import Refusal
from app.events.models import Event
from app.events.words import Period, State
from app.journal.models import Act
from app.registrations.models import Part, Standing
from tests import make


@pytest.fixture
def camille():
    return make.account(networks=["mdph-directeurs"])


@pytest.fixture
def day(camille):
    """A day on site that began this morning and is over."""
    return make.event("Journée", kind="journee_nationale", by=camille, starts_at=make.now() - timedelta(hours=8), lasts=timedelta(hours=7))


@pytest.fixture
def three(day):
    return [make.registration(day, make.person("Ada", name)) for name in ("Abeille", "Bouvier", "Chêne")]


def record(event, marks, account, at=None, half_day=0):
    with transaction():
        return actions.record(event, event.half_days[half_day], marks, account, at or make.now())


def marks(event, half_day=0):
    rows = db.session.query(Presence).filter_by(half_day_id=event.half_days[half_day].id)
    return {row.registration_id: row.mark for row in rows}


def test_a_mark_says_what_was_seen_by_whom_and_when(day, three, camille):
    at = make.now()
    with transaction():
        actions.mark(three[0], day.half_days[0], Mark.EXCUSED, camille, at)
    row = db.session.query(Presence).one()
    assert (row.mark, row.recorded_by_id, row.recorded_at) == (Mark.EXCUSED, camille.id, at)
    assert db.session.query(Act).filter_by(verb="attendance_recorded").one().actor == camille.actor


def test_a_second_mark_replaces_the_first(day, three, camille):
    record(day, {three[0]: Mark.ABSENT}, camille)
    record(day, {three[0]: Mark.PRESENT}, camille)
    assert marks(day) == {three[0].id: Mark.PRESENT}


def test_saying_the_same_again_changes_nothing(day, three, camille):
    first = make.now() - timedelta(minutes=5)
    record(day, {three[0]: Mark.PRESENT}, camille, first)
    assert record(day, {three[0]: Mark.PRESENT}, make.account("Bruno Fabre", admin=True)) is None
    assert db.session.query(Presence).one().recorded_at == first


def test_nothing_is_written_before_the_event_begins(camille):
    event = make.event(by=camille, begins_in=timedelta(days=2))
    who = make.registration(event)
    with pytest.raises(Refusal, match="à partir du début"):
        record(event, {who: Mark.PRESENT}, camille)
    assert marks(event) == {}


def test_nobody_is_present_tomorrow(camille):
    event = make.event("Séminaire", kind="seminaire", by=camille, starts_at=make.now() - timedelta(hours=1), lasts=timedelta(hours=30))
    with transaction():
        event.half_days[1].on += timedelta(days=2)
    who = make.registration(event)
    with pytest.raises(Refusal, match="n’a pas commencé"):
        record(event, {who: Mark.PRESENT}, camille, half_day=1)


@pytest.mark.parametrize("state", [State.CANCELLED, State.ARCHIVED, State.DRAFT])
def test_a_called_off_or_archived_event_takes_no_attendance(camille, state):
    event = make.event(by=camille, begins_in=timedelta(days=-2), state=state)
    who = make.registration(event)
    with pytest.raises(Refusal):
        record(event, {who: Mark.PRESENT}, camille)


def test_everyone_is_present_but_those_already_marked(day, three, camille):
    record(day, {three[1]: Mark.EXCUSED}, camille)
    with transaction():
        actions.record_all_present(day, day.half_days[0], camille, make.now())
    assert marks(day) == {three[0].id: Mark.PRESENT, three[1].id: Mark.EXCUSED, three[2].id: Mark.PRESENT}


def test_undoing_takes_back_the_whole_batch_and_only_that(day, three, camille):
    first = make.now() - timedelta(minutes=9)
    record(day, {three[0]: Mark.EXCUSED}, camille, first)
    record(day, {three[0]: Mark.PRESENT, three[1]: Mark.PRESENT}, camille)
    with transaction():
        assert actions.undo(day, camille, make.now()).size == 2
    row = db.session.query(Presence).one()
    assert (row.registration_id, row.mark, row.recorded_at) == (three[0].id, Mark.EXCUSED, first)
    with transaction():
        actions.undo(day, camille, make.now())
    assert marks(day) == {}
    with pytest.raises(Refusal, match="plus rien à annuler"):
        actions.undo(day, camille, make.now())


def test_undoing_leaves_what_somebody_corrected_since(day, three, camille):
    record(day, {three[0]: Mark.PRESENT, three[1]: Mark.PRESENT}, camille, make.now() - timedelta(minutes=3))
    record(day, {three[0]: Mark.ABSENT}, make.account("Bruno Fabre", admin=True))
    with transaction():
        actions.undo(day, camille, make.now())
    assert marks(day) == {three[0].id: Mark.ABSENT}


def test_one_cannot_undo_what_somebody_else_wrote(day, three, camille):
    record(day, {three[0]: Mark.PRESENT}, make.account("Bruno Fabre", admin=True))
    with pytest.raises(Refusal, match="plus rien"):
        actions.undo(day, camille, make.now())


def test_closing_holds_the_event_and_makes_silence_an_absence(day, three, camille):
    record(day, {three[0]: Mark.PRESENT}, camille)
    record(day, {three[1]: Mark.EXCUSED}, camille, half_day=1)
    at = make.now()
    with transaction():
        actions.close(day, camille, at)
    event = db.session.get(Event, day.id, populate_existing=True)
    assert (event.state, event.held_at, event.attendance_closed_at) == (State.HELD, at, at)
    assert queries.outcomes(event) == {three[0].id: Mark.PRESENT, three[1].id: Mark.EXCUSED, three[2].id: Mark.ABSENT}
    assert queries.present_count(event) == 1
    tally = queries.tallies(event)[event.half_days[0].id]
    assert (tally.present, tally.absent, tally.excused, tally.unmarked) == (1, 2, 0, 0)
    assert queries.count_of(event, event.half_days[0], queries.Filter(mark="absent")) == 2
    with pytest.raises(Refusal, match="terminée"):
        record(event, {three[2]: Mark.PRESENT}, camille)


def test_one_half_day_is_enough_to_be_present(day, three, camille):
    record(day, {three[0]: Mark.PRESENT}, camille)
    record(day, {three[0]: Mark.ABSENT, three[1]: Mark.PRESENT}, camille, half_day=1)
    assert queries.outcomes(day) == {three[0].id: Mark.PRESENT, three[1].id: Mark.PRESENT}
    assert queries.present_count(day) == 2


def test_speakers_are_on_the_sheet_but_are_not_counted_as_participants(day, camille):
    speaker = make.registration(day, part=Part.SPEAKER)
    record(day, {speaker: Mark.PRESENT}, camille)
    assert queries.outcomes(day) == {speaker.id: Mark.PRESENT}
    assert queries.present_count(day) == 0


def test_the_figures_of_a_half_day_leave_out_those_who_withdrew(day, three, camille):
    record(day, {three[0]: Mark.PRESENT, three[1]: Mark.PRESENT}, camille)
    with transaction():
        three[1].standing, three[1].withdrawn_at = Standing.WITHDRAWN, make.now()
    tally = queries.tallies(day)[day.half_days[0].id]
    assert (tally.present, tally.total, tally.unmarked) == (1, 2, 1)


def test_an_event_that_is_not_over_cannot_be_closed(camille):
    event = make.event(by=camille, starts_at=make.now() - timedelta(minutes=30))
    record(event, {make.registration(event): Mark.PRESENT}, camille)
    with pytest.raises(Refusal, match="après la fin"):
        actions.close(event, camille, make.now())


def test_closing_asks_for_at_least_one_mark(day, three, camille):
    with pytest.raises(Refusal, match="Aucune présence"):
        actions.close(day, camille, make.now())


def test_no_attendance_is_said_and_makes_nobody_absent(day, three, camille):
    with transaction():
        actions.declare_none(day, camille, make.now())
    assert day.attendance_closed_at is not None
    assert day.is_held
    assert queries.outcomes(day) == {}


def test_no_attendance_cannot_be_said_once_someone_was_marked(day, three, camille):
    record(day, {three[0]: Mark.PRESENT}, camille)
    with pytest.raises(Refusal, match="déjà saisies"):
        actions.declare_none(day, camille, make.now())


def test_only_an_administrator_reopens(day, three, camille):
    record(day, {three[0]: Mark.PRESENT}, camille)
    with transaction():
        actions.close(day, camille, make.now())
    with pytest.raises(Refusal):
        actions.reopen(day, camille, make.now())
    with transaction():
        actions.reopen(day, make.account("Dominique Vidal", admin=True), make.now())
    assert day.attendance_closed_at is None
    record(day, {three[1]: Mark.PRESENT}, camille)


def test_a_webinar_is_signed_as_a_whole(camille):
    event = make.event(by=camille, begins_in=timedelta(days=-1))
    assert [one.period for one in event.half_days] == [Period.WHOLE]


def test_closing_twice_at_once_is_done_once(day, three, camille):
    record(day, {three[0]: Mark.PRESENT}, camille)
    with transaction():
        assert queries.close_once(day, make.now())
        assert not queries.close_once(day, make.now())


def test_recordings_keep_ids_and_marks_only(day, three, camille):
    record(day, {three[0]: Mark.PRESENT}, camille)
    change = db.session.query(Recording).one().changes[0]
    assert change == {"registration": three[0].id, "after": "present", "before": None, "by": None, "at": None}
