"""An event that moves, then does not take place."""

from tests import make
from tests.journeys.calendars import said_by
from tests.journeys.conftest import invited_by_letter, paris
from tests.letters import letters_to, link_in, text_of
from tests.paper import plain


def test_everybody_learns_what_changed_then_that_it_is_off(facilitator, somebody, worker, time):
    comes, silent = (make.person("Élodie", name, member_of=["mdph-directeurs"]) for name in ("Abadie", "Blondel"))
    camille = facilitator()
    address = she_announces_a_meeting(camille)
    invited_by_letter(camille, address, worker)
    guest = somebody().opens(link_in(letters_to(comes)[-1], "/i/")).presses("Je m’inscris")
    worker()
    before = said_by(letters_to(comes)[-1])

    she_moves_it(camille, address)
    worker()
    change = letters_to(comes)[-1]
    after = said_by(change)
    assert change["Subject"].startswith("Nouvelle date")
    for told in ("jeudi 20 mai 2027", "vendredi 21 mai 2027"):
        assert told in plain(text_of(change)).lower(), plain(text_of(change))
    assert (after.method, after.uid) == ("REQUEST", before.uid)
    assert after.sequence > before.sequence
    assert after.starts_at == paris("2027-05-21 14:00")
    assert letters_to(silent)[-1]["Subject"].startswith("Nouvelle date"), "who was asked and has not answered plans with the old date"
    guest.opens(link_in(change, "/p/")).reads("Vendredi 21 mai 2027, de 14 h")

    she_calls_it_off(camille, address)
    worker()
    off = letters_to(comes)[-1]
    end = said_by(off)
    assert off["Subject"].startswith("Annulé")
    assert "La salle a été inondée." in plain(text_of(off))
    assert (end.method, end.status, end.uid) == ("CANCEL", "CANCELLED", before.uid)
    assert end.sequence > after.sequence
    guest.opens(link_in(off, "/p/") if "/p/" in text_of(off) else guest.address).reads("annulé")
    assert letters_to(silent)[-1]["Subject"].startswith("Annulé")
    time.move_to(paris("2027-05-20 14:30"))
    assert not [one for one in worker() if comes.email in one["To"]], "no reminder of what is off"


def she_announces_a_meeting(camille):
    camille.opens("/gestion/evenements/nouveau").follows("Rencontre territoriale")
    camille.writes("Titre", "Rencontre de Normandie").writes("Date", "2027-05-20").writes("Début", "14:00").writes("Fin", "17:00")
    camille.writes("Lieu", "Hôtel du Département").writes("Adresse du lieu", "Caen").ticks("Directrices et directeurs de MDPH")
    return camille.presses("Enregistrer le brouillon").presses("Publier").address


def she_moves_it(camille, address):
    camille.opens(address).follows("Modifier").writes("Date", "2027-05-21").presses("Enregistrer les modifications")
    camille.reads("2 personnes seront prévenues de ce changement.").presses("Enregistrer et prévenir 2 personnes")
    camille.reads("Un courriel part aux personnes concernées")


def she_calls_it_off(camille, address):
    camille.opens(address).follows("Annuler").writes("Raison de l’annulation", "La salle a été inondée.")
    camille.presses("Annuler l’événement").reads("Cet événement est annulé.", "La salle a été inondée.")
