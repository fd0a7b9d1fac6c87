"""Those who came are asked once; what they say is counted and belongs to nobody."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attendance import actions as attendance
from app.attendance.models import Mark, Presence
from app.core.db import db, transaction
from app.outbox.models import OutboxLetter
from app.registrations.models import Part
from app.satisfaction import actions, letters, queries
from app.satisfaction.models import LIFE, Level, Results, SurveyAnswer, SurveyInvitation
from tests import make
from tests.statements import statements

TUESDAY = datetime(2026, 3, 10, 15, tzinfo=UTC)


@pytest.fixture
def camille():
    return make.account(networks=["mdph-directeurs"])


@pytest.fixture
def webinar(camille):
    """It ended on a Tuesday at 11:30 in Paris."""
    return make.event(by=camille, starts_at=datetime(2026, 3, 10, 9, tzinfo=UTC))


def present(event, account, *registrations):
    with transaction():
        attendance.record(event, event.half_days[0], dict.fromkeys(registrations, Mark.PRESENT), account, TUESDAY)


def close(event, account, at=TUESDAY):
    with transaction():
        return actions.close_attendance(event, account, at)


def letters_of(kind):
    return db.session.query(OutboxLetter).filter_by(kind=kind).order_by(OutboxLetter.id).all()


def invitation_of(registration):
    return db.session.query(SurveyInvitation).filter_by(registration_id=registration.id).one()


def test_only_those_who_came_are_thanked_and_asked(webinar, camille):
    came, absent = make.registration(webinar), make.registration(webinar)
    speaker = make.registration(webinar, part=Part.SPEAKER)
    present(webinar, camille, came, speaker)
    assert close(webinar, camille) == 1
    assert [letter.recipient for letter in letters_of("thanks")] == [came.person.email]
    assert [row.registration_id for row in db.session.query(SurveyInvitation)] == [came.id]
    assert absent.id != came.id


def test_the_survey_opens_once_however_often_attendance_is_closed(webinar, camille):
    first, late = make.registration(webinar), make.registration(webinar)
    present(webinar, camille, first)
    close(webinar, camille)
    with transaction():
        attendance.reopen(webinar, make.account("Dominique Vidal", admin=True), TUESDAY)
    present(webinar, camille, late)
    close(webinar, camille, TUESDAY + timedelta(hours=1))
    assert sorted(letter.recipient for letter in letters_of("thanks")) == sorted([first.person.email, late.person.email])
    assert db.session.query(SurveyInvitation).count() == 2


def test_a_kind_without_questionnaire_only_thanks(camille):
    event = make.event(kind="reunion_reseau", by=camille, starts_at=datetime(2026, 3, 10, 9, tzinfo=UTC))
    who = make.registration(event)
    present(event, camille, who)
    close(event, camille)
    assert db.session.query(SurveyInvitation).count() == 0
    letter = letters.LETTERS["thanks"]({"registration_id": who.id}, TUESDAY)
    assert letter.button is None


def test_thanks_wait_for_working_hours(webinar, camille):
    who = make.registration(webinar)
    present(webinar, camille, who)
    close(webinar, camille, datetime(2026, 3, 13, 21, tzinfo=UTC))  # a Friday night
    assert letters_of("thanks")[0].not_before == datetime(2026, 3, 16, 7, tzinfo=UTC)  # Monday, 8 h in Paris


def test_the_letter_of_thanks_carries_the_questionnaire_of_its_person(webinar, camille):
    who = make.registration(webinar)
    present(webinar, camille, who)
    close(webinar, camille)
    letter = letters.LETTERS["thanks"]({"registration_id": who.id}, TUESDAY)
    token = letter.button.url.rpartition("/")[2]
    assert queries.invitation_opened_by(token, TUESDAY).registration_id == who.id
    assert invitation_of(who).nonce not in letter.button.url


def test_thanks_are_dropped_for_someone_no_longer_marked_present(webinar, camille):
    who = make.registration(webinar)
    present(webinar, camille, who)
    close(webinar, camille)
    with transaction():
        attendance.reopen(webinar, make.account("Dominique Vidal", admin=True), TUESDAY)
        attendance.mark(who, webinar.half_days[0], Mark.ABSENT, camille, TUESDAY)
    assert letters.LETTERS["thanks"]({"registration_id": who.id}, TUESDAY) is None


def test_an_answer_is_kept_once(webinar, camille):
    who = make.registration(webinar)
    present(webinar, camille, who)
    close(webinar, camille)
    with transaction():
        assert actions.answer(invitation_of(who), Level.SATISFIED, "Merci", TUESDAY)
        assert not actions.answer(invitation_of(who), Level.NOT_SATISFIED, "Encore", TUESDAY)
    row = db.session.query(SurveyAnswer).one()
    assert (row.level, row.words, row.event_id) == (Level.SATISFIED, "Merci", webinar.id)
    assert invitation_of(who).answered_on == TUESDAY.date()


def test_nothing_links_an_answer_to_a_person():
    columns = {column.name for column in SurveyAnswer.__table__.columns}
    assert columns == {"id", "event_id", "level", "words", "answered_on"}
    assert {key.column.table.name for key in SurveyAnswer.__table__.foreign_keys} == {"event"}
    invited = {column.name for column in SurveyInvitation.__table__.columns}
    assert not invited & {"level", "words", "answer_id"}


def test_the_day_of_an_answer_does_not_name_the_only_person_who_answered_that_day(webinar, camille):
    who = make.registration(webinar)
    present(webinar, camille, who)
    close(webinar, camille)
    with transaction():
        actions.answer(invitation_of(who), Level.SATISFIED, "", TUESDAY + timedelta(days=2))
    assert db.session.query(SurveyAnswer).one().answered_on.isoformat() == "2026-03-09"


def test_the_silent_are_asked_again_once_after_four_days(webinar, camille):
    silent, said = make.registration(webinar), make.registration(webinar)
    present(webinar, camille, silent, said)
    close(webinar, camille)
    monday = datetime(2026, 3, 16, 9, tzinfo=UTC)
    with transaction():
        actions.answer(invitation_of(said), Level.SATISFIED, "", TUESDAY)
        assert actions.nudge_all(TUESDAY + timedelta(days=3)) == 0
        assert actions.nudge_all(monday.replace(hour=22)) == 0
        assert actions.nudge_all(monday) == 1
        assert actions.nudge_all(monday + timedelta(days=1)) == 0
    assert [letter.recipient for letter in letters_of("survey_nudge")] == [silent.person.email]
    letter = letters.LETTERS["survey_nudge"]({"registration_id": silent.id}, monday)
    assert letter.button.label == "Donner mon avis"


def test_the_silent_of_a_full_house_are_asked_again_in_a_few_statements(webinar, camille):
    people = [make.registration(webinar) for _ in range(30)]
    present(webinar, camille, *people)
    close(webinar, camille)
    with statements() as made, transaction():
        assert actions.nudge_all(datetime(2026, 3, 16, 9, tzinfo=UTC)) == 30
    assert len(letters_of("survey_nudge")) == 30 and len(made) <= 12


def test_who_no_longer_counts_as_present_is_not_asked_again(webinar, camille):
    who, other = (make.registration(webinar) for _ in range(2))
    present(webinar, camille, who, other)
    close(webinar, camille)
    with transaction():
        db.session.query(Presence).filter_by(registration_id=who.id).update({"mark": Mark.ABSENT})
    with transaction():
        assert actions.nudge_all(datetime(2026, 3, 16, 9, tzinfo=UTC)) == 1
    assert [letter.recipient for letter in letters_of("survey_nudge")] == [other.person.email]


def test_a_nudge_is_dropped_when_the_person_has_just_answered(webinar, camille):
    who = make.registration(webinar)
    present(webinar, camille, who)
    close(webinar, camille)
    with transaction():
        actions.answer(invitation_of(who), Level.SATISFIED, "", TUESDAY)
    assert letters.LETTERS["survey_nudge"]({"registration_id": who.id}, TUESDAY) is None


def test_a_link_opens_nothing_after_its_month(webinar, camille):
    who = make.registration(webinar)
    present(webinar, camille, who)
    close(webinar, camille)
    token = letters.LETTERS["thanks"]({"registration_id": who.id}, TUESDAY).button.url.rpartition("/")[2]
    assert queries.invitation_opened_by(token, TUESDAY + LIFE - timedelta(hours=1)) is not None
    assert queries.invitation_opened_by(token, TUESDAY + LIFE) is None


COUNTS = st.dictionaries(st.sampled_from(Level), st.integers(0, 500))


@given(COUNTS, st.integers(0, 3000))
def test_a_rate_lies_between_nothing_and_all_and_ignores_those_without_opinion(counts, present):
    results = Results(counts, present)
    if results.rate is not None:
        assert 0 <= results.rate <= 1
        louder = Results(counts | {Level.NO_OPINION: counts.get(Level.NO_OPINION, 0) + 100}, present)
        assert louder.rate == results.rate
    else:
        assert results.answers < 5 or results.expressed == 0
    assert results.response_rate is None or 0 <= results.response_rate <= 1


def test_the_rate_is_that_of_the_domain():
    results = Results({Level.VERY_SATISFIED: 2, Level.SATISFIED: 2, Level.LITTLE_SATISFIED: 1, Level.NO_OPINION: 3}, 20)
    assert results.rate == Fraction(4, 5)
    assert results.response_rate == Fraction(8, 20)


def test_nothing_is_told_under_five_answers():
    assert Results({Level.VERY_SATISFIED: 4}, 10).rate is None
    assert Results({Level.VERY_SATISFIED: 5}, 10).rate == 1


def test_events_are_pooled_and_rates_never_averaged(camille):
    small, large = make.event(by=camille), make.event(by=camille)
    with transaction():
        rows = [(small, Level.NOT_SATISFIED)] * 1 + [(large, Level.SATISFIED)] * 9
        db.session.add_all([SurveyAnswer(event_id=one.id, level=level, answered_on=TUESDAY.date()) for one, level in rows])
    assert Results(queries.counts_of([small, large]), 12).rate == Fraction(9, 10)
