"""The doors of the directory: closed to strangers and organisers, open to facilitators."""

import io

import pytest

from app.core.db import db
from app.directory.models import ImportBatch, JobRole, Organisation, Person, SchoolHoliday
from app.directory.people_queries import postings_of
from app.networks.models import Membership
from tests import make

PAGES = [
    "/annuaire",
    "/annuaire/personnes/nouvelle",
    "/annuaire/doublons",
    "/annuaire/structures",
    "/annuaire/structures/mdph-14",
    "/annuaire/import",
    "/annuaire/import/modele.ods",
]
ADMIN_PAGES = ["/annuaire/fonctions", "/annuaire/fonctions/ems_apa", "/annuaire/vacances-scolaires", "/annuaire/structures/nouvelle"]
MARTIN = {"last_name": "Martin", "first_name": "Léa", "email": "lea.martin@cd-14.example.org"}


@pytest.fixture(autouse=True)
def without_tokens(app):
    """Tokens have their own tests."""
    app.config["WTF_CSRF_ENABLED"] = False
    yield
    app.config["WTF_CSRF_ENABLED"] = True


@pytest.fixture
def camille(client):
    return make.sign_in(client, make.account(networks=["mdph-directeurs"]))


@pytest.fixture
def sacha(client):
    return make.sign_in(client, make.account(admin=True))


@pytest.mark.parametrize("page", PAGES + ADMIN_PAGES)
def test_a_stranger_is_sent_to_the_sign_in_page(client, page):
    assert client.get(page).status_code == 303


@pytest.mark.parametrize("page", PAGES + ADMIN_PAGES)
def test_an_organiser_does_not_know_that_the_directory_exists(client, page):
    make.sign_in(client, make.account(events=[make.event()]))
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_facilitator_reads_the_directory(camille, page):
    assert camille.get(page).status_code == 200


@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_the_lists_are_the_administrators_only(camille, page):
    assert camille.get(page).status_code == 404


@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_an_administrator_opens_the_lists(sacha, page):
    assert sacha.get(page).status_code == 200


def test_what_is_not_there_is_not_found(camille):
    for page in ("/annuaire/personnes/inconnue", "/annuaire/structures/inconnue", "/annuaire/import/inconnue"):
        assert camille.get(page).status_code == 404
    assert camille.post("/annuaire/export.exe").status_code == 404


@pytest.mark.once
@pytest.mark.parametrize(("words", "code"), [("calvados", "14"), ("2a", "2A"), ("Côtes-d", "22"), ("ain", "01"), ("01", "01")])
def test_the_name_of_a_department_leads_to_its_year(camille, words, code):
    page = camille.get("/annuaire", query_string={"q": words}).text
    assert [one for one in ("14", "2A", "22", "01", "29") if f'href="/departements/{one}/annee"' in page] == ([code] if code else [])


def test_people_are_found_without_accents_by_every_word(camille):
    make.person("Élodie", "Brûlé", email="e.brule@mdph-14.example.org")
    make.person("Élodie", "Marchand")
    page = camille.get("/annuaire?q=elodie+BRULE").text
    assert "<b>Brûlé</b>" in page and "Marchand" not in page
    assert "<b>Brûlé</b>" in camille.get("/annuaire?q=e.brule@mdph").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type=cd", False),
        ("type=mdph", True),
        ("structure=MDPH+du+Calvados", True),
        ("structure=nulle+part", False),
        ("departement=76", False),
        ("fonction=directeur_mdph", True),
        ("reseau=mdph-directeurs", True),
        ("reseau=ems-apa", False),
        ("adresse=en-defaut", False),
        ("page=99", True),
        ("page=-1", True),
        ("page=x", True),
    ],
)
def test_filters_narrow_the_list(camille, query, found):
    make.person("Élodie", "Marchand", member_of=["mdph-directeurs"])
    assert ("<b>Marchand</b>" in camille.get(f"/annuaire?{query}").text) is found


