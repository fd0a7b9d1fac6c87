"""Ten meetings of a network, created in one go."""

from tests import make
from tests.journeys.calendars import said_by
from tests.letters import letters_to, link_in


def test_monthly_meetings_are_created_in_one_go_and_live_each_their_life(facilitator, somebody, worker, time):
    guest = make.person("Élodie", "Abadie", member_of=["mdph-directeurs"])
    camille = facilitator()
    camille.opens("/gestion/series/nouvelle").writes("Nom de la série", "Réunions mensuelles 2027").writes(
        "Titre de chaque date", "Réunion mensuelle"
    )
    camille.writes("Lien de connexion", "https://visio.example.org/mensuelle").ticks("Directrices et directeurs de MDPH")
    camille.chooses("Rang", "Deuxième").chooses("Jour", "jeudi").writes("À partir du", "2027-04-01").writes("Nombre de dates", "6")
    camille.presses("Proposer des dates").presses("Voir les dates avant de créer").reads("6 dates à créer", "Jeudi 8 avril 2027")
    camille.reads("Jeudi 9 septembre 2027").does_not_read("août 2027")
    camille.presses("Créer la série et ses 6 brouillons").reads("Réunions mensuelles 2027", "Brouillon")
    assert worker() == [], "nobody hears of drafts"

    camille.follows("Réunion mensuelle").presses("Publier").follows("Choisir qui inviter").leaves_at_once().presses("Inviter 1 personne")
    worker()
    somebody().opens(link_in(letters_to(guest)[-1], "/i/")).presses("Je m’inscris").reads("votre place est confirmée")
    worker()
    assert said_by(letters_to(guest)[-1]).method == "REQUEST"
    camille.opens("/gestion/series").follows("Réunions mensuelles 2027").reads("Publié", "Brouillon")
