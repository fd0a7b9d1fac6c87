"""Coming in, waiting, being let in, leaving: what is true afterwards, and which letters say it."""

from datetime import timedelta

import pytest

from app.core.db import db, transaction
from app.core.errors import Refusal
from app.directory.models import Person
from app.events.models import Event
from app.events.words import Hosting, Modality, State
from app.invitations.actions import invite
from app.invitations.models import Answer, CalendarObject, Invitation
from app.outbox.models import LetterState, OutboxLetter
from app.registrations import actions
from app.registrations.actions import Wishes
from app.registrations.models import Origin, Registration, Standing
from tests import make
from tests.letters import deliver
from tests.registrations.cast import come, leave, letters, seats_of


def test_a_person_who_registers_has_a_seat_a_letter_and_a_calendar_object():
    event, person = make.event(), make.person()
    registration = come(event, person)
    assert registration.standing is Standing.CONFIRMED and registration.holds_seat and registration.confirmed_at
    assert (registration.organisation_id, registration.department_code, registration.job_role_code) == (
        person.organisation_id,
        "14",
        "directeur_mdph",
    )
    assert seats_of(event) == 1
    assert letters(person) == ["confirmation"]
    assert db.session.query(CalendarObject).filter_by(person_id=person.id, closed_at=None).count() == 1


def test_the_same_person_twice_has_one_registration_and_one_letter():
    event, person = make.event(), make.person()
    first, second = come(event, person), come(event, person)
    assert first.id == second.id and seats_of(event) == 1 and letters(person) == ["confirmation"]


def test_the_same_sending_of_a_form_is_one_registration_even_after_a_withdrawal():
    event, person = make.event(), make.person()
    first = come(event, person, wishes=Wishes(form_key="one"))
    leave(first)
    assert come(event, person, wishes=Wishes(form_key="one")).id == first.id
    assert seats_of(event) == 0


def test_after_leaving_one_takes_a_seat_if_one_is_left_with_a_new_calendar_identity():
    event, person = make.event(), make.person()
    first = come(event, person)
    leave(first)
    second = come(event, person)
    assert second.id != first.id and second.is_confirmed and seats_of(event) == 1
    uids = {row.uid: row for row in db.session.query(CalendarObject).filter_by(person_id=person.id)}
    assert len(uids) == 2 and sum(row.closed_at is None for row in uids.values()) == 1
    assert letters(person) == ["confirmation", "withdrawal", "confirmation"]


def test_someone_refused_may_still_be_let_in_when_a_seat_is_left():
    event, person = make.event(needs_approval=True), make.person()
    registration = come(event, person)
    with transaction():
        actions.refuse(registration, by="compte:x", at=make.now())
    with transaction():
        actions.approve(registration, by="compte:x", at=make.now())
    assert registration.is_confirmed and seats_of(event) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": State.CLOSED, "closed_at": make.now()}, "closes"),
        ({"opens_at": make.now() + timedelta(days=1)}, "pas encore ouvertes"),
        ({"closes_at": make.now() - timedelta(days=1)}, "closes"),
        ({"begins_in": timedelta(minutes=-30)}, "commencé|passé"),
        ({"begins_in": timedelta(days=-3)}, "passé"),
        ({"state": State.DRAFT}, "closes"),
        ({"state": State.CANCELLED}, "annulé"),
    ],
)
def test_the_wrong_moment_refuses_and_changes_nothing(change, words):
    event, person = make.event(**change), make.person()
    with pytest.raises(Refusal, match=words):
        come(event, person)
    assert db.session.query(Registration).count() == 0 and letters() == []


def test_answering_an_invitation_is_kept_and_leaving_is_a_no():
    event, person = make.event(), make.person()
    with transaction():
        invitation = invite(event, person, make.now())
    registration = come(event, person, origin=Origin.INVITATION, invitation=invitation)
    assert invitation.answer is Answer.REGISTERED
    assert db.session.query(CalendarObject).count() == 1  # the invitation's object is taken over
    leave(registration, word="Empêchée")
    db.session.expire_all()
    assert db.session.get(Invitation, invitation.id).answer is Answer.DECLINED


