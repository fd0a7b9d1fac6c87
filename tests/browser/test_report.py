"""The report of a year in a real browser: read at every width with everything unfolded, written and frozen with the keyboard."""

import pytest
from playwright.sync_api import expect

from app.core.db import db, transaction
from tests import make
from tests.annual_report.year import YEAR, begun, year_of_domicile
from tests.browser.watch import looked_at
from tests.house.sources import none

PAGES = ["/bilan", f"/bilan/{YEAR}", f"/bilan/{YEAR}/phrases/P26", "/bilan/ajouts", "/bilan/ajouts/phrase", "/bilan/ajouts/chapitre"]
FROZEN = [f"/bilan/{YEAR}", f"/bilan/{YEAR}/v1/differences"]


@pytest.fixture
def page(browse):
    year_of_domicile()
    account = make.account("Camille Roussel", networks=["mdph-directeurs"])
    begun(account)
    return browse(account)


def seen(page, site, addresses):
    wrong = []
    for address in addresses:
        page.goto(site + address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        wrong += [f"{address}: {fault}" for fault in looked_at(page)]
    none(wrong)


def press(page, words):
    """Reach a button by its words and press it, without a mouse."""
    page.get_by_role("button", name=words, exact=True).focus()
    page.keyboard.press("Enter")


def test_each_page_is_readable_by_all_with_everything_unfolded(page, site):
    seen(page, site, PAGES)


def test_a_number_opens_where_it_stands_and_leads_to_its_rows(page, site):
    page.goto(f"{site}/bilan/{YEAR}")
    slot = page.locator("#P26 .slot summary").first
    box = slot.bounding_box()
    words = page.locator("#P26 .phrase__words").bounding_box()
    assert words["height"] < 4 * box["height"]  # a closed number does not break the line
    slot.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/chiffres/evenements_tenus?*annee={YEAR}*")
    expect(page.locator("main")).to_contain_text("3")


def test_a_report_is_written_reviewed_and_frozen_with_the_keyboard_alone(page, site):
    page.goto(f"{site}/bilan/{YEAR}/phrases/P26")
    page.locator("#text").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("[Trois] [webinaire/webinaires] sur le domicile")
    press(page, "Voir l’aperçu")
    expect(page.locator("main")).to_contain_text("Trois webinaires sur le domicile")
    press(page, "Enregistrer ces mots")
    expect(page.locator("#P26")).to_contain_text("webinaires sur le domicile")
    press(page, "Marquer comme relu")
    page.get_by_role("link", name="Figer le bilan").focus()
    page.keyboard.press("Enter")
    press(page, "Figer la version 1")
    page.wait_for_url(f"**/bilan/{YEAR}/v1")
    expect(page.locator("main")).to_contain_text("Rien n’y est calculé de nouveau")
    with transaction():
        late = db.session.query(make.Event).order_by(make.Event.id).first()
        late.title = "Webinaire de mars"
    seen(page, site, FROZEN)
