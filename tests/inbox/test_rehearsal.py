"""On a development machine, a caught letter is answered as a calendar would; in production these doors are not there."""

import pytest
from flask import current_app

from app.core.db import db
from app.inbox import jobs
from app.inbox.models import Effect, ReceivedMail, Sort
from app.invitations.models import PartStat
from app.registrations.models import Standing
from tests import make
from tests.inbox.guests import Guest
from tests.letters import letters_to
from tests.posting import post


@pytest.fixture
def caught(app, tmp_path, monkeypatch):
    """``caught(letter)`` puts it where the mail catcher of a development machine keeps what it caught; gives the address of its page."""
    monkeypatch.setitem(app.config, "ENV", "development")
    monkeypatch.setitem(app.config, "INSTANCE_DIR", str(tmp_path))
    monkeypatch.setitem(app.config, "MAILBOX_URL", f"dir:{tmp_path}/courriels-recus")
    monkeypatch.setitem(app.config, "MAIL_AUTHSERV", "localhost")

    def keep(letter):
        (tmp_path / "mail").mkdir(exist_ok=True)
        (tmp_path / "mail" / "2027.eml").write_bytes(letter.as_bytes())
        return "/courriels-de-test/2027"

    return keep


def read():
    jobs.read_mailbox(make.now())
    return db.session.query(ReceivedMail).order_by(ReceivedMail.id.desc()).first()


@pytest.mark.parametrize(
    ("said", "standing", "partstat"),
    [("ACCEPTED", Standing.CONFIRMED, PartStat.ACCEPTED), ("TENTATIVE", None, PartStat.TENTATIVE), ("DECLINED", None, PartStat.DECLINED)],
)
def test_a_caught_invitation_is_answered_as_a_calendar_would(client, caught, said, standing, partstat):
    guest = Guest()
    page = caught(letters_to(guest.person)[0])
    assert "repondre" in client.get(page).text
    assert post(client, f"{page}/repondre", page="/connexion", reponse=said).status_code == 303
    assert read().effect is Effect.APPLIED
    assert (guest.standing, guest.partstat) == (standing, partstat)


def test_an_unknown_address_is_played_too(client, caught):
    guest = Guest()
    page, number = caught(letters_to(guest.person)[0]), guest.person.id
    assert post(client, f"{page}/repondre", page="/connexion", reponse="UNKNOWN").status_code == 303
    row = read()
    assert (row.sort, row.person_id, row.letter_id is not None) == (Sort.RETURN, number, True)


@pytest.mark.parametrize("said", ["", "PEUT-ETRE", "../../x"])
def test_another_word_is_no_answer(client, caught, said):
    page = caught(letters_to(Guest().person)[0])
    assert post(client, f"{page}/repondre", page="/connexion", reponse=said).status_code == 404


@pytest.mark.parametrize("change", [{"ENV": "production"}, {"MAILBOX_URL": "imaps://a:b@courriel.example.org/INBOX"}])
def test_nobody_plays_an_answer_in_production_or_in_a_real_mailbox(client, caught, change, monkeypatch):
    guest = Guest()
    page = caught(letters_to(guest.person)[0])
    for name, value in change.items():
        monkeypatch.setitem(current_app.config, name, value)
    assert post(client, f"{page}/repondre", page="/connexion", reponse="DECLINED").status_code == 404
    assert (guest.standing, guest.answer) == (None, None)
