"""Inviting from a list: given, checked, confirmed once."""

import io

import pytest
from openpyxl import Workbook

from app.core.db import db
from app.directory.models import Person
from app.invitations import jobs
from app.invitations.models import GuestList, Invitation, Sending
from tests import make
from tests.posting import post


@pytest.fixture
def camille():
    return make.account(networks=["mdph-directeurs"])


@pytest.fixture
def event(camille):
    return make.event("Rencontre – Normandie", by=camille)


def address(event, path=""):
    return f"/gestion/evenements/{event.public_id}/inviter/liste{path}"


def given(client, event, text):
    """The address of the check of a pasted list."""
    answer = post(client, address(event), pasted=text)
    assert answer.status_code == 303, answer.text
    return answer.location


def test_strangers_and_others_give_no_list(client, camille, event):
    assert client.get(address(event)).status_code == 303
    make.sign_in(client, make.account(networks=["ems-apa"]))
    assert post(client, address(event), pasted="zoe.ete@cd14.example.org").status_code == 404
    theirs = make.event(by=make.account(networks=["ems-apa"]), networks=["ems-apa"])
    mine = given(client, theirs, "zoe.ete@cd14.example.org")
    make.sign_in(client, camille)
    assert client.get(mine).status_code == 404
    assert client.get(mine.replace(theirs.public_id, event.public_id)).status_code == 404


def test_an_empty_list_is_refused_in_words(client, camille, event):
    make.sign_in(client, camille)
    answer = post(client, address(event), pasted="  ")
    assert answer.status_code == 422 and "Collez une liste" in answer.text
    broken = post(client, address(event), file=(io.BytesIO(b"PK\x03\x04nothing"), "liste.xlsx"))
    assert broken.status_code == 422


def test_a_list_is_checked_then_confirmed_once(client, camille, event):
    known, invited = make.person("Zoé", "Été"), make.person("Paul", "Roux")
    make.keep(Invitation(event_id=event.id, person_id=invited.id, invited_at=make.now()))
    make.sign_in(client, camille)
    people = db.session.query(Person).count()
    lines = f"courriel;prénom;nom\n{known.email};;\n{invited.email};;\nnadia.quere@cd14.example.org;Nadia;Quéré\nbof;A;B\nali.roy@cd14.example.org;Ali;Roy"
    check = given(client, event, lines)
    page = client.get(check).text
    assert "Inviter 3\u00a0personnes" in page and "Ligne 5" in page and "Nadia Quéré" in page
    assert db.session.query(Person).count() == people
    assert post(client, check, objet="invitation", attendu=7).status_code == 422
    assert db.session.query(Person).count() == people
    answer = post(client, check, objet="invitation", attendu=3, sauf=["6"])
    assert answer.status_code == 303
    db.session.expire_all()
    assert db.session.query(Person).filter_by(email="nadia.quere@cd14.example.org").one().name == "Nadia Quéré"
    assert db.session.query(Person).filter_by(email="ali.roy@cd14.example.org").count() == 0
    assert db.session.query(Sending).one().total == 2
    assert db.session.query(GuestList).one().lines == []
    assert post(client, check, objet="invitation", attendu=0).status_code == 422
    assert "Cette liste a servi" in client.get(check).text
    jobs.carry_out_sendings(make.now())
    assert db.session.query(Invitation).count() == 3


def test_a_sheet_is_read(client, camille, event):
    book, kept = Workbook(), io.BytesIO()
    for row in (["Nom", "Prénom", "Courriel"], ["Quéré", "Nadia", "nadia.quere@cd14.example.org"]):
        book.active.append(row)
    book.save(kept)
    make.sign_in(client, camille)
    answer = post(client, address(event), file=(io.BytesIO(kept.getvalue()), "liste.xlsx"))
    assert answer.status_code == 303
    assert "Nadia Quéré" in client.get(answer.location).text
