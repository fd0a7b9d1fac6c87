"""Writing to many: in batches, once each, whatever dies on the way."""

from datetime import timedelta

import pytest

from app.core.db import db, transaction
from app.core.errors import Refusal
from app.events.models import Event
from app.events.words import State
from app.invitations import jobs, sendings
from app.invitations.models import Answer, Invitation, Purpose, Sending
from app.outbox.models import OutboxLetter
from tests import make

NETWORK = "mdph-directeurs"


@pytest.fixture
def camille():
    return make.account(networks=[NETWORK])


@pytest.fixture
def event(camille):
    return make.event(by=camille)


def people(count):
    """That many professionals, written at once."""
    org = make.organisation()
    rows = [
        make.Person(
            email=f"p{n}@mdph-14.example.org", first_name="Prénom", last_name=f"Nom {n:04}", created_at=make.now(), organisation_id=org.id
        )
        for n in range(count)
    ]
    with transaction():
        for row in rows:
            row.refresh_search()
        db.session.add_all(rows)
    return [row.id for row in rows]


def start(event, account, purpose, numbers, **more):
    with transaction():
        return sendings.start_sending(event, purpose, numbers, account, make.now(), **more)


def again(row):
    db.session.expire_all()
    return db.session.get(type(row), row.id)


def count(table, **facts):
    return db.session.query(table).filter_by(**facts).count()


def test_two_thousand_are_invited_in_batches_once_each_whatever_dies(event, camille, monkeypatch):
    numbers = people(2000)
    sending = start(event, camille, Purpose.INVITATION, numbers)
    batches = iter(range(100))
    carry_out = sendings.carry_out

    def dies_in_the_eighth(row, at, registered):
        carry_out(row, at, registered)
        if next(batches) == 7:
            raise RuntimeError("the machine is switched off")

    monkeypatch.setattr(jobs, "carry_out", dies_in_the_eighth)
    jobs.carry_out_sendings(make.now())
    half = again(sending)
    assert (half.done, half.is_finished) == (700, False)
    assert count(Invitation) == count(OutboxLetter) == 700
    monkeypatch.setattr(jobs, "carry_out", carry_out)
    jobs.carry_out_sendings(make.now())
    whole = again(sending)
    assert (whole.done, whole.is_finished) == (2000, True)
    assert count(Invitation) == count(OutboxLetter, kind="invitation") == 2000
    assert jobs.carry_out_sendings(make.now()) == 0


def test_the_same_audience_twice_invites_nobody_twice(event, camille):
    numbers = people(3)
    first = start(event, camille, Purpose.INVITATION, numbers)
    second_click = start(event, camille, Purpose.INVITATION, numbers)
    assert first.id == second_click.id
    with transaction():
        db.session.get(Sending, first.id).asked_at -= timedelta(hours=1)
    later = start(event, camille, Purpose.INVITATION, numbers)
    assert later.id != first.id
    jobs.carry_out_sendings(make.now())
    assert count(Invitation) == count(OutboxLetter) == 3


def test_one_sending_that_fails_does_not_hold_up_the_others(event, camille, monkeypatch):
    broken = start(event, camille, Purpose.INVITATION, people(1))
    sound = start(event, camille, Purpose.MESSAGE, [make.person().id], subject="Bonjour", words="Un mot")
    carry_out = sendings.carry_out

    def fails_once(row, at, registered):
        if row.id == broken.id:
            raise RuntimeError("no way")
        carry_out(row, at, registered)

    monkeypatch.setattr(jobs, "carry_out", fails_once)
    jobs.carry_out_sendings(make.now())
    assert again(sound).is_finished and not again(broken).is_finished