def test_fifty_people_a_page(camille):
    for number in range(51):
        make.person(last_name=f"Nom {number:02d}")
    assert "Page 1 sur 2" in camille.get("/annuaire").text
    assert "<b>Nom 50</b>" in camille.get("/annuaire?page=2").text


def test_the_page_of_someone_merged_is_the_page_of_who_was_kept(camille):
    kept = make.person()
    lost = make.person(merged_into_id=kept.id)
    assert camille.get(f"/annuaire/personnes/{lost.public_id}").location.endswith(kept.public_id)


def test_a_persons_page_tells_networks_and_events(camille):
    person = make.person("Élodie", "Marchand", member_of=["mdph-directeurs"])
    page = camille.get(f"/annuaire/personnes/{person.public_id}").text
    assert "Directrices et directeurs de MDPH" in page and "Aucune inscription" in page


def test_a_person_is_added(camille):
    answer = camille.post("/annuaire/personnes/nouvelle", data=MARTIN | {"organisation": "cd du calvados", "job_role": "ems_apa"})
    assert answer.status_code == 303
    person = db.session.query(Person).one()
    assert (person.organisation.slug, person.department_code, person.job_role_code) == ("cd-14", "14", "ems_apa")


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"last_name": ""}, "Remplissez « Nom »"),
        ({"email": "lea"}, "incomplète"),
        ({"email": ""}, "secrétariat"),
        ({"organisation": "mdph calvadoss"}, "« Ma structure n’est pas dans la liste »"),
        ({"department": "999"}, "valeur de la liste"),
        ({"email": "", "cared_for_by": "inconnue@cd-14.example.org"}, "personne dans l’annuaire"),
    ],
)
def test_a_badly_filled_form_comes_back_and_nothing_is_written(camille, values, word):
    answer = camille.post("/annuaire/personnes/nouvelle", data=MARTIN | values)
    assert answer.status_code == 422 and word in answer.text.replace("\xa0", " ")
    assert db.session.query(Person).count() == 0


def test_another_organisation_is_written_down_for_review_once(camille):
    for email in ("a@x.example.org", "b@x.example.org"):
        values = MARTIN | {"email": email, "organisation": "Udaf du Calvados", "other": "y"}
        assert camille.post("/annuaire/personnes/nouvelle", data=values).status_code == 303
    typed = db.session.query(Organisation).filter(Organisation.to_review_since.is_not(None)).one()
    assert "À relire" in camille.get("/annuaire/structures").text
    page = camille.get(f"/annuaire/structures/{typed.slug}/rattacher")
    assert page.status_code == 200
    assert camille.post(f"/annuaire/structures/{typed.slug}/rattacher", data={"organisation": "cd 14"}).status_code == 303
    assert {person.organisation.slug for person in db.session.query(Person)} == {"cd-14"}
    assert db.session.query(Organisation).filter_by(name="Udaf du Calvados").count() == 0


def test_what_was_typed_may_be_confirmed_as_new(camille):
    camille.post("/annuaire/personnes/nouvelle", data=MARTIN | {"organisation": "Udaf de l’Orne", "other": "y"})
    typed = db.session.query(Organisation).filter(Organisation.to_review_since.is_not(None)).one()
    values = {"name": "Udaf de l’Orne", "short_name": "Udaf 61", "type": "partner", "departments": ["61"]}
    assert camille.post(f"/annuaire/structures/{typed.slug}/modifier", data=values).status_code == 303
    db.session.refresh(typed)
    assert (typed.short_name, typed.to_review_since) == ("Udaf 61", None)
    assert camille.get(f"/annuaire/structures/{typed.slug}/modifier").status_code == 404


def test_an_organisation_of_the_reference_is_not_a_facilitators_to_change(camille):
    assert camille.get("/annuaire/structures/mdph-14/modifier").status_code == 404
    assert camille.get("/annuaire/structures/mdph-14/rattacher").status_code == 404
    assert camille.post("/annuaire/structures/mdph-14/fermer", data={"on": "2030-01-01"}).status_code == 404


