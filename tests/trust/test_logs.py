"""T10, T31, ASVS 16.2.5: a whole day of the product, with its faults, leaves no name, address or link in the log."""

import io
import logging

import pytest

from app.core import clock
from app.core.db import db, transaction
from app.core.logs import discreetly
from app.directory.models import Person
from app.invitations import actions as invitations
from app.invitations.links import invitation_link
from app.outbox.delivery import Postman
from tests import make
from tests.letters import mailbox
from tests.tokens import send


@pytest.fixture
def log():
    """Everything that any part of the house writes, from the least to the worst."""
    written, root = io.StringIO(), logging.getLogger()
    handler, before = logging.StreamHandler(written), root.level
    discreetly([handler])
    handler.addFilter(lambda record: record.name != "mail.log")  # what the mail server of the tests says
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_day_leaves_no_name_in_the_log(app, client, log, monkeypatch):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    camille = make.account("Camille Roussel", networks=["mdph-directeurs"])
    person = make.person("Zéphyrine", "Quatrepoint", email="zephyrine.quatrepoint@mdph-14.example.org", member_of=["mdph-directeurs"])
    event = make.event(by=camille)
    send(client, "/connexion", {"email": camille.email})
    with transaction():
        invitation = invitations.invite(event, person, clock.now())
    link = invitation_link(invitation)
    path = link.removeprefix(app.config["BASE_URL"])
    Postman("essai", clock.now, lambda: False).round()
    client.get(path)
    own = send(client, path, {"comment": "Quatrepoint"}).location
    client.get(own)
    send(client, path + "/refus", {"word": "Quatrepoint"})
    monkeypatch.setitem(app.view_functions, "registration_pages.mine", _twin(person.email))
    assert client.get(own).status_code == 409
    said = log.getvalue()
    assert "IntegrityError" in said and mailbox.received
    for secret in ("quatrepoint", "zéphyrine", camille.email, link[-40:], own[-40:]):
        assert secret.casefold() not in said.casefold(), said


def _twin(email):
    """A view that falls with a person's address in its hands."""

    def view(token):
        with transaction():
            for _ in range(2):
                db.session.add(Person(email=email, first_name="Zéphyrine", last_name="Quatrepoint", created_at=clock.now(), search=""))
                db.session.flush()

    view.opens_to = "everybody"
    return view
