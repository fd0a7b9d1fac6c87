"""Creating, correcting, copying."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.core.db import db, transaction
from app.core.errors import Refusal
from app.events import actions, queries
from app.events.models import Event
from app.events.sheet import PartnerLine, sheet_of
from app.events.words import Modality, Period, State
from app.invitations.models import GuestList
from app.journal.models import Act
from tests import make
from tests.events.sheets import sheet

WEEK = timedelta(days=7)


def _events() -> int:
    return db.session.scalar(select(func.count()).select_from(Event))


def test_a_new_event_is_a_draft_of_its_facilitator_with_its_day():
    account = make.account(networks=["mdph-directeurs"])
    with transaction():
        event = actions.create(sheet(), account, make.now())
    assert event.state is State.DRAFT
    assert event.facilitator_id == account.id
    assert [network.code for network in event.networks] == ["mdph-directeurs"]
    assert len(event.days) == 1
    assert [half.period for half in event.half_days] == [Period.WHOLE]
    assert [act.verb for act in db.session.scalars(select(Act))] == ["event_created"]


def test_two_days_on_site_have_four_half_days():
    account = make.account(networks=["mdph-directeurs"])
    first = make.at("2031-03-12 08:30")
    with transaction():
        event = actions.create(sheet(first, lasts=timedelta(days=1, hours=7), modality=Modality.ONSITE, place="Caen"), account, make.now())
    assert [day.on for day in event.days] == [date(2031, 3, 12), date(2031, 3, 13)]
    assert [(half.on.day, half.period.value, half.position) for half in event.half_days] == [
        (12, "morning", 0),
        (12, "afternoon", 1),
        (13, "morning", 2),
        (13, "afternoon", 3),
    ]


def test_a_facilitator_cannot_invite_a_network_of_others():
    account = make.account(networks=["mdph-directeurs"])
    with pytest.raises(Refusal, match="réseaux") as refused:
        actions.create(sheet(networks=["mdph-directeurs", "ars-pathos"]), account, make.now())
    assert refused.value.field == "networks"
    db.session.rollback()
    assert _events() == 0


def test_an_administrator_may_invite_any_network():
    with transaction():
        event = actions.create(sheet(networks=["ars-pathos", "mdph-juridique"]), make.account(admin=True), make.now())
    assert len(event.networks) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"lasts": timedelta(minutes=-5)}, "end"),
        ({"lasts": timedelta(days=15)}, "last_on"),
        ({"networks": []}, "networks"),
        ({"quota_per_organisation": 200}, "quota"),
        ({"opens_at": make.at("2099-01-01 00:00")}, "opens_on"),
    ],
)
def test_what_no_event_may_be_is_refused_beside_its_field(wrong, field):
    with pytest.raises(Refusal) as refused:
        actions.create(sheet(**wrong), make.account(networks=["mdph-directeurs"]), make.now())
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": "Autre titre"}, {"title"}),
        ({"place": "Caen"}, {"place"}),
        ({"join_url": "https://visio.example.org/autre"}, {"link"}),
        ({"description": "Un programme", "capacity": 120, "access": "Tram A"}, set()),
    ],
)
def test_the_sequence_grows_once_when_calendars_must_learn_and_only_then(change, told):
    event = make.event(modality=Modality.HYBRID)
    with transaction():
        changed = actions.apply(event, replace(sheet_of(event), **change), make.now())
    assert changed == told
    assert event.sequence == (1 if told else 0)


def test_several_changes_at_once_grow_the_sequence_once():
    event = make.event()
    known = sheet_of(event)
    moved = replace(known, title="Autre", starts_at=known.starts_at + WEEK, ends_at=known.ends_at + WEEK)
    with transaction():
        assert actions.apply(event, moved, make.now()) == {"title", "start", "end"}
    assert event.sequence == 1
    assert event.postponed_from == known.starts_at
    assert [day.starts_at for day in event.days] == [moved.starts_at]


def test_the_sequence_of_a_draft_never_grows():
    event = make.event(state=State.DRAFT)
    with transaction():
        actions.apply(event, replace(sheet_of(event), title="Autre"), make.now())
    assert (event.sequence, event.title, event.postponed_from) == (0, "Autre", None)


def test_another_hour_of_the_same_day_is_no_postponement():
    event = make.event()
    known = sheet_of(event)
    with transaction():
        actions.apply(event, replace(known, ends_at=known.ends_at + timedelta(minutes=30)), make.now())
    assert event.postponed_from is None
    assert event.sequence == 1


def test_seats_never_go_below_those_taken():
    event = make.event(capacity=10, seats_taken=4)
    with pytest.raises(Refusal, match="4\xa0places sont déjà prises") as refused:
        actions.apply(event, replace(sheet_of(event), capacity=3, title="Autre"), make.now())
    assert refused.value.field == "capacity"
    assert event.title == "Webinaire d’essai"


def test_an_announced_event_is_not_moved_into_the_past():
    event = make.event()
    known = sheet_of(event)
    with pytest.raises(Refusal, match="passé"):
        actions.apply(event, replace(known, starts_at=make.now() - WEEK, ends_at=make.now() - WEEK + timedelta(hours=1)), make.now())


@pytest.mark.parametrize("state", [State.HELD, State.ARCHIVED, State.CANCELLED])
def test_what_is_over_no_longer_changes(state):
    event = make.event(state=state)
    with pytest.raises(Refusal, match="ne se modifie plus"):
        actions.apply(event, sheet_of(event), make.now())


def test_a_day_that_stays_keeps_its_row():
    event = make.event(kind="seminaire", lasts=timedelta(days=1, hours=7))
    with transaction():
        actions.set_days(event)
    rows = {day.on: day.id for day in event.days}
    known = sheet_of(event)
    with transaction():
        actions.apply(event, replace(known, ends_at=known.ends_at - timedelta(days=1)), make.now())
    assert [day.id for day in event.days] == [rows[event.starts_at.date()]]


def test_a_copy_has_its_own_address_a_later_date_and_no_answers():
    account = make.account(networks=["mdph-directeurs"])
    event = make.event(by=account, seats_taken=12, sequence=3)
    with transaction():
        event.partners = []
        actions.apply(event, replace(sheet_of(event), partners=(PartnerLine("ARS Normandie", "co_organiser"),)), make.now())
        copy = actions.duplicate(event, account, make.now())
    assert copy.public_id != event.public_id
    assert (copy.state, copy.sequence, copy.seats_taken) == (State.DRAFT, 0, 0)
    assert copy.starts_at.date() == event.starts_at.date() + WEEK
    assert [partner.name for partner in copy.partners] == ["ARS Normandie"]


def test_a_series_makes_one_draft_for_each_date():
    account = make.account(networks=["ars-pathos"])
    starts = [make.at(f"2031-0{month}-12 09:00") for month in (1, 2, 3)]
    with transaction():
        series, events = actions.create_series("Référents PATHOS", sheet(networks=["ars-pathos"]), starts, account, make.now())
    assert [event.starts_at for event in events] == starts
    assert {event.series_id for event in events} == {series.id}
    assert all(event.is_draft for event in events)
    assert series.code == "referents-pathos-2031"


def test_two_series_of_one_name_have_two_codes():
    account = make.account(networks=["mdph-directeurs"])
    starts = [make.at("2031-01-12 09:00")]
    with transaction():
        first, _ = actions.create_series("Mensuelle", sheet(), starts, account, make.now())
        second, _ = actions.create_series("Mensuelle", sheet(), starts, account, make.now())
    assert first.code != second.code


def test_only_a_draft_is_deleted():
    account = make.account(networks=["mdph-directeurs"])
    published, draft = make.event(by=account), make.event(by=account, state=State.DRAFT)
    with pytest.raises(Refusal, match="s’annule"):
        actions.delete_draft(published, account, make.now())
    with transaction():
        actions.delete_draft(draft, account, make.now())
    assert _events() == 1


def test_each_sees_only_what_is_theirs(app):
    mine, other = make.account(networks=["mdph-directeurs"]), make.account(networks=["ars-pathos"])
    event = make.event(by=mine)
    organiser = make.account(events=[event])
    assert queries.event_run_by(mine, event.public_id, make.now()) is event
    assert queries.event_read_by(organiser, event.public_id, make.now()) is event
    for finder, account in [(queries.event_run_by, other), (queries.event_read_by, other), (queries.event_run_by, organiser)]:
        with pytest.raises(Exception) as lost:
            finder(account, event.public_id, make.now())
        assert lost.value.code == 404


def test_a_draft_for_which_a_list_was_already_given_still_disappears():
    account = make.account(networks=["mdph-directeurs"])
    draft = make.event(state=State.DRAFT, by=account)
    make.keep(GuestList(event_id=draft.id, lines=[{"number": "1"}], given_by_id=account.id, given_at=make.now()))
    with transaction():
        actions.delete_draft(draft, account, make.now())
    assert db.session.query(Event).count() == db.session.query(GuestList).count() == 0


def test_a_copy_has_the_times_and_workshops_at_their_hours_even_beyond_a_change_of_clocks():
    account = make.account(networks=["mdph-directeurs"])
    event = make.event(kind="seminaire", by=account, starts_at=make.at("2027-03-22 08:00"), lasts=timedelta(hours=8))
    make.workshop(event, "Évaluer", capacity=12)
    with transaction():
        copy = actions.duplicate(event, account, make.now())
    assert (copy.starts_at, copy.ends_at) == (make.at("2027-03-29 07:00"), make.at("2027-03-29 15:00"))
    (part,) = copy.parts
    assert (part.title, part.capacity, part.seats_taken, part.starts_at) == ("Évaluer", 12, 0, copy.starts_at)


@pytest.mark.on("2027-04-15 09:00")
def test_another_hour_of_the_same_day_overseas_is_no_postponement():
    event = make.event(starts_at=make.at("2027-06-01 23:30"), timezone="America/Guadeloupe")
    with transaction():
        later = replace(sheet_of(event), starts_at=event.starts_at + timedelta(hours=1), ends_at=event.ends_at + timedelta(hours=1))
        actions.apply(event, later, make.now())
    assert event.postponed_from is None
