"""An invitation comes back: the facilitator learns it, corrects the address in one field, and the person comes."""

from tests import make
from tests.dovecot import imap, imap_server
from tests.inbox.returning import CORPUS
from tests.letters import letters_to, link_in, mailbox

__all__ = ["imap", "imap_server"]
TITLE = "Préparer la conférence des financeurs"
WRONG, RIGHT = "elodie.marchnad@mdph-14.example.org", "elodie.marchand@mdph-14.example.org"


def test_an_invitation_comes_back_and_reaches_its_reader_in_the_end(app, imap, facilitator, somebody, worker):
    app.config["MAILBOX_URL"] = imap.url
    make.person("Élodie", "Marchand", email=WRONG, phone="02 31 00 00 00", member_of=["mdph-directeurs"])
    camille = facilitator()
    she_invites_the_network(camille, worker)
    the_other_server_knows_nobody_by_this_name(imap)
    worker()
    assert imap.count() == 0, "the report was read, and put away"
    she_learns_it_on_her_home_page(camille)
    she_corrects_the_address(camille, worker)
    elodie_registers(somebody(), worker)
    camille.opens("/aujourdhui").does_not_read("ne répond plus")


def she_invites_the_network(camille, worker):
    camille.opens("/aujourdhui").follows("Préparer un événement").follows("Webinaire")
    camille.writes("Titre", TITLE).writes("Date", "2027-03-23").writes("Début", "10:00").writes("Fin", "11:30")
    camille.writes("Lien de connexion", "https://visio.example.org/financeurs")
    camille.ticks("Directrices et directeurs de MDPH").presses("Enregistrer le brouillon").presses("Publier")
    camille.follows("Choisir qui inviter").leaves_at_once().presses("Inviter 1 personne")
    assert [one["To"].addresses[0].addr_spec for one in worker()] == [WRONG]


def the_other_server_knows_nobody_by_this_name(imap):
    """Exchange writes to the return address of that letter, and to no other."""
    sender = next(sender for sender, recipients, _data in mailbox.envelopes if recipients == [WRONG])
    said = {"{returned_to}": sender, "{return_path}": sender, "{address}": WRONG, "{message_id}": letters_to(WRONG)[-1]["Message-ID"]}
    report = (CORPUS / "exchange_online.eml").read_text(encoding="utf-8")
    for mark, words in said.items():
        report = report.replace(mark, words)
    imap.receive(report.replace("\n", "\r\n").encode())


def she_learns_it_on_her_home_page(camille):
    camille.opens("/aujourdhui").reads("adresse ne répond plus pour", TITLE, "Élodie Marchand, 02 31 00 00 00 (cette adresse n’existe pas)")
    camille.follows("Élodie Marchand").reads("Adresse en défaut", "Cette adresse n’existe pas.", "RecipientNotFound", WRONG)


def she_corrects_the_address(camille, worker):
    camille.writes("Adresse corrigée", WRONG).presses("Corriger et renvoyer", refused=True).reads(
        "C’est l’adresse d’où les courriels reviennent"
    )
    camille.writes("Adresse corrigée", RIGHT).presses("Corriger et renvoyer")
    camille.reads("L’adresse est corrigée. Repart : invitation", TITLE).does_not_read("Adresse en défaut")
    assert [one["To"].addresses[0].addr_spec for one in worker()] == [RIGHT]


def elodie_registers(elodie, worker):
    elodie.opens(link_in(letters_to(RIGHT)[-1], "/i/")).presses("Je m’inscris").reads("votre place est confirmée")
    assert [one["To"].addresses[0].addr_spec for one in worker()] == [RIGHT]
