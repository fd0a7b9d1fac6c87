"""How far each department went: counted on gatherings small enough to be counted by eye."""

import pytest

from app.attendance.models import Mark
from app.core.db import db, transaction
from app.coverage.facts import Stage
from app.coverage.matrix import matrix, matrix_sheet, reached, stages, stages_sheet, totals
from app.coverage.territories import Column
from app.directory.models import Department, Organisation, Region
from app.events.words import Hosting, State
from app.networks.uniting import absorb_organisation, merge_people
from app.registrations.models import Part, Standing
from tests import make
from tests.coverage import hand

pytestmark = pytest.mark.on(hand.TODAY)


def test_each_cell_says_how_far_somebody_went():
    event = hand.held()
    hand.asked(event, "mdph-14", "14")
    hand.asked(event, "mdph-50", "50", answer=hand.DECLINED)
    hand.comes(event, "mdph-61", "61", mark=Mark.ABSENT)
    hand.comes(event, "mdph-76", "76")
    said = {code: hand.words("mdph", code) for code in ("14", "50", "61", "76", "27")}
    assert said == {"14": ["invité"], "50": ["a répondu"], "61": ["inscrit"], "76": ["présent"], "27": [""]}


def test_the_furthest_of_several_people_is_said():
    event = hand.held()
    hand.asked(event)
    hand.comes(event)
    hand.comes(event, mark=Mark.ABSENT)
    assert hand.words("mdph", "14") == ["présent"]


@pytest.mark.parametrize("standing", [Standing.PENDING, Standing.WAITING, Standing.REFUSED, Standing.WITHDRAWN])
def test_only_a_confirmed_registration_is_a_registration(standing):
    event = hand.held()
    make.registration(event, make.person(), standing=standing)
    assert hand.words("mdph", "14") == ["a répondu"]


@pytest.mark.parametrize("part", [Part.SPEAKER, Part.ORGANISER, Part.STAFF])
def test_speakers_and_organisers_do_not_count(part):
    hand.comes(hand.held(), part=part)
    assert hand.words("mdph", "14") == [""]


def test_an_invitation_taken_back_is_none():
    hand.asked(hand.held(), withdrawn_at=make.now())
    assert hand.words("mdph", "14") == [""]


def test_alsace_has_one_authority_for_two_departments():
    event = hand.held()
    hand.comes(event, "cd-67-68", "67")
    assert hand.words("cd", "67") == hand.words("cd", "68") == ["présent"]
    assert hand.words("mdph", "67") == [""]


def test_the_rhone_has_two_authorities_and_one_mdph():
    first, second = hand.held("2027-03-10"), hand.held("2027-04-10")
    hand.comes(first, "cd-69d", "69")
    hand.comes(second, "cd-69d", "69")
    hand.comes(second, "cd-69m", "69")
    hand.comes(first, "mdph-69", "69")
    assert hand.words("cd", "69") == ["présent (1 sur 2)", "présent"]
    assert hand.words("mdph", "69") == ["présent", ""]


def test_the_two_authorities_of_the_rhone_may_stand_apart():
    event = hand.held()
    hand.comes(event, "cd-69d", "69", mark=Mark.ABSENT)
    hand.comes(event, "cd-69m", "69")
    assert hand.words("cd", "69") == ["présent (1 sur 2)"]


def test_an_agency_covers_its_whole_region():
    hand.comes(hand.held(), "ars-28", "14")
    found = hand.reading()
    covered = [row.territory.code for group in matrix(found, Column.ARS, found.entries) for row in group.rows if not row.is_empty]
    assert covered == ["14", "27", "50", "61", "76"]


def test_overseas_collectivities_stand_apart_and_have_a_mdph_only():
    event = hand.held()
    hand.comes(event, db.session.query(Organisation).filter_by(type="mdph_com").first().slug, "975")
    groups = matrix(hand.reading(), Column.MDPH, hand.reading().entries)
    assert [group.in_101 for group in groups] == [True] * 18 + [False]
    assert sum(len(group.rows) for group in groups if group.in_101) == 101 and len(groups[-1].rows) == 3
    assert reached(groups, 0)[Stage.PRESENT] == 0
    assert [row.cells[0].stage for row in groups[-1].rows].count(Stage.PRESENT) == 1
    numbers = stages(hand.reading())[-1].rows[0]
    assert numbers.is_covered == {Column.CD: False, Column.MDPH: True, Column.ARS: False}


