"""People who never open a page: they answer in their calendars, through real mail in both directions."""

import pytest

from app.core import clock
from tests import make
from tests.dovecot import imap, imap_server
from tests.inbox.corpora import written
from tests.journeys.calendars import said_by
from tests.journeys.conftest import invited_by_letter, paris
from tests.letters import calendar_of, letters_to, link_in, text_of
from tests.paper import plain

__all__ = ["imap", "imap_server"]


@pytest.fixture
def answers(app, imap, worker, time, monkeypatch):
    """``answers(person, "exchange", "ACCEPTED")``: their program mails it, the worker reads it and does what follows."""
    monkeypatch.setitem(app.config, "MAILBOX_URL", imap.url)

    def answer(person, client, said, **more):
        time.shift(60)
        asked = next(said_by(letter) for letter in reversed(letters_to(person)) if calendar_of(letter))
        imap.receive(written(client, uid=asked.uid, email=person.email, said=said, at=clock.now(), sequence=asked.sequence, **more))
        time.shift(60)
        worker()
        assert imap.count() == 0, "read, and put away"

    return answer


def test_a_seat_goes_from_calendar_to_calendar_and_back(facilitator, somebody, worker, answers):
    """R1 to R7, §2.7: invited, accepts, the event moves, declines, the next comes in, and the first comes back by the letter."""
    first, second = (make.person("Élodie", name, member_of=["mdph-directeurs"]) for name in ("Abadie", "Blondel"))
    camille = facilitator()
    address = she_announces_one_seat(camille)
    invited_by_letter(camille, address, worker)

    answers(first, "exchange", "ACCEPTED")
    told = letters_to(first)[-1]
    assert "votre inscription est confirmée" in plain(text_of(told))
    assert calendar_of(told) is None, "the calendar knows it already"
    answers(second, "gmail", "ACCEPTED")
    assert "liste d’attente" in plain(text_of(letters_to(second)[-1]))
    camille.opens(address).reads("1 place prise sur 1", "1 sur liste d’attente")

    she_moves_it(camille, address)
    worker()
    moved = said_by(letters_to(first)[-1])
    assert (moved.method, moved.starts_at) == ("REQUEST", paris("2027-05-21 14:00"))

    answers(first, "outlook_desktop", "DECLINED", words="Conseil d'administration ce jour-là")
    assert "nous l’avons noté" in plain(text_of(letters_to(first)[-1]))
    freed = letters_to(second)[-1]
    assert (said_by(freed).method, said_by(freed).attendee) == ("REQUEST", second.email)
    camille.opens(f"{address}/personnes?etat=desinscrits").follows("Élodie Abadie")
    camille.reads("Conseil d'administration ce jour-là", "A répondu par son agenda", "absence")

    back = somebody().opens(link_in(letters_to(first)[-1], "/p/")).presses("Je rejoins la liste d’attente")
    back.reads("vous êtes sur la liste d’attente", "en position 1")
    answers(second, "thunderbird", "TENTATIVE")
    camille.opens(f"{address}/personnes").reads("peut-être (agenda)")
    answers(second, "apple_mail", "DECLINED")
    worker()
    again = said_by(letters_to(first)[-1])
    assert (again.method, again.uid) == ("REQUEST", moved.uid), "its calendar was never told that the event was off"
    assert again.sequence > moved.sequence
    camille.opens(address).reads("1 place prise sur 1")


def test_another_moment_proposed_is_read_by_who_runs_the_event(facilitator, worker, answers):
    """R10, A3: counter-proposal, then the facilitator's day."""
    guest = make.person("Élodie", "Abadie", member_of=["mdph-directeurs"])
    camille = facilitator()
    address = she_announces_one_seat(camille)
    invited_by_letter(camille, address, worker)
    answers(guest, "exchange_counter", "TENTATIVE", words="Plutôt vendredi")
    worker()
    told = letters_to("camille.roussel@cnsa.example.org")[-1]
    assert "à lire" in told["Subject"]
    camille.opens(link_in(told, "/gestion/courriels-recus")).follows("Nouvel horaire proposé")
    camille.reads("Propose un autre moment", "Plutôt vendredi", "Élodie Abadie", "Rencontre de Normandie").presses("C’est traité")
    camille.opens("/aujourdhui").does_not_read("courriel reçu")


def she_announces_one_seat(camille):
    camille.opens("/gestion/evenements/nouveau").follows("Rencontre territoriale")
    camille.writes("Titre", "Rencontre de Normandie").writes("Date", "2027-05-20").writes("Début", "14:00").writes("Fin", "17:00")
    camille.writes("Lieu", "Hôtel du Département").writes("Adresse du lieu", "Caen").writes("Nombre de places", "1")
    camille.ticks("Directrices et directeurs de MDPH", "Proposer une liste d’attente quand c’est complet")
    return camille.presses("Enregistrer le brouillon").presses("Publier").address


def she_moves_it(camille, address):
    camille.opens(address).follows("Modifier").writes("Date", "2027-05-21").presses("Enregistrer les modifications")
    camille.presses("Enregistrer et prévenir 2 personnes").reads("Un courriel part aux personnes concernées")
