"""The main job, from the facilitator's first idea to the figures she takes away."""

from io import BytesIO

from openpyxl import load_workbook

from tests import make
from tests.journeys.conftest import paris
from tests.letters import calendar_of, letters_to, link_in, text_of
from tests.paper import plain

TITLE = "Préparer la conférence des financeurs"
WILL_COME = ("Abadie", "Blondel", "Cordier", "Diallo")


def test_a_webinar_from_the_idea_to_the_figures(facilitator, somebody, worker, time):
    people = {name: make.person("Élodie", name, member_of=["mdph-directeurs"]) for name in ("Marchand", "Petit", "Roy", *WILL_COME)}

    camille = facilitator()
    address = she_prepares_and_publishes(camille)
    she_invites_the_network(camille, worker)
    marchand_registers(somebody(), people["Marchand"], worker)
    petit_declines(somebody(), people["Petit"], worker)
    nour = roy_forwards_to_a_colleague(somebody(), people["Roy"], worker)
    she_says_yes_to_the_colleague(camille, address, nour, worker)
    time.move_to(paris("2027-03-09 09:30"))
    she_nudges_those_who_are_silent(facilitator(), address, worker)
    the_others_register(somebody, people, worker)
    everybody_is_reminded(people["Marchand"], people["Petit"], time, worker)

    time.move_to(paris("2027-03-23 12:00"))
    worker()
    camille = facilitator()
    she_says_who_came(camille, address)
    time.move_to(paris("2027-03-24 10:00"))
    worker()
    five_people_say_what_they_thought(somebody, [people["Marchand"].email, nour, *(people[name].email for name in WILL_COME)][:5])
    she_reads_the_results_and_takes_the_figures_away(facilitator(), address)


def she_prepares_and_publishes(camille):
    camille.opens("/aujourdhui").follows("Préparer un événement").follows("Webinaire")
    camille.writes("Titre", TITLE).writes("Date", "2027-03-23").writes("Début", "10:00").writes("Fin", "11:30")
    camille.writes("Lien de connexion", "https://visio.example.org/financeurs")
    camille.ticks("Directrices et directeurs de MDPH").presses("Enregistrer le brouillon")
    camille.reads("Le brouillon est enregistré", TITLE).presses("Publier")
    return camille.address


def she_invites_the_network(camille, worker):
    camille.follows("Choisir qui inviter").reads("7 personnes à inviter", "Élodie Marchand")
    camille.leaves_at_once().presses("Inviter 7 personnes")
    letters = worker()
    assert len([one for one in letters if one["Subject"].startswith("Invitation")]) == 7


def marchand_registers(marchand, person, worker):
    letter = letters_to(person)[-1]
    assert TITLE in letter["Subject"]
    marchand.opens(link_in(letter, "/i/")).reads("Bonjour Élodie, serez-vous des nôtres ?", "Mardi 23 mars 2027, de 10 h à 11 h 30")
    marchand.presses("Je m’inscris").reads("votre place est confirmée", "https://visio.example.org/financeurs")
    worker()
    confirmation = letters_to(person)[-1]
    assert b"METHOD:REQUEST" in calendar_of(confirmation)
    marchand.opens(link_in(confirmation, "/p/")).reads("votre place est confirmée")


def petit_declines(petit, person, worker):
    petit.opens(link_in(letters_to(person)[-1], "/i/"))
    petit.writes("Un mot", "Une commission ce jour-là.").presses("Envoyer ma réponse").reads("vous ne venez pas")
    worker()
    assert letters_to(person)[-1]["Subject"].startswith("Votre réponse")


def roy_forwards_to_a_colleague(nour, person, worker):
    """Roy passes his letter on; Nour opens his link and registers in her own name."""
    address = "nour.haddad@mdph-29.example.org"
    nour.opens(link_in(letters_to(person)[-1], "/i/")).reads("Vous n’êtes pas Élodie Roy ?")
    nour.follows("Inscrivez-vous en votre nom")
    nour.writes("Adresse électronique", address).writes("Prénom", "Nour").writes("Nom", "Haddad")
    nour.writes("Structure", "MDPH du Finistère").chooses("Fonction", "Référent statistiques").chooses("Département", "Finistère")
    nour.presses("Je m’inscris")
    worker()
    nour.opens(link_in(letters_to(address)[-1], "/d/")).presses("Je confirme mon inscription").reads("votre demande est bien reçue")
    return address


def she_says_yes_to_the_colleague(camille, address, nour, worker):
    camille.opens(address).follows("Répondre à 1 demande").follows("Nour Haddad").presses("Valider l’inscription")
    worker()
    assert "REQUEST" in calendar_of(letters_to(nour)[-1]).decode()


def she_nudges_those_who_are_silent(camille, address, worker):
    camille.opens(address).follows("Relancer 5 personnes").leaves_at_once().presses("Relancer 5 personnes")
    nudged = {letter["To"].addresses[0].addr_spec for letter in worker() if "Serez-vous des nôtres" in letter["Subject"]}
    assert len(nudged) == 5


def the_others_register(somebody, people, worker):
    for name in WILL_COME:
        somebody().opens(link_in(letters_to(people[name])[-1], "/i/")).presses("Je m’inscris").reads("votre place est confirmée")
    worker()


def everybody_is_reminded(marchand, petit, time, worker):
    """A week before, the day before, an hour before with the link; nothing to who does not come; nothing twice."""
    for hour, words in (
        ("2027-03-16 10:01", "Informations pratiques"),
        ("2027-03-22 10:01", "Demain"),
        ("2027-03-23 09:01", "lien de connexion"),
    ):
        time.move_to(paris(hour))
        received = worker()
        mine = [one for one in received if marchand.email in one["To"]]
        assert [words in plain(one["Subject"]) for one in mine] == [True], f"{hour}: {[one['Subject'] for one in received]}"
        assert not [one for one in received if petit.email in one["To"]]
        assert worker() == []
    assert "https://visio.example.org/financeurs" in text_of(mine[0])


def she_says_who_came(camille, address):
    camille.opens(address).reads("Tenu").follows("Saisir les présences").reads("Qui est là ?")
    camille.presses("Tous présents").reads("6 personnes notées présentes")
    camille.presses("Terminer la saisie").reads("La saisie est terminée", "6 personnes présentes vont recevoir un remerciement")


def five_people_say_what_they_thought(somebody, addresses):
    for address, level in zip(addresses, ["Très satisfait", "Satisfait", "Satisfait", "Très satisfait", "Peu satisfait"], strict=True):
        thanks = letters_to(address)[-1]
        assert thanks["Subject"].startswith("Merci de votre participation"), thanks["Subject"]
        guest = somebody().opens(link_in(thanks, "/q/")).ticks(level)
        guest.writes("Qu’aimeriez-vous nous dire ?", "Des échanges utiles.").presses("Envoyer mon avis").reads(
            "Merci, votre avis est enregistré"
        )


def she_reads_the_results_and_takes_the_figures_away(camille, address):
    camille.opens(address).follows("Satisfaction").reads("80,0 % de satisfaction", "5 réponses pour 6 présents", "Des échanges utiles.")
    camille.follows("Exporter la synthèse").presses("Présences par demi-journée, Excel (XLSX)")
    rows = list(load_workbook(BytesIO(camille.answer.data)).active.values)
    told = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    by_name = {line["Nom"]: line for line in told}
    assert len(told) == 6 and "Petit" not in by_name
    assert by_name["Haddad"]["Structure"] == "MDPH du Finistère"
    assert by_name["Haddad"]["Département"].startswith("Finistère")
    assert "présent" in by_name["Marchand"].values(), by_name["Marchand"]
