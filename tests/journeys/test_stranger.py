"""Somebody whom nobody knows, at an event open to all."""

from tests import make
from tests.journeys.calendars import said_by
from tests.letters import letters_to, link_in
from tests.paper import plain

HERS = "ines.jolivet@association.example.org"


def test_a_stranger_registers_and_finds_her_registration_again(facilitator, somebody, worker, time):
    she_opens_a_webinar_to_all(facilitator())
    ines = somebody()
    ines.opens("/").follows("Le nouveau référentiel").follows("Je m’inscris")
    she_says_who_she_is(ines).reads("Regardez votre messagerie")
    assert len(worker()) == 1
    ines.opens(link_in(letters_to(HERS)[-1], "/d/")).presses("Je confirme mon inscription").reads("votre place est confirmée")
    worker()
    first = said_by(letters_to(HERS)[-1])
    assert (first.method, first.attendee) == ("REQUEST", HERS)

    known, unknown = what_is_answered(somebody(), HERS), what_is_answered(somebody(), "personne@nulle-part.example.org")
    assert known == unknown
    recalled = worker()
    assert len(recalled) == 1 and HERS in recalled[0]["To"]
    elsewhere = somebody().opens(link_in(recalled[0], "/p/")).reads("votre place est confirmée")

    again = somebody().opens("/").follows("Le nouveau référentiel").follows("Je m’inscris")
    she_says_who_she_is(again).reads("Regardez votre messagerie")
    second = worker()
    assert len(second) == 1, "the same address opens the registration it has"
    somebody().opens(link_in(second[0], "/p/")).reads("votre place est confirmée")

    elsewhere.follows("Je ne pourrai plus venir").presses("Je me désinscris").reads("vous ne venez plus")
    worker()
    assert said_by(letters_to(HERS)[-1]).method == "CANCEL"
    elsewhere.presses("Je m’inscris de nouveau").reads("votre place est confirmée")
    worker()
    assert said_by(letters_to(HERS)[-1]).uid != first.uid


def test_a_structure_that_nobody_knows_is_kept_for_the_team(facilitator, somebody, worker, time):
    she_opens_a_webinar_to_all(facilitator())
    ines = somebody().opens("/").follows("Le nouveau référentiel").follows("Je m’inscris")
    ines.ticks("Ma structure n’est pas dans la liste")
    she_says_who_she_is(ines, "Association des aidants du Trégor")
    worker()
    ines.opens(link_in(letters_to(HERS)[-1], "/d/")).presses("Je confirme mon inscription").reads("votre place est confirmée")
    assert make.organisation(next(one.slug for one in make.db.session.query(make.Organisation) if "Trégor" in one.name))


def she_opens_a_webinar_to_all(camille):
    camille.opens("/gestion/evenements/nouveau").follows("Webinaire")
    camille.writes("Titre", "Le nouveau référentiel").writes("Date", "2027-04-06").writes(
        "Lien de connexion", "https://visio.example.org/ref"
    )
    camille.ticks("Directrices et directeurs de MDPH", "Montrer l’événement dans la liste publique")
    camille.chooses("Qui peut s’inscrire", "Tout le monde").presses("Enregistrer le brouillon").presses("Publier")


def she_says_who_she_is(ines, organisation="MDPH du Finistère"):
    ines.writes("Adresse électronique", HERS).writes("Prénom", "Inès").writes("Nom", "Jolivet").writes("Structure", organisation)
    return ines.chooses("Fonction", "Autre fonction").chooses("Département", "Finistère").presses("Je m’inscris")


def what_is_answered(visitor, address):
    visitor.opens("/mes-inscriptions").writes("Votre adresse", address).presses("Recevoir mes liens")
    return plain(visitor.page.text)
