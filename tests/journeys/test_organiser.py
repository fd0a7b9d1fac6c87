"""Somebody who was given one event to receive people at."""

import csv
from io import BytesIO, StringIO

from openpyxl import load_workbook

from tests import make
from tests.journeys.conftest import signed_in


def test_an_organiser_prints_the_sheet_takes_the_list_and_can_do_nothing_else(somebody, worker, time, app):
    event = make.event("Rencontre de Bretagne", kind="rencontre_territoriale", networks=["rencontres-territoriales"])
    other = make.event("Rencontre de Normandie", kind="rencontre_territoriale", networks=["rencontres-territoriales"])
    for name in ("Le Goff", "=Marchand"):
        make.registration(event, make.person("Élodie", name))
    administrator = signed_in(somebody(), make.account("Sacha Imbert", admin=True))
    organiser = she_is_given_the_event(administrator, make.account("Basile Nomdedeu"), event)

    basile = signed_in(somebody(), organiser)
    basile.opens("/calendrier/liste").reads("Rencontre de Bretagne")
    basile.opens(f"/gestion/evenements/{event.public_id}").follows("Présences")
    basile.reads("Feuille d’émargement", "LE GOFF Élodie")
    he_takes_the_list(basile, event)
    he_can_do_nothing_else(basile, app, event, other)


def she_is_given_the_event(administrator, account, event):
    administrator.opens(f"/comptes/{account.public_id}").writes("Titre de l’événement", "Bretagne").presses("Chercher")
    administrator.presses("Confier cet événement").reads("Rencontre de Bretagne")
    return account


def he_takes_the_list(basile, event):
    basile.opens(f"/gestion/evenements/{event.public_id}/exports").presses("Présences par demi-journée, Excel (XLSX)")
    rows = list(load_workbook(BytesIO(basile.answer.data)).active.values)
    assert {"Nom", "Prénom", "Structure", "Département", "Fonction"} <= set(rows[0])
    assert {row[rows[0].index("Nom")] for row in rows[1:]} == {"=Marchand", "Le Goff"}
    basile.opens(f"/gestion/evenements/{event.public_id}/exports").presses("Présences par demi-journée, CSV")
    text = basile.answer.data.decode("utf-8")
    assert text.startswith("\ufeff")
    lines = list(csv.DictReader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert not [cell for line in lines for cell in line.values() if cell.startswith("=")], "a spreadsheet takes it for a formula"


def he_can_do_nothing_else(basile, app, event, other):
    """Neither another event, nor the buttons of this one, nor the pages of the team."""
    page = basile.opens(f"/gestion/evenements/{event.public_id}").page
    for button in ("Annuler", "Modifier", "Dupliquer", "Clore", "Ajouter quelqu’un", "Inviter"):
        assert not [node for node in page.root.all("a", "button") if node.text.startswith(button)], button
    for rule in app.url_map.iter_rules():
        if "<public_id>" in rule.rule and "/gestion/evenements/" in rule.rule and rule.arguments == {"public_id"}:
            code = basile.browser.open(rule.build({"public_id": other.public_id})[1], method="GET").status_code
            assert code in (404, 405), rule.rule
    for address in ("modifier", "annuler", "inviter", "message", "ajouter", "temps", "dupliquer"):
        assert basile.browser.open(f"/gestion/evenements/{event.public_id}/{address}").status_code == 404, address
    for address in ("/annuaire", "/comptes", "/courriers", "/gestion/evenements/nouveau"):
        assert basile.browser.open(address).status_code == 404, address