def test_somebody_who_moves_counts_where_they_worked_that_day():
    nour = make.person(org="mdph-14", department="14")
    hand.comes(hand.held("2027-03-10"), nour)
    hand.moves(nour, "mdph-29", "29")
    hand.comes(hand.held("2027-05-10"), nour)
    assert hand.words("mdph", "14") == ["présent", ""] and hand.words("mdph", "29") == ["", "présent"]


def test_somebody_who_was_invited_then_moved_was_invited_where_they_worked():
    event, nour = hand.held("2027-03-10"), make.person(org="mdph-14", department="14")
    hand.works(nour, "mdph-14", "2020-01-01", "2027-03-01")
    hand.works(nour, "mdph-29", "2027-03-01")
    hand.moves(nour, "mdph-29", "29")
    hand.asked(event, nour, on="2027-02-01")
    assert hand.words("mdph", "14") == ["invité"] and hand.words("mdph", "29") == [""]


def test_the_registration_says_it_better_than_the_path():
    event, nour = hand.held("2027-03-10"), make.person(org="mdph-14", department="14")
    hand.works(nour, "mdph-14", "2020-01-01")
    hand.asked(event, nour, answer=hand.ACCEPTED)
    hand.comes(event, nour, organisation_id=make.organisation("mdph-50").id, department_code="50")
    assert hand.words("mdph", "50") == ["présent"] and hand.words("mdph", "14") == [""]


def test_two_rows_of_one_person_are_one_trace():
    event = hand.held()
    one, other = make.person("Nour", "Haddad"), make.person("Nour", "Haddad")
    hand.asked(event, one)
    hand.comes(event, other)
    with transaction():
        merge_people(one, other, make.account(admin=True), at=make.now())
    hand.moves(other, "mdph-29", "29")
    assert hand.words("mdph", "14") == ["présent"] and hand.words("mdph", "29") == [""]


def test_an_organisation_typed_then_recognised_counts_as_the_one_it_is():
    typed = Organisation(slug="maison-x", type="partner", name="Maison X", short_name="Maison X", to_review_since=make.now())
    hand.comes(hand.held(), make.person(org=make.keep(typed).slug, department="14"))
    assert hand.words("mdph", "14") == [""]
    with transaction():
        absorb_organisation(typed, "mdph-14", make.account(admin=True), at=make.now())
    assert hand.words("mdph", "14") == ["présent"]


def test_a_new_name_changes_nothing():
    hand.comes(hand.held())
    with transaction():
        make.organisation("mdph-14").short_name = "MDA du Calvados"
    assert hand.words("mdph", "14") == ["présent"]


def test_an_authority_that_ended_still_came_and_is_awaited_no_more():
    days = {"valid_to": make.at("2027-04-01 00:00").date()}
    old = Organisation(slug="cd-ancien", type="cd", name="Ancien CD", short_name="Ancien CD", **days)
    old.departments = [db.session.get(Department, "14")]
    make.keep(old)
    hand.comes(hand.held("2027-03-10"), "cd-ancien", "14")
    hand.comes(hand.held("2027-05-10"), "cd-14", "14")
    assert hand.words("cd", "14") == ["présent (1 sur 2)", "présent"]
    assert old.id not in hand.reading().awaited and make.organisation("cd-14").id in hand.reading().awaited


def test_somebody_of_an_authority_that_ended_does_not_stand_for_the_one_of_today():
    ended = Organisation(slug="cd-ancien", type="cd", name="Ancien CD", short_name="Ancien CD", valid_to=make.at("2027-04-01 00:00").date())
    ended.departments = [db.session.get(Department, "14")]
    make.keep(ended)
    hand.comes(hand.held("2027-05-10"), "cd-ancien", "14")
    assert hand.words("cd", "14") == ["présent (1 sur 2)"]


