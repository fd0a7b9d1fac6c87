"""People known, completed, moved and corrected."""

from datetime import date, timedelta

import pytest

from app.core.errors import Refusal
from app.directory import actions
from app.directory.models import Person
from app.directory.people_queries import postings_of
from app.directory.queries import person_by_email
from app.journal.models import Act
from tests import make

from app.core.clock import today  # isort: skip
from app.core.db import db, transaction  # isort: skip

NOWHERE = {"organisation_id": None, "department_code": None, "job_role_code": None}


def someone(email="ines.caron@cd-76.example.org", **place):
    with transaction():
        return actions.person_for(email, "Inès", "Caron", **(NOWHERE | place), at=make.now())


def test_a_new_address_makes_a_person_with_a_posting_and_the_only_department_of_their_organisation():
    ines = someone(organisation_id=make.organisation("mdph-76").id, job_role_code="evaluateur")
    assert (ines.department_code, ines.search) == ("76", "caron ines caron ines caron cd 76 example org")
    (posting,) = postings_of(ines)
    assert (posting.organisation_id, posting.started_on, posting.ended_on) == (ines.organisation_id, today(), None)


def test_an_organisation_of_several_departments_does_not_choose_one():
    assert someone(organisation_id=make.organisation("cd-67-68").id).department_code is None


def test_a_known_address_is_the_same_person_and_keeps_what_was_known():
    first = someone(organisation_id=make.organisation("mdph-76").id)
    again = someone("INES.caron@cd-76.example.org", organisation_id=make.organisation("cd-14").id, job_role_code="ems_apa")
    assert again.id == first.id
    assert (again.organisation.slug, again.job_role_code) == ("mdph-76", None)


def test_a_known_person_is_completed_where_nothing_was_known():
    first = someone()
    again = someone(organisation_id=make.organisation("mdph-76").id, job_role_code="evaluateur")
    assert again.id == first.id
    assert (again.organisation.slug, again.job_role_code) == ("mdph-76", "evaluateur")
    assert len(postings_of(again)) == 1


def test_a_move_keeps_the_past():
    camille, person = make.account(), someone(organisation_id=make.organisation("mdph-76").id)
    place = {"organisation_id": make.organisation("cd-76").id, "department_code": "76", "job_role_code": "ems_apa"}
    with transaction():
        actions.move(person, camille, **place, on=today() + timedelta(days=3), at=make.now())
    new, old = postings_of(person)
    assert (old.organisation.slug, old.ended_on) == ("mdph-76", today() + timedelta(days=3))
    assert (new.organisation.slug, new.ended_on) == ("cd-76", None)
    assert person.organisation.slug == "cd-76"
    assert db.session.query(Act).filter_by(verb="person_moved", thing=person.actor).count() == 1


def test_a_move_to_the_same_place_changes_nothing():
    camille, person = make.account(), someone(organisation_id=make.organisation("mdph-76").id)
    with transaction():
        actions.move(
            person, camille, organisation_id=person.organisation_id, department_code="76", job_role_code=None, on=today(), at=make.now()
        )
    assert len(postings_of(person)) == 1 and db.session.query(Act).count() == 0


def test_a_move_before_the_present_posting_is_refused():
    camille, person = make.account(), someone(organisation_id=make.organisation("mdph-76").id)
    with pytest.raises(Refusal):
        actions.move(person, camille, **NOWHERE, on=date(2020, 1, 1), at=make.now())


def test_an_address_taken_by_another_is_refused():
    camille = make.account()
    make.person(email="prise@cd-14.example.org")
    other = make.person()
    with pytest.raises(Refusal):
        actions.create(camille, email="Prise@cd-14.example.org", first_name="A", last_name="B", **NOWHERE, at=make.now())
    with pytest.raises(Refusal):
        actions.correct_email(other, "prise@cd-14.example.org", camille, at=make.now())


def test_a_corrected_address_receives_letters_again_and_old_links_are_dead():
    camille = make.account()
    person = make.person(email="faute@cd-14.example.org", undeliverable_at=make.now())
    with transaction():
        actions.correct_email(person, "juste@cd-14.example.org", camille, at=make.now())
    assert (person.email, person.undeliverable_at, person.version) == ("juste@cd-14.example.org", None, 2)
    assert person_by_email("juste@cd-14.example.org").id == person.id


def test_someone_without_an_address_needs_a_secretariat():
    camille, office = make.account(), make.person()
    with pytest.raises(Refusal):
        actions.create(camille, email=None, first_name="Élu", last_name="Sans Adresse", **NOWHERE, at=make.now())
    with transaction():
        elu = actions.create(camille, email=None, first_name="Élu", last_name="Sans Adresse", cared_for_by=office, **NOWHERE, at=make.now())
    assert elu.letterbox == office.email
    assert db.session.query(Person).count() == 2