def test_a_nudge_is_for_the_silent_and_twice_at_most(event, camille):
    silent, answered, taken_back = make.person(), make.person(), make.person()
    for person in (silent, answered, taken_back):
        make.keep(Invitation(event_id=event.id, person_id=person.id, invited_at=make.now()))
    numbers = [silent.id, answered.id, taken_back.id]
    start(event, camille, Purpose.NUDGE, numbers)
    with transaction():
        db.session.query(Invitation).filter_by(person_id=answered.id).one().say(Answer.DECLINED, make.now())
        db.session.query(Invitation).filter_by(person_id=taken_back.id).one().withdrawn_at = make.now()
    for _ in range(3):
        jobs.carry_out_sendings(make.now())
        with transaction():
            db.session.query(Sending).update({"asked_at": make.now() - timedelta(hours=1)})
        start(event, camille, Purpose.NUDGE, numbers)
    assert [one.recipient for one in db.session.query(OutboxLetter)] == [silent.email] * 2
    assert db.session.query(Invitation).filter_by(person_id=silent.id).one().nudges == 2


def test_a_save_the_date_leaves_once_and_a_message_each_time(event, camille):
    numbers = people(2)
    for purpose in (Purpose.SAVE_THE_DATE, Purpose.MESSAGE):
        for words in ("Un", "Deux"):
            start(event, camille, purpose, numbers, words=words)
    jobs.carry_out_sendings(make.now())
    assert (count(OutboxLetter, kind="save_the_date"), count(OutboxLetter, kind="message")) == (2, 4)


def test_someone_without_address_gets_their_letters_through_whoever_cares(event, camille):
    carer = make.person("Agnès", "Cabinet")
    elected = make.person("Paul", "Président", email=None, cared_for_by_id=carer.id)
    alone = make.person("Sans", "Adresse", email=None)
    start(event, camille, Purpose.INVITATION, [elected.id, alone.id])
    jobs.carry_out_sendings(make.now())
    assert [one.recipient for one in db.session.query(OutboxLetter)] == [carer.email]


def test_nothing_is_sent_for_a_draft_nor_before_somebody_is_chosen(event, camille):
    draft, begun = make.event(state=State.DRAFT), make.event(begins_in=timedelta(days=-1))
    for refused, numbers in ((draft, [make.person().id]), (begun, [make.person().id]), (event, [])):
        with pytest.raises(Refusal), transaction():
            sendings.start_sending(refused, Purpose.INVITATION, numbers, camille, make.now())
    assert count(Sending) == 0


def test_a_sending_stops_when_its_event_is_called_off(event, camille):
    sending = start(event, camille, Purpose.INVITATION, people(3))
    with transaction():
        db.session.get(Event, event.id).cancel("Grève", make.now())
    jobs.carry_out_sendings(make.now())
    stopped = again(sending)
    assert stopped.is_finished and stopped.done == 0 and count(OutboxLetter) == 0


def test_a_sending_may_wait_for_its_hour(event, camille):
    sending = start(event, camille, Purpose.INVITATION, people(1), not_before=make.now() + timedelta(hours=9))
    jobs.carry_out_sendings(make.now())
    assert again(sending).done == 0
    jobs.carry_out_sendings(make.now() + timedelta(hours=10))
    assert again(sending).is_finished


@pytest.mark.parametrize("purpose", [Purpose.INVITATION, Purpose.SAVE_THE_DATE])
def test_who_registered_while_a_sending_waited_is_asked_nothing(event, camille, purpose):
    early, late = people(2)
    sending = start(event, camille, purpose, [early, late], not_before=make.now() + timedelta(hours=9))
    make.registration(event, db.session.get(make.Person, early))
    jobs.carry_out_sendings(make.now() + timedelta(hours=10))
    assert again(sending).is_finished
    assert [row.person_id for row in db.session.query(OutboxLetter)] == [late] and count(Invitation, person_id=early) == 0


def test_a_message_goes_to_those_who_are_registered(event, camille):
    one = make.registration(event)
    start(event, camille, Purpose.MESSAGE, [one.person_id], subject="Bonjour", words="Un mot")
    jobs.carry_out_sendings(make.now())
    assert count(OutboxLetter, person_id=one.person_id) == 1


def test_a_sending_may_be_stopped_by_hand_once(event, camille):
    sending = start(event, camille, Purpose.INVITATION, people(1))
    with transaction():
        sendings.stop(again(sending), camille, make.now())
    jobs.carry_out_sendings(make.now())
    assert count(Invitation) == 0
    with pytest.raises(Refusal):
        sendings.stop(again(sending), camille, make.now())