def test_one_cannot_leave_once_the_event_has_begun_but_the_team_may_correct():
    event, person = make.event(), make.person()
    registration = come(event, person)
    with pytest.raises(Refusal, match="commencé"):
        leave(registration, at=event.starts_at)
    db.session.rollback()
    with transaction():
        actions.withdraw(registration, by="compte:x", at=event.starts_at)
    assert registration.is_withdrawn


def test_calling_off_tells_everybody_once_and_closes_their_calendars():
    event = make.event(capacity=1)
    ada, basile, chloe, denis = (make.person(name) for name in ("Ada", "Basile", "Chloé", "Denis"))
    with transaction():
        for person in (ada, chloe, denis):
            invite(event, person, make.now())
    deliver()
    come(event, ada), come(event, basile)
    with transaction():
        from app.invitations.actions import decline
        from app.invitations.queries import invitation_of

        decline(invitation_of(event.id, denis.id), "", make.now())
    with transaction():
        told = actions.call_off(event, "La salle est inondée.", "compte:x", make.now())
    assert told == 3
    assert [letters(p)[-1] for p in (ada, basile, chloe)] == ["called_off"] * 3 and "called_off" not in letters(denis)
    assert db.session.query(CalendarObject).filter_by(closed_at=None).count() == 0
    assert all(row.last_sequence > 0 for row in db.session.query(CalendarObject))


def test_a_change_is_told_to_those_concerned_with_the_words_of_before():
    event = make.event(kind="seminaire")
    person, invited = make.person(), make.person("Basile")
    come(event, person)
    with transaction():
        invite(event, invited, make.now())
    deliver()
    with transaction():
        before = actions.as_told(event)
        event.place, event.sequence = "Salle Simone-Veil", event.sequence + 1
        assert actions.tell_change(event, {"place"}, make.now(), before) == 2
        assert actions.tell_change(event, {"place"}, make.now(), before) == 2  # said twice, written once
    rows = [row for row in db.session.query(OutboxLetter) if row.kind == "change" and row.state is LetterState.PENDING]
    assert len(rows) == 2 and all("Salle Condorcet" in row.ids["before_where"] for row in rows)
    assert all(row.ids["object_id"] for row in rows)


def test_someone_without_an_address_is_registered_by_the_office_that_receives_the_letters():
    event, office = make.event(), make.person("Secrétariat")
    elected = make.person("Hélène", email=None, cared_for_by_id=office.id)
    come(event, elected, origin=Origin.FACILITATOR)
    assert [row.recipient for row in db.session.query(OutboxLetter)] == [office.email]


def test_merged_people_are_one_person():
    event, kept, gone = make.event(), make.person(), make.person("Elodie")
    first = come(event, gone)
    with transaction():
        db.session.get(Person, gone.id).merged_into_id = kept.id
    assert come(event, kept).id == first.id


def test_choosing_another_way_to_come_updates_the_calendar_once():
    event, person = make.event(kind="instance", modality=Modality.HYBRID), make.person()
    registration = come(event, person, modality=Modality.ONSITE)
    with transaction():
        actions.change(registration, modality=Modality.ONLINE, workshops=(), comment="", by=person.actor, at=make.now())
    assert registration.modality is Modality.ONLINE and letters(person) == ["confirmation", "change"]
    one = db.session.query(CalendarObject).one()
    assert one.sequence(db.session.get(Event, event.id)) == 1


def test_several_days_are_several_letters():
    event = make.two_days()
    come(event, make.person())
    assert letters() == ["confirmation", "confirmation"]


def test_coming_back_is_no_way_around_the_facilitator_s_word():
    event, stranger = make.event(), make.person()
    first = come(event, stranger, wishes=Wishes(to_approve=True))
    assert first.is_pending
    leave(first)
    with transaction():
        assert actions.come_back(first, make.now()).is_pending


def test_coming_back_is_no_way_around_a_closed_door():
    event, person = make.event(), make.person()
    first = come(event, person, origin=Origin.FACILITATOR)
    leave(first)
    with transaction():
        event.close(make.now())
    with pytest.raises(Refusal, match="closes"), transaction():
        actions.come_back(first, make.now())


def test_an_event_of_others_has_no_registrations_even_by_hand():
    event, person = make.event(hosting=Hosting.EXTERNAL), make.person()
    for origin in (Origin.PUBLIC, Origin.FACILITATOR, Origin.WALK_IN):
        with pytest.raises(Refusal, match="auprès de l’organisateur"):
            come(event, person, origin=origin)
