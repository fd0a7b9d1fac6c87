"""A journée nationale for which there are more people than seats."""

from tests import make
from tests.journeys.calendars import said_by
from tests.journeys.conftest import invited_by_letter, paris
from tests.letters import calendar_of, letters_to, link_in, text_of


def test_a_freed_seat_goes_to_the_first_who_waits(facilitator, somebody, worker, time):
    people = [make.person("Élodie", name, member_of=["mdph-directeurs"]) for name in ("Abadie", "Blondel", "Cordier", "Diallo")]
    first, second, third, fourth = people
    camille = facilitator()
    address = she_announces_two_seats(camille)
    browsers = {one.id: somebody() for one in people}
    invited_by_letter(camille, address, worker)

    for one in (first, second):
        browsers[one.id].opens(link_in(letters_to(one)[-1], "/i/")).presses("Je m’inscris").reads("votre place est confirmée")
    for rank, one in enumerate((third, fourth), start=1):
        browsers[one.id].opens(link_in(letters_to(one)[-1], "/i/")).reads("Toutes les places sont prises.")
        browsers[one.id].presses("Rejoindre la liste d’attente").reads("vous êtes sur la liste d’attente", f"en position {rank}")
    worker()
    request = said_by(letters_to(first)[-1])
    assert (request.method, request.status, request.attendee) == ("REQUEST", "CONFIRMED", first.email)
    assert request.starts_at == paris("2027-05-20 09:30")
    assert calendar_of(letters_to(third)[-1]) is None, "who waits has nothing to put in a calendar"

    the_first_gives_the_seat_back(browsers[first.id], first)
    worker()
    cancel = said_by(letters_to(first)[-1])
    assert (cancel.method, cancel.status, cancel.uid) == ("CANCEL", "CANCELLED", request.uid)
    assert cancel.sequence > request.sequence
    freed = letters_to(third)[-1]
    assert "place" in freed["Subject"].lower()
    assert said_by(freed).method == "REQUEST" and said_by(freed).attendee == third.email
    browsers[third.id].opens(link_in(freed, "/p/")).reads("votre place est confirmée")
    browsers[fourth.id].opens(link_in(letters_to(fourth)[-1], "/p/")).reads("en position 1")

    the_first_comes_back_last(browsers[first.id], first)
    camille.opens(address).reads("2 places prises sur 2", "2 sur liste d’attente")

    she_finds_a_bigger_room(camille, address)
    worker()
    again = said_by(letters_to(first)[-1])
    assert again.method == "REQUEST"
    assert again.uid != request.uid, "after a CANCEL a calendar takes nothing more under that UID"
    assert "4 places prises sur 4" in camille.opens(address).page.text


def she_announces_two_seats(camille):
    camille.opens("/gestion/evenements/nouveau").follows("Journée nationale")
    camille.writes("Titre", "Journée nationale des directions").writes("Date", "2027-05-20")
    camille.writes("Lieu", "Hôtel du Département").writes("Adresse du lieu", "Caen").writes("Nombre de places", "2")
    camille.ticks("Directrices et directeurs de MDPH", "Proposer une liste d’attente quand c’est complet")
    return camille.presses("Enregistrer le brouillon").presses("Publier").address


def the_first_gives_the_seat_back(browser, person):
    browser.opens(link_in(letters_to(person)[-1], "/p/")).follows("Je ne pourrai plus venir")
    browser.reads("proposée à la personne suivante").writes("Un mot", "Un comité de direction").presses("Je me désinscris")
    browser.reads("vous ne venez plus")


def the_first_comes_back_last(browser, person):
    assert "/p/" in text_of(letters_to(person)[-1])
    browser.presses("Je rejoins la liste d’attente").reads("vous êtes sur la liste d’attente", "en position 2")


def she_finds_a_bigger_room(camille, address):
    camille.opens(address).follows("Modifier").writes("Nombre de places", "4").presses("Enregistrer les modifications")
    camille.reads("Les modifications sont enregistrées.")
