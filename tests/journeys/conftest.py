"""What every story needs: a clock that the story moves, the worker, people with a browser each."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from app.core.db import db
from app.worker import JOBS, perform
from tests import make
from tests.letters import deliver, letters_to, link_in
from tests.visitor import Visitor

PARIS = ZoneInfo("Europe/Paris")
A_WHILE = timedelta(seconds=5)
# A Tuesday morning at work.
ONCE_UPON_A_TIME = datetime(2027, 3, 2, 9, 30, tzinfo=PARIS)


@pytest.fixture
def time():
    """The clock of the story: ``time.move_to(paris("2027-03-12 09:00"))``."""
    with time_machine.travel(ONCE_UPON_A_TIME.astimezone(UTC), tick=True) as traveller:
        yield traveller


@pytest.fixture
def worker(app, time):
    """``worker()`` does all that the worker has to do at this hour, and carries the letters; gives those that arrived."""

    def work():
        db.session.commit()  # what the story itself read must not hold the worker up
        for job in JOBS:
            perform(app, job)
        letters = deliver()
        db.session.expire_all()
        db.session.commit()
        return letters

    return work


@pytest.fixture
def somebody(app, time):
    """``somebody()`` opens a browser that nobody used yet; reading a page and filling its form takes them a while."""
    return lambda: Visitor(app, lambda: time.shift(A_WHILE))


@pytest.fixture
def facilitator(somebody):
    """Camille, who facilitates the directors of MDPH: ``facilitator()`` signs in by the letter."""
    camille = make.account("Camille Roussel", email="camille.roussel@cnsa.example.org", networks=["mdph-directeurs"])

    def sign_in():
        return signed_in(somebody(), camille)

    return sign_in


def signed_in(visitor, account):
    """Ask for the link, open it from the letter, press the button."""
    visitor.opens("/connexion").writes("Votre adresse professionnelle", account.email).presses("Recevoir mon lien de connexion")
    deliver()
    return visitor.opens(link_in(letters_to(account)[-1], "/connexion/")).presses("Me connecter")


def paris(text):
    """``2027-03-12 09:30`` on the clocks of Paris."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def invited_by_letter(camille, address, worker):
    """The facilitator invites the network of her event, at once."""
    camille.opens(address).follows("Choisir qui inviter").leaves_at_once().presses("Inviter ")
    return worker()
