"""The pages that every public site owes say what the law wants, with the names of the settings."""

import pytest

from tests import make

OWED = ["/plan-du-site", "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/ecoconception", "/aide"]


def text_of(client, url):
    return client.get(url).text.replace("\xa0", " ")


@pytest.mark.parametrize("url", OWED)
def test_each_page_is_one_click_from_every_page(client, url):
    assert f'href="{url}"' in client.get("/aide").text
    assert client.get(url).status_code == 200


def test_the_mention_of_accessibility_is_the_state_of_the_declaration(client):
    page = text_of(client, "/accessibilite")
    assert "Accessibilité : non conforme" in page
    assert "est non conforme" in page


@pytest.mark.parametrize(
    "part",
    [
        "État de conformité",
        "Résultats des tests",
        "Contenus non accessibles",
        "Dérogations",
        "non soumis",
        "Établissement de cette déclaration",
        "Technologies utilisées",
        "Environnement de test",
        "Retour d’information et contact",
        "Voies de recours",
        "Défenseur des droits",
    ],
)
def test_the_declaration_has_the_mandatory_parts(client, part):
    assert part in text_of(client, "/accessibilite")


@pytest.mark.parametrize(
    "part",
    [
        "responsable",
        "délégué à la protection des données",
        "À quoi elles servent",
        "mission d’intérêt public",
        "d’où elles viennent",
        "Ce qui est obligatoire",
        "Qui les voit",
        "sous-traitants",
        "Transferts hors de l’Union européenne",
        "Combien de temps",
        "vous opposer",
        "Décision automatisée",
        "réclamation à la CNIL",
    ],
)
def test_the_notice_has_the_elements_of_articles_13_and_14(client, part):
    assert part in text_of(client, "/donnees-personnelles")


@pytest.mark.parametrize("said", ["36 mois", "3 mois", "4 jours", "30 jours", "60 jours", "12 heures", "1 jour"])
def test_the_durations_are_those_that_were_decided(client, said):
    assert said in text_of(client, "/donnees-personnelles")


def test_no_consent_is_asked_for_what_needs_none(client):
    page = text_of(client, "/donnees-personnelles")
    assert "checkbox" not in page and "J’accepte" not in page


def test_names_come_from_the_settings(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "ORGANISATION_NAME", "Maison d’essai")
    monkeypatch.setitem(app.config, "DPO_EMAIL", "dpo@essai.example.org")
    page = client.get("/donnees-personnelles").text
    assert "Maison d’essai" in page and "dpo@essai.example.org" in page


def test_french_spacing_holds_before_double_punctuation(client):
    for url in OWED:
        page = client.get(url).text
        words = page[page.index("<main") : page.index("</main>")]
        assert not [mark for mark in (" ;", " ?", " !", " »", "« ") if mark in words], url


def test_the_notice_promises_no_erasing_that_is_not_done(client):
    said = text_of(client, "/donnees-personnelles")
    assert "ne le sont pas encore" in said and "repas" not in said and "nous l’effaçons" not in said


def test_what_was_just_done_is_said_first_on_every_page_above_the_way_back(client):
    camille = make.account(networks=("mdph-directeurs",))
    make.sign_in(client, camille)
    event = make.event(by=camille)
    for url in (f"/evenements/{event.slug}", f"/gestion/evenements/{event.public_id}"):
        with client.session_transaction() as session:
            session["_flashes"] = [("success", "C’est fait.")]
        page = client.get(url).text
        assert page.index("C’est fait.") < page.index("fr-breadcrumb")
