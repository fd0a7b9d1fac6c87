"""The year of a department and of an organisation."""

from datetime import date

import pytest

from app.coverage.facts import Stage
from app.coverage.territories import Column
from app.dashboards.place_people import People
from app.dashboards.places import DepartmentYear, OrganisationYear
from app.directory.models import Organisation, OrganisationDepartment
from app.networks.uniting import merge_people
from app.registrations.models import Part
from tests import make
from tests.coverage import hand

pytestmark = pytest.mark.on("2027-06-15 09:00")
TODAY = date(2027, 6, 15)


def department(code="14", year=2027, today=TODAY):
    return DepartmentYear(code, year, today)


def organisation(slug="mdph-14", year=2027, today=TODAY):
    return OrganisationYear(make.organisation(slug).id, year, today)


def numbers(told):
    return {one.label: (one.now, one.before) for one in told.counts}


def test_what_each_of_the_three_came_to():
    first, second = hand.held("2027-03-10", title="Une"), hand.held("2027-04-07", title="Deux")
    hand.comes(first, "mdph-14")
    hand.comes(first, "cd-14", mark=hand.Mark.ABSENT)
    hand.comes(second, "mdph-50", "50")
    hand.asked(second, "cd-14")
    lines = [(entry.title, stages) for entry, stages in department().lines]
    assert lines == [
        ("Une", {Column.CD: Stage.REGISTERED, Column.MDPH: Stage.PRESENT, Column.ARS: Stage.NONE}),
        ("Deux", {Column.CD: Stage.INVITED, Column.MDPH: Stage.NONE, Column.ARS: Stage.NONE}),
    ]


def test_the_year_before_stands_beside():
    hand.comes(hand.held("2026-03-10"), "mdph-14")
    hand.comes(hand.held("2026-11-10"), "mdph-14")
    hand.comes(hand.held("2027-03-10"), "cd-14")
    assert numbers(department()) == {
        "Avec le conseil départemental": (1, 0),
        "Avec la MDPH ou MDA": (0, 1),
        "Avec l’agence régionale de santé": (0, 0),
    }
    assert [one.difference for one in department().counts] == ["1 de plus", "1 de moins", "sans changement"]


def test_a_year_of_which_nobody_said_who_came_is_not_known():
    hand.comes(hand.held("2026-03-10", closed=False), "mdph-14", mark=None)
    hand.comes(hand.held("2027-03-10"), "mdph-14")
    assert numbers(department())["Avec la MDPH ou MDA"] == (1, None)
    assert department().counts[1].difference == ""


def test_a_delegation_of_the_agency_is_told_apart():
    both, seat = hand.held("2027-03-10"), hand.held("2027-04-07")
    ars = next(one.slug for one in department().bodies(Column.ARS))
    hand.comes(both, ars, "14")
    hand.comes(seat, ars, "76")
    told = department()
    assert numbers(told)["Avec l’agence régionale de santé"][0] == 2
    assert told.delegation == {both.id}


def test_two_departments_share_one_authority():
    hand.comes(hand.held(), "cd-67-68", "67")
    assert [numbers(department(code))["Avec le conseil départemental"][0] for code in ("67", "68", "54")] == [1, 1, 0]


def test_people_of_the_department_whatever_their_organisation():
    event = hand.held()
    hand.comes(event, "mdph-14", "14")
    hand.comes(event, "cd-14", "14")
    hand.comes(event, "cd-14", "14", part=Part.SPEAKER)
    again = make.person(org="mdph-14")
    hand.comes(event, again)
    hand.comes(hand.held("2027-04-07"), again)
    told = department()
    assert [(one.label, one.now) for one in told.participants] == [("Inscriptions du département", 4), ("Participants du département", 4)]
    people = People(told, [])
    assert len(people.came) == 3
    assert [(one.name, len(one.met)) for one in people.companies()] == [("CD du Calvados", 1), ("MDPH du Calvados", 2)]


def test_who_is_known_and_did_not_come_is_told_with_the_last_time():
    before, this = hand.held("2026-03-10"), hand.held("2027-03-10")
    met, former, never, elsewhere = (make.person("Alix", name, org="mdph-14") for name in ("Aubin", "Bastien", "Carlier", "Dumas"))
    hand.comes(before, former)
    hand.comes(this, met)
    hand.comes(this, former, mark=hand.Mark.ABSENT)
    hand.moves(elsewhere, "mdph-50", "50")
    (company,) = People(department(), []).companies()
    assert [one.person for one in company.met] == [met] and company.never == 1
    assert [(one.person, one.last_on, one.registered) for one in company.unmet] == [(never, None, 0), (former, date(2026, 3, 10), 1)]


