"""A calendar in the life of somebody: the address is asked for in a browser, and read by a program that knows nothing else of the site."""

import http.client
from dataclasses import replace
from urllib.parse import urlsplit

import icalendar
import pytest
from playwright.sync_api import expect

from app.core.db import db, transaction
from app.events.sheet import sheet_of
from app.registrations.corrections import correct
from app.registrations.links import personal_link
from tests import make
from tests.browser.watch import Watch

ADDRESS = "Ou copiez cette adresse dans votre agenda"


@pytest.fixture
def camille():
    return make.account("Camille Roussel", networks=["mdph-directeurs"])


def read(address, **headers):
    """As a calendar program does: no cookie, nothing accepted in particular; status, headers and entries."""
    where = urlsplit(address)
    line = http.client.HTTPConnection(where.netloc, timeout=10)
    line.request("GET", where.path, headers=headers)
    answer = line.getresponse()
    content = answer.read()
    line.close()
    is_calendar = answer.getheader("Content-Type", "").startswith("text/calendar")
    entries = icalendar.Calendar.from_ical(content).walk("VEVENT") if is_calendar and content else []
    return answer.status, dict(answer.getheaders()), entries


def rename(event, by, title):
    """Somebody changes the event in another window."""
    with transaction():
        correct(event, replace(sheet_of(event), title=title), by, make.now())


@pytest.mark.parametrize("width", [320, 1280])
def test_a_professional_subscribes_their_calendar_follows_and_the_address_is_taken_back(browse, site, camille, width):
    event = make.event("Webinaire d’actualité", by=camille)
    page = browse(width=width, javascript=False)
    watch = Watch(page, site)
    mine = personal_link(make.registration(event, make.person()))
    db.session.commit()  # the site writes next, in threads of its own
    page.goto(mine)
    page.get_by_role("link", name="Toutes mes inscriptions dans mon agenda").click()
    page.get_by_role("button", name="Obtenir mon adresse").click()
    address = page.get_by_label(ADDRESS).input_value()
    assert page.get_by_role("link", name="Ajouter à mon agenda").get_attribute("href") == address.replace("http:", "webcal:")
    page.get_by_text("Comment faire avec mon agenda").click()
    expect(page.get_by_text("À partir de l’URL")).to_be_visible()

    status, headers, [first] = read(address)
    assert (status, str(first["SUMMARY"])) == (200, "Webinaire d’actualité")
    assert read(address, **{"If-None-Match": headers["ETag"]})[0] == 304
    rename(event, camille, "Webinaire d’automne")
    status, headers, [second] = read(address, **{"If-None-Match": headers["ETag"]})
    assert (status, str(second["SUMMARY"]), second["UID"]) == (200, "Webinaire d’automne", first["UID"])
    assert second["SEQUENCE"] > first["SEQUENCE"]

    page.get_by_role("button", name="Supprimer l’adresse").click()
    expect(page.get_by_text("L’adresse est supprimée")).to_be_visible()
    assert read(address, **{"If-None-Match": headers["ETag"]})[0] == 404
    assert watch.complaints() == []


def test_a_facilitator_gives_themself_a_calendar_changes_its_address_and_reads_on(browse, site, camille):
    make.event("Webinaire d’actualité", by=camille)
    page = browse(camille)
    watch = Watch(page, site)
    page.goto("/gestion/agendas")
    page.get_by_label("Ce que montre l’agenda").select_option("reseau:mdph-directeurs")
    page.get_by_role("button", name="Obtenir l’adresse").click()
    old = page.get_by_label(ADDRESS).input_value()
    assert [str(one["SUMMARY"]) for one in read(old)[2]] == ["Webinaire d’actualité"]
    page.get_by_role("button", name="Changer l’adresse").click()
    expect(page.get_by_label(ADDRESS)).not_to_have_value(old)
    new = page.get_by_label(ADDRESS).input_value()
    assert (read(old)[0], read(new)[0]) == (404, 200)
    assert [str(one["SUMMARY"]) for one in read(new)[2]] == ["Webinaire d’actualité"]
    assert watch.complaints() == []
