"""Finding people and organisations, whatever the accents and the addresses of before."""

from app.core import clock
from app.core.db import db
from app.directory import queries
from app.directory.models import Organisation, Person
from tests import make


def test_a_person_is_found_by_any_way_of_writing_their_address():
    elodie = make.person(email="elodie.marchand@mdph-14.example.org")
    assert queries.person_by_email("  Elodie.MARCHAND@MDPH-14.example.org ").id == elodie.id
    assert queries.person_by_email("pas une adresse") is None


def test_the_address_of_a_merged_person_finds_the_one_who_was_kept():
    kept = make.person(email="kept@cd-14.example.org")
    middle = make.person(email="middle@cd-14.example.org", merged_into_id=kept.id)
    make.person(email="first@cd-14.example.org", merged_into_id=middle.id)
    assert queries.person_by_email("first@cd-14.example.org").id == kept.id
    assert queries.person_by_public_id(middle.public_id).id == kept.id


def test_an_organisation_is_named_by_its_slug_its_names_and_without_accents():
    on = clock.today()
    for text in (
        "mdph-22",
        "MDPH des Côtes-d’Armor",
        "mdph des cotes d'armor",
        "Maison départementale des personnes handicapées des Côtes d'Armor",
    ):
        assert queries.organisation_named(text, on).slug == "mdph-22", text
    assert queries.organisation_named("mdph", on) is None
    assert queries.organisation_named("", on) is None


def test_an_organisation_of_the_past_is_not_named_any_more():
    on = clock.today()
    gone = Organisation(slug="ars-ancienne", type="ars", name="ARS ancienne", short_name="ARS ancienne", valid_to=on)
    gone.refresh_search()
    make.keep(gone)
    assert queries.organisation_named("ARS ancienne", on) is None
    assert "ars-ancienne" not in dict(queries.organisation_choices(on))


def test_what_was_meant_is_suggested():
    on = clock.today()
    assert [one.slug for one in queries.organisations_like("mdph calvados", on)] == ["mdph-14"]
    assert "cd-14" in [one.slug for one in queries.organisations_like("conseil general calvados", on)]
    assert queries.organisations_like("   ", on) == []
    assert len(queries.organisations_like("mdph", on)) == 5


def test_choices_are_codes_and_labels():
    assert ("14", "Calvados (14)") in queries.department_choices()
    assert ("977", "Saint-Barthélemy (977)") in queries.department_choices()
    roles = dict(queries.job_role_choices(["ars"]))
    assert "referent_pathos" in roles and "directeur_mdph" not in roles
    assert queries.job_role_choices()[-1] == ("autre", "Autre fonction")
    assert db.session.query(Person).count() == 0
