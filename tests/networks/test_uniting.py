"""Two people, or two organisations, become one: their memberships too."""

from datetime import date

import pytest

from app.core.db import db, transaction
from app.core.errors import Refusal
from app.directory.models import Organisation
from app.networks.models import Membership, Objection
from app.networks.uniting import absorb_organisation, merge_people
from tests import make


def member(person=None, organisation=None, *, code="mdph-juridique", joined=date(2025, 1, 1), left=None, **more):
    ids = {"person_id": person.id if person else None, "organisation_id": organisation.id if organisation else None}
    return make.keep(Membership(network_id=make.network(code).id, joined_on=joined, left_on=left, **ids, **more))


def periods():
    rows = db.session.query(Membership).order_by(Membership.joined_on)
    return [(row.joined_on.isoformat(), row.left_on and row.left_on.isoformat()) for row in rows]


def merge(lost, kept):
    with transaction():
        merge_people(lost, kept, make.account(), at=make.now())


def test_memberships_that_overlap_become_one_and_objections_are_kept():
    kept, lost = make.person(), make.person()
    member(kept, joined=date(2025, 3, 1))
    member(lost, joined=date(2024, 1, 1), left=date(2025, 6, 1), objected_at=make.now())
    merge(lost, kept)
    assert periods() == [("2024-01-01", None)]
    membership = db.session.query(Membership).one()
    assert membership.person_id == kept.id and membership.objected_at is not None


def test_memberships_apart_stay_apart():
    kept, lost = make.person(), make.person()
    member(lost, joined=date(2022, 1, 1), left=date(2023, 1, 1))
    member(kept, joined=date(2025, 1, 1))
    merge(lost, kept)
    assert periods() == [("2022-01-01", "2023-01-01"), ("2025-01-01", None)]


def test_two_open_memberships_become_one():
    kept, lost = make.person(), make.person()
    member(kept, joined=date(2025, 1, 1))
    member(lost, joined=date(2024, 1, 1))
    merge(lost, kept)
    assert periods() == [("2024-01-01", None)]


def test_an_objection_of_either_holds_for_both():
    kept, lost = make.person(), make.person()
    network = make.network("isolement")
    for person in (kept, lost):
        make.keep(Objection(network_id=network.id, person_id=person.id, objected_at=make.now()))
    make.keep(Objection(network_id=make.network("ems-apa").id, person_id=lost.id, objected_at=make.now()))
    merge(lost, kept)
    assert {row.person_id for row in db.session.query(Objection)} == {kept.id}
    assert db.session.query(Objection).count() == 2


def test_the_kept_one_is_completed_and_a_chain_stays_short():
    first, second = make.person(email=None), make.person(email="b@cd-14.example.org", phone="01 02 03 04 05")
    third = make.person(email="c@cd-14.example.org")
    merge(second, first)
    assert (first.email, first.phone, second.email) == ("b@cd-14.example.org", "01 02 03 04 05", None)
    merge(first, third)
    db.session.expire_all()
    assert second.merged_into_id == first.merged_into_id == third.id


def test_one_row_is_not_merged_into_itself_nor_twice():
    one, other, third = make.person(), make.person(), make.person()
    with pytest.raises(Refusal):
        merge_people(one, one, make.account(), at=make.now())
    merge(one, other)
    with pytest.raises(Refusal):
        merge_people(one, third, make.account(), at=make.now())


def test_a_typed_organisation_leaves_nothing_behind():
    typed = Organisation(slug="typed", type="partner", name="CD 14 autonomie", short_name="CD 14 autonomie", to_review_since=make.now())
    typed.refresh_search()
    make.keep(typed)
    person = make.person(org="typed", department=None)
    member(organisation=typed, code="isolement")
    member(organisation=make.organisation("cd-14"), code="isolement", joined=date(2025, 5, 1))
    with transaction():
        kept = absorb_organisation(typed, "cd-14", make.account(), at=make.now())
    db.session.expire_all()
    assert person.organisation_id == kept.id
    assert periods() == [("2025-01-01", None)]
    assert db.session.query(Organisation).filter_by(slug="typed").count() == 0


def test_an_organisation_of_the_reference_is_not_absorbed():
    with pytest.raises(Refusal):
        absorb_organisation(make.organisation("cd-14"), "cd-76", make.account(), at=make.now())
