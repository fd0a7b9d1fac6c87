"""In development the letters are read on the site; elsewhere these pages do not exist."""

import smtplib
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from flask import current_app

from app.outbox.paper import html
from script.mailcatcher import Catcher
from tests.letters import free_port
from tests.outbox.test_message import LETTER, made


@pytest.fixture
def caught(monkeypatch, tmp_path):
    """One letter, received by the real catcher."""
    monkeypatch.setitem(current_app.config, "INSTANCE_DIR", str(tmp_path))
    controller = Controller(Catcher(tmp_path / "mail"), hostname="127.0.0.1", port=free_port())
    controller.start()
    with smtplib.SMTP("127.0.0.1", controller.port) as line:
        line.sendmail("a@b.example", ["elodie@mdph-14.example.org"], made()[0].data)
    controller.stop()
    [file] = Path(tmp_path / "mail").glob("*.eml")
    return file.stem


def test_a_letter_is_listed_then_read_in_all_its_parts(client, caught):
    assert LETTER.subject in client.get("/courriels-de-test").text
    page = client.get(f"/courriels-de-test/{caught}")
    assert "METHOD:REQUEST" in page.text and "elodie@mdph-14.example.org" in page.text and f'href="{LETTER.button.url}"' in page.text
    sheet = client.get(f"/courriels-de-test/{caught}/page")
    assert "la tarification" in sheet.text and "sandbox" in sheet.headers["Content-Security-Policy"]
    file = client.get(f"/courriels-de-test/{caught}/fichiers/0")
    assert file.data.startswith(b"BEGIN:VCALENDAR") and file.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"/courriels-de-test/{caught}/fichiers/1").status_code == 404


@pytest.mark.parametrize("name", ["1", "..%2f..%2fsecret", "x", "²"])
def test_a_name_that_we_did_not_give_opens_nothing(client, caught, name):
    assert client.get(f"/courriels-de-test/{name}").status_code == 404


def test_in_production_there_is_no_such_page(client, caught, monkeypatch):
    monkeypatch.setitem(current_app.config, "ENV", "production")
    for path in ("", f"/{caught}", f"/{caught}/page", f"/{caught}/fichiers/0"):
        assert client.get(f"/courriels-de-test{path}").status_code == 404


def test_an_empty_box_says_what_will_be_there(client, monkeypatch, tmp_path):
    monkeypatch.setitem(current_app.config, "INSTANCE_DIR", str(tmp_path))
    assert "Aucun courriel" in client.get("/courriels-de-test").text


def test_the_page_of_a_letter_is_complete_without_its_style_sheet():
    assert LETTER.button.label in html(LETTER)