def test_a_move_is_added_to_the_past(camille):
    person = make.person()
    url = f"/annuaire/personnes/{person.public_id}/modifier"
    values = {
        "last_name": "Marchand",
        "first_name": "Élodie",
        "email": person.email,
        "organisation": "CD du Calvados",
        "job_role": "ems_apa",
    }
    assert camille.get(url).status_code == 200
    assert camille.post(url, data=values).status_code == 303
    db.session.expire_all()
    assert postings_of(person)[0].organisation.slug == "cd-14"


def test_two_people_are_compared_then_merged(camille):
    one = make.person("Léa", "Martin", email="l.martin@mdph-14.example.org", member_of=["mdph-directeurs"])
    other = make.person("Léa", "Martin", email="lea.martin@mdph-14.example.org", member_of=["mdph-directeurs", "mdph-juridique"])
    assert one.public_id in camille.get("/annuaire/doublons").text
    assert other.public_id in camille.get(f"/annuaire/personnes/{one.public_id}/fusionner").text
    url = f"/annuaire/personnes/{one.public_id}/fusionner/{other.public_id}"
    assert "Garder cette fiche" in camille.get(url).text
    assert camille.post(url, data={"kept": "autre"}).status_code == 422
    assert camille.post(url, data={"kept": one.public_id}).status_code == 303
    db.session.expire_all()
    assert other.merged_into_id == one.id
    assert {membership.person_id for membership in db.session.query(Membership)} == {one.id}
    assert db.session.query(Membership).count() == 2
    assert camille.get(url).status_code == 404


def upload(client, text, name="liste.csv"):
    return client.post("/annuaire/import", data={"file": (io.BytesIO(text.encode()), name)}, content_type="multipart/form-data")


LIST = "Nom;Prénom;Courriel;Structure;Fonction;Réseau\nMartin;Léa;lea.martin@mdph-14.example.org;MDPH du Calvados;Autre fonction;Directrices et directeurs de MDPH\n"


def test_a_list_is_previewed_then_confirmed_once(camille):
    preview = upload(camille, LIST).location
    assert "Nouvelle personne" in camille.get(preview).text and db.session.query(Person).count() == 0
    assert camille.post(preview).status_code == 303
    person = db.session.query(Person).one()
    assert (person.name, person.organisation.slug) == ("Léa Martin", "mdph-14")
    assert db.session.query(Membership).one().person_id == person.id
    batch = db.session.query(ImportBatch).one()
    assert batch.is_confirmed and batch.rows == []
    assert camille.post(preview).status_code == 303 and db.session.query(Person).count() == 1


def test_one_wrong_line_keeps_the_whole_list_out(camille):
    preview = upload(camille, LIST + "Petit;Ana;ana(at)x;;;\n").location
    assert "ana(at)x" in camille.get(preview).text
    assert camille.post(preview).status_code == 422
    assert db.session.query(Person).count() == 0


def test_a_network_that_is_not_theirs_is_refused(camille):
    page = camille.get(upload(camille, LIST.replace("Directrices et directeurs de MDPH", "ems-apa")).location).text
    assert "n’est pas un réseau que vous animez" in page


def test_a_list_is_its_authors_only_and_may_be_abandoned(camille, app):
    preview = upload(camille, LIST).location
    other = make.sign_in(app.test_client(), make.account(networks=["ems-apa"]))
    assert other.get(preview).status_code == 404 and other.post(f"{preview}/abandonner").status_code == 404
    assert camille.post(f"{preview}/abandonner").status_code == 303
    assert db.session.query(ImportBatch).count() == 0


def test_a_file_that_is_no_list_comes_back(camille):
    for text, name in (("", "vide.csv"), ("x", "image.png")):
        assert upload(camille, text, name).status_code == 422
    assert camille.post("/annuaire/import").status_code == 422
    assert db.session.query(ImportBatch).count() == 0


