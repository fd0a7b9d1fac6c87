"""T40: what leaves in a file leaves a line in the journal, and only what is one's own leaves."""

import pytest

from app.core.db import db
from app.journal.models import Act
from tests import make
from tests.posting import post


def last_act():
    db.session.expire_all()
    return db.session.query(Act).filter_by(verb="exported").order_by(Act.id.desc()).first()


@pytest.mark.parametrize("door", ["/annuaire/export.csv", "/annuaire/export.ods?q=marchand", "/reseaux/mdph-directeurs/export.xlsx"])
def test_every_export_is_journalised_without_a_name(client, door):
    make.person("Élodie", "Marchand", member_of=["mdph-directeurs"])
    camille = make.account(networks=["mdph-directeurs"])
    make.sign_in(client, camille)
    answer = post(client, door)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment") and answer.headers["Cache-Control"] == "no-store"
    act = last_act()
    assert act.actor == camille.actor and act.after["rows"] == 1 and act.after["columns"] > 5
    assert "archand" not in str(act.after) + act.thing


@pytest.mark.parametrize("door", ["/annuaire/export.csv", "/reseaux/mdph-directeurs/export.xlsx"])
def test_an_export_is_not_read_in_passing(client, door):
    make.sign_in(client, make.account(networks=["mdph-directeurs"]))
    assert client.get(door).status_code == 405 and client.head(door).status_code == 405
    assert last_act() is None


def test_a_refused_export_leaves_nothing(client):
    make.sign_in(client, make.account(networks=["mdph-juridique"]))
    event = make.event()
    assert post(client, "/reseaux/mdph-directeurs/export.csv").status_code == 404
    assert post(client, f"/gestion/evenements/{event.public_id}/exports/inscriptions", format="csv").status_code == 404
    assert last_act() is None