def test_each_department_of_corsica_has_its_people():
    event = hand.held()
    south, north = (hand.comes(event, "cd-2a-2b", code).person for code in ("2A", "2B"))
    for code, ours in (("2A", south), ("2B", north)):
        (company,) = People(department(code), []).companies()
        assert [one.person for one in company.met] == [ours] and company.unmet == []


def test_what_was_written_is_told_of_the_events_one_may_read():
    mine, other = hand.held("2027-03-10", title="Une"), hand.held("2027-04-07", title="Autre")
    hand.comes(mine, "cd-14", "14", comment="Une salle accessible, merci.")
    hand.asked(mine, "mdph-14", answer=hand.DECLINED, decline_word="En congé ce jour-là.")
    hand.comes(mine, "cd-50", "50", comment="D’ailleurs.")
    hand.comes(other, "cd-14", "14", comment="À d’autres.")
    told = department()
    read = [one for one in told.announced if one.title == "Une"]
    assert {(one.sort, one.words) for one in People(told, read).words} == {
        ("à l’inscription", "Une salle accessible, merci."),
        ("en déclinant", "En congé ce jour-là."),
    }


def test_somebody_who_moved_is_where_they_were_that_day():
    person = make.person(org="mdph-14")
    hand.comes(hand.held("2027-03-10"), person)
    hand.moves(person, "mdph-50", "50")
    hand.comes(hand.held("2027-05-11"), person)
    assert [len(organisation(slug).faces) for slug in ("mdph-14", "mdph-50")] == [1, 1]
    assert organisation("mdph-14").last_on == date(2027, 3, 10)


def test_the_people_of_an_organisation_those_who_came_most_first():
    often, once, never = (make.person("Alix", name) for name in ("Aubin", "Bastien", "Carlier"))
    first, second = hand.held("2027-03-10"), hand.held("2027-04-07")
    for event in (first, second):
        hand.comes(event, often)
    hand.comes(first, once)
    hand.comes(second, never, mark=hand.Mark.ABSENT)
    faces = [(one.person.last_name, one.registered, one.present, one.last_on) for one in organisation().faces]
    assert faces == [("Aubin", 2, 2, date(2027, 4, 7)), ("Bastien", 1, 1, date(2027, 3, 10)), ("Carlier", 1, 0, None)]
    assert numbers(organisation())["Participants"][0] == 3
    assert [(registered, present) for _, registered, present in organisation().lines] == [(2, 2), (2, 1)]


def test_somebody_known_twice_is_seen_once():
    kept, twin = make.person("Alix", "Aubin"), make.person("Alix", "Aubin")
    hand.comes(hand.held("2027-03-10"), kept)
    hand.comes(hand.held("2027-04-07"), twin)
    with make.transaction():
        merge_people(twin, kept, make.account(admin=True), at=make.now())
    assert [(one.person.public_id, one.present) for one in organisation().faces] == [(kept.public_id, 2)]


def test_the_last_presence_looks_at_every_year():
    hand.comes(hand.held("2025-03-11"))
    told = organisation()
    assert told.last_on == date(2025, 3, 11)
    assert told.is_long_absent()
    assert organisation("mdph-50").last_on is None


def test_what_is_still_to_come_and_what_nobody_recorded_is_not_an_absence():
    hand.comes(hand.coming("2027-09-10"), mark=None)
    hand.comes(hand.held("2027-03-10", closed=False), mark=None)
    assert [present for _, _, present in organisation().lines] == [None, None]
    assert [row[1:] for row in organisation().drawn(organisation().lines)] == [(0, 1, "1\u00a0inscrit")] * 2


def test_who_covers_a_department_no_longer_does_once_it_ended():
    ended = make.keep(Organisation(slug="ancienne", type="mdph", name="Ancienne", short_name="Ancienne", valid_to=date(2027, 1, 1)))
    make.keep(OrganisationDepartment(organisation_id=ended.id, department_code="14"))
    assert [one.slug for one in department().bodies(Column.MDPH)] == ["mdph-14"]
    assert [one.slug for one in department(year=2026).bodies(Column.MDPH)] == ["ancienne", "mdph-14"]
