"""The main job in a real browser: a facilitator at her desk, professionals with what they have in their hands."""

from app.core.db import db
from app.worker import JOBS, perform
from tests import make
from tests.browser.watch import Watch, looked_at, violations
from tests.letters import deliver, letters_to, link_in

TITLE = "Préparer la conférence des financeurs"


def test_a_webinar_is_created_sent_and_answered_by_whatever_people_hold(app, browse, site):
    names = ("Abadie", "Blondel", "Cordier", "Diallo")
    people = {name: make.person("Élodie", name, member_of=["mdph-directeurs"]) for name in names}
    camille = make.account("Camille Roussel", networks=["mdph-directeurs"])

    desk = browse(width=1280)
    watch = Watch(desk, site)
    she_signs_in(desk, camille)
    she_creates_and_publishes(desk)
    address = desk.url
    she_invites_the_network(desk)
    worker_works(app)

    on_a_phone(browse(width=390), people["Abadie"])
    on_a_small_phone(browse(width=320), people["Blondel"])
    without_javascript(browse(width=390, javascript=False), people["Cordier"])
    with_the_keyboard_only(browse(width=1280), people["Diallo"])
    worker_works(app)
    for person in people.values():
        assert letters_to(person)[-1]["Subject"].startswith("Votre inscription"), letters_to(person)[-1]["Subject"]

    desk.goto(address)
    desk.get_by_text("4 places prises sur").first.wait_for()
    assert watch.complaints() == []


def worker_works(app):
    db.session.commit()
    for job in JOBS:
        perform(app, job)
    deliver()
    db.session.commit()


def open_letter(page, person, part):
    """Follow the link of the last letter."""
    page.goto(link_in(letters_to(person)[-1], part))
    db.session.commit()


def she_signs_in(page, camille):
    page.goto("/connexion")
    page.get_by_label("Votre adresse professionnelle").fill(camille.email)
    page.get_by_role("button", name="Recevoir mon lien de connexion").click()
    page.get_by_role("heading", name="Ouvrez votre messagerie").wait_for()
    deliver()
    open_letter(page, camille, "/connexion/")
    page.get_by_role("button", name="Me connecter").click()
    page.get_by_role("heading", name="Bonjour Camille").wait_for()


def she_creates_and_publishes(page):
    page.goto("/gestion/evenements/nouveau")
    page.get_by_role("link", name="Webinaire", exact=True).click()
    page.get_by_label("Titre", exact=True).fill(TITLE)
    page.get_by_label("Date", exact=True).fill((make.now() + make.timedelta(days=30)).date().isoformat())
    page.get_by_label("Lien de connexion").fill("https://visio.example.org/salle")
    page.get_by_label("Directrices et directeurs de MDPH").check()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.get_by_role("button", name="Publier").click()
    page.get_by_text("L’événement est publié").wait_for()
    assert looked_at(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})


def she_invites_the_network(page):
    page.get_by_role("link", name="Choisir qui inviter").click()
    page.get_by_role("heading", name="4 personnes à inviter").wait_for()
    page.wait_for_load_state()
    waits = page.get_by_label("Attendre")
    if waits.count():
        waits.uncheck()
    page.get_by_role("button", name="Inviter 4 personnes").click()
    page.wait_for_url("**/envois/*")


def registers(page):
    page.get_by_role("button", name="Je m’inscris").click()
    page.get_by_role("heading", name="votre place est confirmée").wait_for()


def on_a_phone(page, person):
    open_letter(page, person, "/i/")
    button = page.get_by_role("button", name="Je m’inscris")
    assert button.bounding_box()["height"] >= 44, "a thumb needs room"
    registers(page)
    assert looked_at(page, widths=(390,), axe_at=(390,)) == []


def on_a_small_phone(page, person):
    open_letter(page, person, "/i/")
    assert looked_at(page, widths=(320,), axe_at=(320,)) == []
    page.get_by_text("Je ne pourrai pas venir").click()
    page.get_by_label("Un mot pour l’équipe").fill("Je suis en commission.")
    page.get_by_role("button", name="Envoyer ma réponse").click()
    page.get_by_role("heading", name="vous ne venez pas").wait_for()
    registers(page)


def without_javascript(page, person):
    open_letter(page, person, "/i/")
    registers(page)


def with_the_keyboard_only(page, person):
    """Tab to the button, Enter; the focus can be seen on the way."""
    open_letter(page, person, "/i/")
    for _ in range(30):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "({words: document.activeElement.textContent.trim(), outline: getComputedStyle(document.activeElement).outlineStyle})"
        )
        assert seen["outline"] != "none", f"the focus is not seen on {seen['words']!r}"
        if seen["words"] == "Je m’inscris":
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="votre place est confirmée").wait_for()
    assert violations(page) == []
