"""Who may do what, and which buttons they are shown."""

from datetime import timedelta

from app.accounts.models import Grant, Role, Scope
from app.core.db import transaction
from app.events.policy import may_read, may_record_attendance, may_run
from app.events.steps import steps_of
from app.events.words import State
from tests import make


def _labels(event, account):
    return [step.label for step in steps_of(event, account, make.now()) if not step.refused]


def test_facilitators_of_the_network_run_it_and_organisers_read_it():
    event = make.event()
    now = make.now()
    assert may_run(make.account(networks=["mdph-directeurs"]), event, now)
    assert may_run(make.account(admin=True), event, now)
    organiser = make.account(events=[event])
    assert (may_run(organiser, event, now), may_read(organiser, event, now)) == (False, True)
    assert not may_read(make.account(networks=["ars-pathos"]), event, now)


def test_a_facilitator_without_network_any_more_runs_nothing():
    account = make.account(networks=["mdph-directeurs"])
    event = make.event(by=account)
    with transaction():
        account.grants[0].granted_to = make.now()
    assert not may_run(account, event, make.now() + timedelta(seconds=1))


def test_an_organiser_records_attendance_only_when_it_was_given():
    event, now = make.event(), make.now()
    organiser = make.account(events=[event])
    assert not may_record_attendance(organiser, event, now)
    since = now - timedelta(days=1)
    right = Grant(role=Role.ORGANISER, scope_kind=Scope.EVENT, scope_id=event.id, granted_from=since, records_attendance=True)
    with transaction():
        organiser.grants.append(right)
    assert may_record_attendance(organiser, event, now)


def test_the_buttons_are_those_of_the_present_state():
    account = make.account(networks=["mdph-directeurs"])
    draft, published = make.event(by=account, state=State.DRAFT), make.event(by=account)
    over = make.event(by=account, state=State.CLOSED, begins_in=timedelta(days=-2))
    assert _labels(draft, account)[0] == "Publier"
    assert "Supprimer le brouillon" in _labels(draft, account)
    assert "Reporter" in _labels(published, account)
    assert "Annuler l’événement" in _labels(published, account)
    assert _labels(over, account)[0] == "Marquer comme tenu"
    assert _labels(make.event(by=account, state=State.ARCHIVED), account) == ["Dupliquer"]


def test_who_only_reads_has_no_button():
    event = make.event()
    assert steps_of(event, make.account(events=[event]), make.now()) == []


def test_a_draft_that_lacks_something_says_what():
    account = make.account(networks=["mdph-directeurs"])
    draft = make.event(by=account, state=State.DRAFT, join_url="")
    assert "Publier" not in _labels(draft, account)
    assert "le lien de connexion" in steps_of(draft, account, make.now())[0].refused
