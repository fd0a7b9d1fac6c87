"""What only a real browser shows: attendance at the keyboard, paper, pages without JavaScript."""

from datetime import timedelta

import pytest

from app.attendance.queries import outcomes
from app.core.db import db
from tests import make
from tests.browser.watch import Watch

NETWORK = ["mdph-directeurs"]


@pytest.fixture
def camille():
    return make.account("Camille Roussel", networks=NETWORK)


@pytest.fixture
def held(camille):
    """A webinar of yesterday, with three people."""
    event = make.event("Webinaire d’hier", by=camille, begins_in=timedelta(days=-1))
    for name in ("Abadie", "Blondel", "Cordier"):
        make.registration(event, make.person("Élodie", name))
    return event


def test_attendance_is_entered_at_the_keyboard(browse, site, camille, held):
    page = browse(camille)
    watch = Watch(page, site)
    page.goto(f"/gestion/evenements/{held.public_id}/presences")
    page.locator("input[type=radio]").first.focus()
    for key in "pae":  # each mark goes to the next person by itself
        with page.expect_response("**/presences/saisie"):
            page.keyboard.press(key)
    page.get_by_text("1 présent").first.wait_for()
    db.session.expire_all()
    assert sorted(mark.value for mark in outcomes(held).values()) == ["absent", "excused", "present"]
    db.session.commit()
    page.reload()
    assert page.locator("input[type=radio]:checked").count() == 3
    assert watch.complaints() == []


def test_attendance_can_be_entered_without_javascript(browse, camille, held):
    page = browse(camille, width=320, javascript=False)
    page.goto(f"/gestion/evenements/{held.public_id}/presences")
    page.get_by_role("group", name="Élodie Abadie").get_by_label("Présent", exact=True).check()
    page.get_by_role("button", name="Enregistrer cette page").click()
    page.get_by_text("1 mention enregistrée").wait_for()


def test_the_sheet_prints_on_paper_with_every_name_and_nothing_of_the_screen(browse, camille, held):
    page = browse(camille)
    page.goto(f"/gestion/evenements/{held.public_id}/feuille")
    page.emulate_media(media="print")
    for unseen in ("header", "footer", ".noprint"):
        assert not page.locator(unseen).first.is_visible(), unseen
    for name in ("ABADIE", "BLONDEL", "CORDIER"):
        assert page.get_by_text(name).is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.parametrize("address", ["/", "/calendrier", "/calendrier/liste", "/aujourdhui", "/gestion/evenements/nouveau?genre=seminaire"])
def test_pages_say_everything_without_javascript(browse, camille, held, address):
    page = browse(camille, javascript=False)
    page.goto(address)
    without = page.locator("main").inner_text()
    with_it = browse(camille)
    with_it.goto(address)
    assert with_it.locator("main").inner_text() == without
