"""Lists that people paste or upload: who is on each line, and what is wrong with it."""

import pytest

from app.core.db import db, transaction
from app.directory.models import Person, Posting
from app.invitations.guest_lists import read_lines
from app.invitations.guests import bring_in, keep_list, match
from app.invitations.jobs import forget_guest_lists
from app.invitations.models import GuestList
from tests import make


def read(*rows):
    return read_lines([list(row) for row in rows])


@pytest.fixture
def camille():
    return make.account(networks=["mdph-directeurs"])


def matched(camille, *rows):
    event = make.event(by=camille)
    with transaction():
        guests = keep_list(event, read(*rows), camille, make.now())
    return event, match(guests, make.now().date())


def test_headings_say_which_column_is_which():
    lines = read(["Structure", "NOM", "Prénom", "Adresse e-mail"], ["CD 14", "Été", "Zoé", " ZOE.ETE@cd14.example.org "])
    assert [(one.number, one.email, one.name, one.organisation) for one in lines] == [("2", "zoe.ete@cd14.example.org", "Zoé Été", "CD 14")]


def test_under_headings_an_address_in_another_column_is_found_too():
    headed = ("Prénom", "Nom", "Courriel"), ("Jean Dupont <jean.dupont@cd-14.example.org>",)
    (line,) = read(*headed)
    assert (line.name, line.email, line.problem) == ("Jean Dupont", "jean.dupont@cd-14.example.org", "")


def test_without_headings_the_address_is_found():
    lines = read(["zoe@cd14.example.org", "Zoé", "Été", "CD 14"], ["Paul <paul@cd14.example.org>"], ["zoe.ete@cd50.example.org"])
    assert [one.name for one in lines] == ["Zoé Été", "Paul", "Zoe Ete"]
    assert not any(one.problem for one in lines)


def test_addresses_pasted_from_a_mail_are_as_many_people():
    lines = read(["Zoé Été <zoe@cd14.example.org>", "Paul Roux <paul@cd14.example.org>"])
    assert [(one.name, one.email) for one in lines] == [("Zoé Été", "zoe@cd14.example.org"), ("Paul Roux", "paul@cd14.example.org")]


def test_each_bad_line_says_why():
    lines = read(
        ["courriel", "prénom", "nom"],
        ["zoe@cd14.example.org", "Zoé", "Été"],
        ["zoe@", "Zoé", "Été"],
        ["ZOE@cd14.example.org", "Zoé", "Été"],
        ["", "Zoé", ""],
        ["paul@cd14.example.org", "http://paul", "Roux"],
    )
    assert [bool(one.problem) for one in lines] == [False, True, True, True, True]
    assert lines[2].problem == "déjà à la ligne 2"


def test_people_are_known_by_address_then_by_name(camille):
    zoe, paul = make.person("Zoé", "Été"), make.person("Paul", "Roux")
    make.person("Anne", "Double"), make.person("Anne", "Double")
    _, found = matched(
        camille,
        ["courriel", "prénom", "nom", "structure"],
        [zoe.email, "Z.", "E.", ""],
        ["", "PAUL", "ROUX", ""],
        ["", "Anne", "Double", ""],
        ["", "Inconnue", "Totale", ""],
        ["nadia.quere@cd14.example.org", "Nadia", "Quéré", "département du calvados"],
        ["x@cd14.example.org", "", "", ""],
    )
    assert list(found.known) == [zoe.id, paul.id]
    assert [line.number for line in found.problems] == ["4", "5", "7"]
    assert [one.line.name for one in found.newcomers] == ["Nadia Quéré"]


def test_someone_merged_is_the_person_they_turned_out_to_be(camille):
    kept = make.person("Zoé", "Été")
    old = make.person("Zoé", "Ete", merged_into_id=kept.id)
    _, found = matched(camille, [old.email], [kept.email])
    assert list(found.known) == [kept.id]
    assert "la même personne" in found.problems[0].problem


def test_newcomers_come_in_with_their_posting(camille):
    event, found = matched(
        camille,
        ["courriel", "prénom", "nom", "structure", "fonction"],
        ["nadia.quere@mdph14.example.org", "Nadia", "Quéré", "mdph-14", "Correspondant juridique"],
        ["ali.roy@nulle-part.example.org", "Ali", "Roy", "Nulle part", ""],
    )
    assert found.newcomers[1].unknown == "Nulle part"
    with transaction():
        numbers = bring_in(found, event, camille, make.now())
    nadia = db.session.get(Person, numbers[0])
    assert (nadia.organisation.slug, nadia.department_code, nadia.job_role_code) == ("mdph-14", "14", "correspondant_juridique")
    assert db.session.query(Posting).count() == 1
    assert "quere" in nadia.search


def test_lists_are_forgotten_after_a_day(camille):
    event, _ = matched(camille, ["zoe.ete@cd14.example.org"])
    assert forget_guest_lists(make.now()) == 0
    with transaction():
        db.session.query(GuestList).update({"given_at": make.at("2026-01-01 10:00")})
    assert forget_guest_lists(make.now()) == 1
