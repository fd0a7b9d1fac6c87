"""A seminar of several days, and a rencontre on an island that one may also follow from afar."""

import icalendar

from tests import make
from tests.journeys.calendars import said_by
from tests.journeys.conftest import invited_by_letter, paris
from tests.letters import calendar_of, letters_to, link_in, text_of
from tests.paper import plain


def test_a_seminar_of_two_days_is_two_lines_in_a_calendar(facilitator, somebody, worker, time):
    guest = make.person("Élodie", "Abadie", member_of=["mdph-directeurs"])
    camille = facilitator()
    camille.opens("/gestion/evenements/nouveau").follows("Séminaire")
    camille.writes("Titre", "Séminaire d’automne").writes("Date", "2027-09-14").writes("Dernier jour", "2027-09-15")
    camille.writes("Début", "09:00").writes("Fin", "17:00").writes("Lieu", "Abbaye de Royaumont").writes(
        "Adresse du lieu", "Asnières-sur-Oise"
    )
    camille.ticks("Directrices et directeurs de MDPH")
    address = camille.presses("Enregistrer le brouillon").presses("Publier").address
    invited_by_letter(camille, address, worker)

    somebody().opens(link_in(letters_to(guest)[-1], "/i/")).reads(
        "Du mardi 14 septembre 2027", "mercredi 15 septembre, de 9 h à 17 h"
    ).presses("Je m’inscris")
    worker()
    requests = [said_by(letter) for letter in letters_to(guest) if calendar_of(letter)]
    days = sorted({one.uid: one.starts_at for one in requests}.values())
    assert days == [paris("2027-09-14 09:00"), paris("2027-09-15 09:00")]

    time.move_to(paris("2027-09-15 18:00"))
    worker()
    camille = facilitator()
    camille.opens(address).follows("Présences")
    halves = [node.text for node in camille.page.root.all("a") if "matin" in node.text.lower() or "après-midi" in node.text.lower()]
    assert len(halves) == 4, halves


def test_a_rencontre_on_an_island_tells_the_hour_there_and_in_paris(facilitator, somebody, worker, time):
    afar = make.person("Élodie", "Abadie", member_of=["mdph-directeurs"])
    there = make.person("Fatou", "Payet", org="mdph-974", department="974", member_of=["mdph-directeurs"])
    camille = facilitator()
    address = she_announces_it_in_la_reunion(camille)
    invited_by_letter(camille, address, worker)

    for person, how, hours in ((there, "Je viens sur place", "10 h"), (afar, "Je participe à distance", "8 h")):
        letter = letters_to(person)[-1]
        guest = somebody().opens(link_in(letter, "/i/"))
        guest.reads("8 h", "(heure de Paris)", "10 h", "La Réunion").ticks(how).presses("Je m’inscris").reads("votre place est confirmée")
        assert hours in plain(text_of(letter))
    worker()
    at_home, on_screen = said_by(letters_to(there)[-1]), said_by(letters_to(afar)[-1])
    assert at_home.starts_at == on_screen.starts_at == paris("2027-06-10 08:00")
    assert "Saint-Denis" in at_home.location
    assert "visio.example.org" not in calendar_of(letters_to(there)[-1]).decode().replace("\r\n ", "")
    assert on_screen.location == "https://visio.example.org/reunion"
    assert icalendar.Calendar.from_ical(calendar_of(letters_to(afar)[-1])).walk("VEVENT")[0]["DTSTART"].to_ical() == b"20270610T060000Z"


def she_announces_it_in_la_reunion(camille):
    camille.opens("/gestion/evenements/nouveau").follows("Rencontre territoriale")
    camille.writes("Titre", "Rencontre de La Réunion").writes("Date", "2027-06-10").writes("Début", "10:00").writes("Fin", "16:00")
    camille.chooses("Fuseau horaire", "Heure de La Réunion").chooses("Comment on y participe", "Sur place et à distance")
    camille.writes("Lieu", "Hôtel de la Région").writes("Adresse du lieu", "Saint-Denis")
    camille.writes("Lien de connexion", "https://visio.example.org/reunion").ticks("Directrices et directeurs de MDPH")
    return camille.presses("Enregistrer le brouillon").presses("Publier").address