def test_what_is_exported_can_be_imported(camille):
    make.person("Élodie", "Marchand", member_of=["mdph-directeurs"])
    text = camille.post("/annuaire/export.csv").get_data(as_text=True)
    page = camille.get(upload(camille, text).location).text
    assert "Déjà connue : 1" in page.replace("\xa0", " ")


def test_job_roles_are_added_renamed_retired_and_restored(sacha):
    values = {"label": "Référent essai", "types": ["cd", "ars"]}
    assert sacha.post("/annuaire/fonctions", data=values).status_code == 303
    role = db.session.query(JobRole).filter_by(label="Référent essai").one()
    assert (role.code, role.organisation_types) == ("referent_essai", "ars|cd")
    assert sacha.post("/annuaire/fonctions", data=values).status_code == 422
    assert sacha.post(f"/annuaire/fonctions/{role.code}", data={"label": "Référente essai", "types": ["cd"]}).status_code == 303
    assert sacha.post(f"/annuaire/fonctions/{role.code}/retirer").status_code == 303
    sacha.get("/annuaire/fonctions")
    assert "Référente essai" not in sacha.get("/annuaire").text
    assert sacha.post(f"/annuaire/fonctions/{role.code}/remettre").status_code == 303
    sacha.get("/annuaire/fonctions")
    assert "Référente essai" in sacha.get("/annuaire").text


def test_school_holidays_are_noted_and_removed(sacha):
    url, values = "/annuaire/vacances-scolaires", {"zone": "Corse", "label": "Hiver", "first_on": "2027-02-13", "last_on": "2027-02-28"}
    assert sacha.post(url, data=values | {"last_on": "2027-02-01"}).status_code == 422
    assert sacha.post(url, data=values | {"zone": "A"}).status_code == 422
    assert sacha.post(url, data=values).status_code == 303
    holiday = db.session.query(SchoolHoliday).one()
    assert sacha.post(f"{url}/{holiday.public_id}/retirer").status_code == 303
    assert db.session.query(SchoolHoliday).count() == 0


def test_structures_are_listed_by_pages_that_keep_the_search(camille):
    first, second = camille.get("/annuaire/structures?q=mdph"), camille.get("/annuaire/structures?q=mdph&page=2")
    assert first.text.count("<tr>") == 51 and "page=2" in first.text and "q=mdph" in first.text
    assert second.status_code == 200 and "Page 2 sur" in second.text
    assert "Page 1 sur" not in camille.get("/annuaire/structures?q=mdph+calvados").text
    assert "MDPH" in camille.get("/annuaire/structures?q=mdph&page=999").text


def test_before_a_merge_what_moves_and_what_is_lost_are_said(camille):
    one = make.person("Léa", "Martin", email="l.martin@mdph-14.example.org", member_of=["mdph-directeurs"])
    other = make.person("Léa", "Martin", email="lea.martin@mdph-14.example.org", member_of=["mdph-juridique"], phone="02 31 00 00 00")
    event = make.event("Rencontre des deux fiches")
    for person in (one, other):
        make.registration(event, person)
    url = f"/annuaire/personnes/{one.public_id}/fusionner/{other.public_id}"
    asked = camille.get(f"{url}?garder={one.public_id}").text
    for said in (
        "lea.martin@mdph-14",
        "02 31 00 00 00",
        "1\u00a0inscription",
        "juridique",
        "Rencontre des deux fiches",
        "ne se défait pas",
    ):
        assert said in asked, said
    db.session.expire_all()
    assert other.merged_into_id is None


def test_the_page_of_a_structure_is_signed_like_the_others(app, camille):
    for path in ("/annuaire/structures/mdph-14", "/annuaire"):
        assert f'fr-footer__who">{app.config["ORGANISATION_NAME"]}<' in camille.get(path).text.replace("&#39;", "'")
