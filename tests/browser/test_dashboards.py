"""The pages of a year in a real browser: read at every width, printed, and followed with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from app.accounts.models import Account
from app.core import clock
from app.core.db import db, transaction
from app.demo.living import load_demo
from tests.browser.watch import becomes, looked_at
from tests.house.sources import none

PAGES = [
    "/annee",
    "/reseaux/mdph-directeurs/annee",
    "/gestion/cycles/rt-cycle-3/chiffres",
    "/departements/14/annee",
    "/annuaire/structures/mdph-14/annee",
    "/sollicitations",
]


@pytest.fixture
def page(browse):
    with transaction():
        load_demo(clock.now())
    return browse(db.session.query(Account).filter_by(is_admin=False).order_by(Account.id).first())


def test_each_page_is_readable_by_all_with_everything_unfolded(page, site):
    wrong = []
    for address in PAGES:
        page.goto(site + address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        wrong += [f"{address}: {fault}" for fault in looked_at(page)]
    none(wrong)


def test_drawings_keep_inside_the_page_and_their_letters_their_size(page, site):
    for address in PAGES:
        page.goto(site + address)
        page.set_viewport_size({"width": 320, "height": 900})
        right = page.evaluate("Math.max(0, ...[...document.querySelectorAll('.chart text')].map(one => one.getBoundingClientRect().right))")
        assert right <= 320, address
        sizes = page.evaluate("[...new Set([...document.querySelectorAll('.chart text')].map(one => getComputedStyle(one).fontSize))]")
        assert sizes in ([], ["14px"]), address


def test_the_heat_table_is_scrolled_and_the_numbers_are_unfolded_with_the_keyboard(page, site):
    page.set_viewport_size({"width": 800, "height": 900})
    page.goto(f"{site}/sollicitations")
    table = page.locator(".wide").first
    table.focus()
    page.keyboard.press("ArrowRight")
    assert becomes(page, "document.querySelector('.wide').scrollLeft > 0")
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details[open] table")).to_have_count(1)


def test_one_changes_the_year_with_the_keyboard(page, site):
    page.goto(f"{site}/annee")
    page.locator("#annee").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("2020")
    page.keyboard.press("Enter")
    page.wait_for_url("**/annee/2020")
    expect(page.locator("h1")).to_have_text("Tous nos réseaux en 2020")
