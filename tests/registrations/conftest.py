"""A facilitator, an event of theirs, and one person in each situation."""

import pytest

from app.core.db import db, transaction
from app.events.models import Event
from app.invitations.models import Answer
from app.registrations.models import Standing
from tests import make
from tests.registrations.cast import invitation

NETWORK = "mdph-directeurs"


@pytest.fixture
def camille():
    return make.account(networks=[NETWORK])


@pytest.fixture
def event(camille):
    return make.event("Rencontre – Normandie", by=camille, kind="journee_nationale", capacity=3)


@pytest.fixture
def crowd(event):
    """One person in each situation, from three organisations."""
    people = {
        "inscrits": make.person("Basile", "Aubry", org="cd-14"),
        "validation": make.person("Chloé", "Bâcle", org="cd-14"),
        "attente": make.person("Denis", "Câlin"),
        "sans-reponse": make.person("Élodie", "Dûment"),
        "declines": make.person("Farah", "Ému"),
        "desinscrits": make.person("Guy", "Fâcheux"),
    }
    for name in ("inscrits", "sans-reponse"):
        invitation(event, people[name], answer=Answer.REGISTERED if name == "inscrits" else None)
    invitation(event, people["declines"], answer=Answer.DECLINED)
    standings = {"inscrits": "confirmed", "validation": "pending", "attente": "waiting", "desinscrits": "withdrawn"}
    for name, standing in standings.items():
        make.registration(event, people[name], standing=Standing(standing), holds_seat=standing in ("confirmed", "pending"))
    with transaction():
        db.session.get(Event, event.id).seats_taken = 2
    return people
