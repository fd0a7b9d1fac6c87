"""The pages of coverage with something in them: readable at every width, the wide table by keyboard, the map by its tiles."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.watch import Watch, becomes, looked_at
from tests.coverage import hand
from tests.house.sources import none

pytestmark = pytest.mark.on(hand.TODAY)
WIDE, NARROW = 1280, 320


@pytest.fixture
def page(browse):
    camille = make.account("Camille Roussel", networks=["mdph-directeurs", "rencontres-territoriales"])
    for number in range(1, 9):
        event = hand.held(f"2027-0{number % 5 + 1}-1{number}", title=f"Rencontre territoriale de l’autonomie, étape numéro {number}")
        for slug, code in (("cd-14", "14"), ("mdph-14", "14"), ("cd-69d", "69"), ("ars-84", "69"), ("mdph-50", "50"))[: 2 + number % 4]:
            hand.comes(event, slug, code)
        hand.asked(event, "cd-50", "50")
        hand.asked(event, "cd-61", "61", answer=hand.DECLINED)
    hand.coming(networks=["mdph-directeurs"])
    make.person(org="mdph-27", department="27", member_of=["mdph-directeurs"])
    return browse(camille)


ADDRESSES = (
    "/couverture?type=cd",
    "/reseaux/rencontres-territoriales/couverture?type=ars",
    "/couverture/etapes",
    "/couverture/carte",
    "/couverture/carte?mesure=structures",
    "/couverture/absents",
    "/couverture/absents?liste=mdph-sans-cd",
    "/couverture/fonctions",
    "/couverture/fonctions?fonction=directeur_mdph",
    "/couverture/inviter",
)


def test_every_page_can_be_read_at_every_width(page, site):
    watch, wrong = Watch(page, site), []
    for address in ADDRESSES:
        assert page.goto(address).status == 200
        wrong += [f"{address}: {fault}" for fault in [*looked_at(page), *watch.complaints()]]
    page.goto("/couverture/inviter")
    page.get_by_role("button", name="Voir qui serait invité").click()
    expect(page.get_by_role("link", name="Vérifier et inviter")).to_have_count(1)
    wrong += [f"inviter: {fault}" for fault in looked_at(page)]
    none(wrong)


def test_the_wide_table_moves_by_keyboard_and_keeps_its_first_column(page):
    page.set_viewport_size({"width": 900, "height": 800})
    page.goto("/couverture?type=cd")
    table = page.get_by_role("region", name="Conseils départementaux par événement")
    name = page.get_by_role("rowheader", name="Calvados (14)")
    name.scroll_into_view_if_needed()
    before = name.bounding_box()["x"]
    table.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    assert becomes(page, "document.activeElement.scrollLeft > 50")
    assert name.bounding_box()["x"] == before
    page.keyboard.press("PageDown")
    assert becomes(page, "document.activeElement.scrollTop > 50")
    head = page.locator(".matrix thead th").first.bounding_box()
    assert abs(head["y"] - table.bounding_box()["y"]) < 3


def test_a_phone_reads_a_list_for_each_department(page):
    page.set_viewport_size({"width": NARROW, "height": 800})
    page.goto("/couverture?type=cd")
    line = page.locator("tr", has=page.get_by_role("rowheader", name="Calvados (14)"))
    assert line.locator("td:visible").count() == 8 and "rien de noté" not in line.inner_text()
    nothing = page.locator("tr", has=page.get_by_role("rowheader", name="Gers (32)"))
    assert nothing.inner_text().strip() == "Gers (32)\u00a0: rien de noté"


def test_a_tile_leads_to_its_line(page):
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.goto("/couverture/carte")
    page.get_by_role("link", name="Calvados (14) : 16\u00a0participants").focus()  # two of them came each time
    page.keyboard.press("Enter")
    page.wait_for_url("**#d-14")
    assert page.locator("#d-14").is_visible()


def test_a_phone_has_the_table_in_place_of_the_map(page):
    page.set_viewport_size({"width": NARROW, "height": 800})
    page.goto("/couverture/carte")
    assert not page.locator(".tilemap").is_visible() and page.locator("#d-14").is_visible()


def test_everything_works_without_a_script(browse, page):
    assert page.goto("/couverture").status == 200
    window = browse(make.account("Camille Roussel", networks=["mdph-directeurs"]), javascript=False)
    window.goto("/couverture")
    window.get_by_label("Année").fill("2026")
    window.get_by_role("button", name="Voir").click()
    expect(window.locator("main")).to_contain_text("Aucun événement")
    assert "annee=2026" in window.url
