"""On a development machine, a caught letter is answered as a calendar would; in production these doors are not there."""

import pytest
from flask import current_app

from app.core.db import db, transaction
from app.inbox import jobs
from app.inbox.models import Effect, ReceivedMail, Sort
from app.invitations.models import PartStat
from app.registrations.models import Registration, Standing
from app.registrations.telling import call_off
from tests import make
from tests.inbox.guests import Guest
from tests.letters import deliver, letters_to
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


@pytest.mark.parametrize(
    ("said", "sort", "effect", "reason"),
    [
        ("COUNTER", Sort.ANSWER, Effect.HELD, "Propose un autre moment"),
        ("ELSEWHERE", Sort.ANSWER, Effect.HELD, "quelqu’un d’autre"),
        ("ABSENT", Sort.ABSENCE, Effect.NOTED, "Réponse automatique"),
        ("FULL", Sort.RETURN, Effect.NOTED, "Boîte pleine"),
        ("EXCHANGE", Sort.RETURN, Effect.APPLIED, "Adresse inconnue"),
    ],
)
def test_what_comes_back_in_other_ways_can_be_seen(client, caught, said, sort, effect, reason):
    guest = Guest()
    page = caught(letters_to(guest.person)[0])
    assert f'value="{said}"' in client.get(page).text
    assert post(client, f"{page}/repondre", page="/connexion", reponse=said).status_code == 303
    row = read()
    assert (row.sort, row.effect, reason in row.reason) == (sort, effect, True), row.reason
    assert db.session.query(Registration).count() == 0


def test_a_letter_that_takes_an_event_out_of_a_calendar_is_not_answered(client, caught):
    guest = Guest()
    guest.answers("ACCEPTED")
    deliver()
    with transaction():
        call_off(db.session.merge(guest.event), "Grève.", "système", make.now())
    deliver()
    page = caught(letters_to(guest.person)[-1])
    shown = client.get(page).text
    assert 'value="ACCEPTED"' not in shown and 'value="UNKNOWN"' in shown
    assert post(client, f"{page}/repondre", page="/connexion", reponse="ACCEPTED").status_code == 404


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