def test_columns_are_what_was_announced_and_is_ours():
    hand.held("2027-03-10", title="Tenue")
    hand.coming("2027-09-10", title="À venir")
    make.event("Brouillon", state=State.DRAFT, starts_at=make.at("2027-05-01 09:00"))
    make.event("Annulée", state=State.CANCELLED, starts_at=make.at("2027-05-02 09:00"))
    hand.held("2027-05-03", title="Ailleurs", hosting=Hosting.EXTERNAL)
    hand.held("2026-12-31", title="L’an dernier")
    assert [entry.title for entry in hand.reading().entries] == ["Tenue", "À venir"]


def test_members_only_are_awaited():
    hand.held(networks=["isolement"])
    hand.member("isolement", "cd-14")
    found = hand.reading(networks=("isolement",))
    assert [hand.row_of(found, "cd", code).cells[0].is_awaited for code in ("14", "50")] == [True, False]


def test_an_event_awaits_those_of_its_networks_whatever_the_page_gathers():
    hand.held(networks=["ars-pathos"])
    hand.held("2027-03-11", networks=["isolement"])
    hand.member("isolement", "cd-14")
    found = hand.reading()
    awaited = {column: [cell.is_awaited for cell in hand.row_of(found, column, "14").cells] for column in ("cd", "ars")}
    assert awaited == {"cd": [False, True], "ars": [True, False]}


def test_an_event_of_a_territory_awaits_that_territory():
    region, department = db.session.get(Region, "28"), db.session.get(Department, "29")
    hand.held(regions=[region], departments=[department])
    found = hand.reading()
    awaited = [row.territory.code for group in matrix(found, Column.CD, found.entries) for row in group.rows if row.cells[0].is_awaited]
    assert awaited == ["14", "27", "50", "61", "76", "29"]


def test_the_sum_counts_departments_not_organisations():
    event = hand.held()
    hand.comes(event, "cd-67-68", "67")
    hand.comes(event, "cd-14", "14", mark=Mark.ABSENT)
    hand.asked(event, "cd-50", "50")
    found = hand.reading()
    counts = reached(matrix(found, Column.CD, found.entries), 0)
    assert counts == {Stage.PRESENT: 2, Stage.REGISTERED: 1, Stage.ANSWERED: 0, Stage.INVITED: 1}


def test_stages_count_events_each_for_itself():
    first, second, third = hand.held("2027-02-10"), hand.held("2027-03-10"), hand.coming()
    person = make.person()
    hand.asked(first, person, answer=hand.ACCEPTED)
    hand.comes(first, person)
    hand.comes(second, "mdph-14")  # came without having been invited
    hand.asked(third, person)
    numbers = next(row for group in stages(hand.reading()) for row in group.rows if row.territory.code == "14")
    assert [*numbers.counts[Column.MDPH].values()] == [2, 2, 2, 2]
    assert [*numbers.counts[Column.CD].values()] == [0, 0, 0, 0]
    assert totals(stages(hand.reading()))[Column.MDPH] == dict.fromkeys(list(Stage)[1:], 1)


def test_the_sheets_say_what_the_pages_say():
    event = hand.held("2027-03-10", title="Rencontre du printemps")
    hand.comes(event)
    hand.comes(event, "mdph-975", "975")
    headings, rows = matrix_sheet(hand.reading(), Column.MDPH)
    lines = {row[0]: row for row in rows}
    assert headings == ["Code", "Département", "Région", "10/03/2027 Rencontre du printemps"] and len(lines) == 104
    assert lines["14"] == ["14", "Calvados", "Normandie", "présent"] and lines["50"][3] == "–"
    headings, rows = stages_sheet(hand.reading())
    lines = {row[0]: row for row in rows}
    assert len(headings) == 15 and lines["14"][3:] == [0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]
    assert lines["975"][3:] == [None] * 4 + [0, 1, 1, 1] + [None] * 4
    found = hand.reading()
    assert reached(matrix(found, Column.MDPH, found.entries), 0)[Stage.PRESENT] == 1  # of the 101
    assert totals(stages(found))[Column.MDPH][Stage.PRESENT] == 1
