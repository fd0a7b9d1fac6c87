"""What a list of people means, line by line."""

import pytest

from app.core.clock import today
from app.core.sheets_in import read_pasted
from app.directory.matching import Outcome, match
from tests import make

HEADINGS = ["Prénom", "NOM", "Adresse électronique", "Structure", "Type", "Département", "Fonction", "Réseau"]


def only(*cells, headings=HEADINGS):
    (line,) = match([headings, list(cells)], today())
    return line


def said(line):
    return [f"{problem.column} : {problem.message}" for problem in line.problems]


def test_a_new_person_is_read_from_french_headings_in_any_order():
    line = only(
        "Élodie", "Marchand", "Elodie.Marchand@MDPH-14.example.org", "mdph du calvados", "", "14", "correspondant juridique", "A | B"
    )
    assert (line.outcome, line.number, line.email) == (Outcome.NEW, 2, "elodie.marchand@mdph-14.example.org")
    assert (line.organisation.slug, line.department.code, line.job_role.code) == ("mdph-14", "14", "correspondant_juridique")
    assert line.networks == ["A", "B"]


@pytest.mark.parametrize(
    ("structure", "kind", "department", "slug"),
    [("", "MDPH", "1", "mdph-01"), ("MDPH/MDA", "", "Calvados", "mdph-14"), ("CD", "", "2A", "cd-2a-2b"), ("cd 14", "", "", "cd-14")],
)
def test_an_organisation_may_be_said_by_its_type_and_department(structure, kind, department, slug):
    assert only("A", "B", "a.b@x.example.org", structure, kind, department).organisation.slug == slug


def test_each_error_says_what_is_wrong_and_what_is_expected():
    line = only("", "", "jean(at)x", "MDPH du Calvado", "", "Normandie", "Chef", "")
    assert line.outcome is Outcome.ERROR
    words = " ".join(said(line)).replace("\xa0", " ")
    for expected in ("Courriel : « jean(at)x »", "prenom.nom@", "Vouliez-vous dire « MDPH du Calvados »", "un numéro comme 14", "« Chef »"):
        assert expected in words


def test_a_department_with_two_authorities_does_not_choose_one():
    assert only("A", "B", "a.b@x.example.org", "CD", "", "69").outcome is Outcome.ERROR


def test_a_known_person_is_known_and_their_changes_are_shown():
    make.person("Élodie", "Marchand", email="elodie@mdph-14.example.org")
    assert only("ELODIE", "MARCHAND", "elodie@mdph-14.example.org").outcome is Outcome.KNOWN
    line = only("Élodie", "Petit", "elodie@mdph-14.example.org", "CD du Calvados")
    assert line.changes == [("Nom", "Marchand", "Petit"), ("Structure", "MDPH du Calvados", "CD du Calvados")]


def test_a_shared_mailbox_is_not_renamed():
    make.person("Élodie", "Marchand", email="accueil@mdph-14.example.org")
    assert "celle de Élodie Marchand" in said(only("Karim", "Benali", "accueil@mdph-14.example.org"))[0]


def test_the_address_of_before_a_merge_is_the_person_kept():
    kept = make.person()
    make.person(email="avant@cd-14.example.org", merged_into_id=kept.id)
    assert only("", "", "avant@cd-14.example.org").person.id == kept.id


def test_a_person_said_twice_counts_once():
    known = make.person(email="deux@cd-14.example.org")
    make.person(email="avant@cd-14.example.org", merged_into_id=known.id)
    lines = match([["Courriel"], ["Deux@cd-14.example.org"], [], ["avant@cd-14.example.org"]], today())
    assert [(line.number, line.outcome, line.repeats) for line in lines] == [(2, Outcome.KNOWN, None), (4, Outcome.REPEATED, 2)]


def test_a_pasted_list_of_addresses_is_enough():
    known = make.person(email="connue@cd-14.example.org")
    pasted = "connue@cd-14.example.org\nNadia Le Goff <nadia@cd-29.example.org>;\njean-paul.martin@cd-29.example.org\ncontact@cd-29.example.org\nDupont;Zoé;zoe@cd-29.example.org"
    lines = match(read_pasted(pasted), today())
    assert lines[0].person.id == known.id
    assert (lines[1].first_name, lines[1].last_name) == ("Nadia", "Le Goff")
    assert lines[2].outcome is Outcome.ERROR or lines[2].is_guessed
    assert lines[3].outcome is Outcome.ERROR
    assert (lines[4].first_name, lines[4].last_name) == ("Zoé", "Dupont")


def test_five_thousand_lines_are_read_in_a_few_seconds():
    rows = [HEADINGS] + [["Prénom", "Nom", f"p{n}@cd-14.example.org", "CD du Calvados", "", "14", "", ""] for n in range(5000)]
    assert {line.outcome for line in match(rows, today())} == {Outcome.NEW}
