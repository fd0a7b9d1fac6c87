"""What goes wrong is said in French, with a reference, and with nothing of the inside."""

import logging
import re

import pytest
from flask import abort
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError

from app.core.db import db
from app.core.errors import WORDS, Refusal
from app.events.models import Series
from tests import make


@pytest.fixture
def trouble(app, monkeypatch):
    """``/connexion`` does this instead of its work."""

    def let(happen):
        happen.opens_to = "everybody"
        monkeypatch.setitem(app.view_functions, "accounts.sign_in", happen)
        monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
        monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)

    return let


@pytest.mark.parametrize("code", sorted(WORDS))
def test_every_code_has_its_page(client, trouble, code):
    trouble(lambda: abort(code))
    answer = client.get("/connexion")
    assert answer.status_code == code
    assert '<html lang="fr">' in answer.text and answer.text.count("<h1") == 1
    assert WORDS[code][0] in answer.text
    assert re.search(r"Référence à donner[^:]*: [0-9a-f]{12}", answer.text)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_code_without_words_of_its_own_is_still_said_in_french(client, trouble):
    trouble(lambda: abort(418))
    answer = client.get("/connexion")
    assert answer.status_code == 418 and "illisible" in answer.text


def test_a_form_whose_token_is_gone_says_how_to_get_another(client):
    answer = client.post("/connexion", data={"email": "camille.roussel@cnsa.example.org", "csrf_token": "d’avant"})
    assert answer.status_code == 400
    assert "Cette page n’est plus à jour" in answer.text and "rechargez-la" in answer.text


def test_a_crash_keeps_its_reason_for_the_log(client, trouble, caplog):
    def crash():
        raise RuntimeError("le mot de la fin")

    trouble(crash)
    with caplog.at_level(logging.ERROR):
        answer = client.get("/connexion")
    assert answer.status_code == 500
    assert "RuntimeError" not in answer.text and "mot de la fin" not in answer.text and "Traceback" not in answer.text
    reference = re.search(r": ([0-9a-f]{12})", answer.text)[1]
    assert reference in caplog.text


@pytest.mark.parametrize(
    "fault",
    [
        OperationalError("SELECT 1", {}, Exception("database is locked")),
        InterfaceError("SELECT 1", {}, Exception("connection is locked")),
        TimeoutError("QueuePool limit locked"),
    ],
)
def test_a_database_that_is_taken_is_an_answer_not_a_crash(client, trouble, fault):
    """T52-T54."""

    def busy():
        raise fault

    trouble(busy)
    answer = client.get("/connexion")
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "60"
    assert "locked" not in answer.text


@pytest.mark.parametrize("fault", [IntegrityError("INSERT", {}, Exception("UNIQUE failed")), StaleDataError("0 rows matched")])
def test_who_comes_second_at_the_same_instant_is_told_so(client, trouble, fault):
    def outrun():
        raise fault

    trouble(outrun)
    answer = client.get("/connexion")
    assert answer.status_code == 409 and "a agi avant vous" in answer.text and "UNIQUE" not in answer.text


def test_who_is_signed_in_is_told_so_too_by_the_page_of_the_house(client, trouble):
    """The statement that failed takes with it what was read of the account, which the page's menu asks for."""

    def outrun():
        db.session.add_all(Series(code="pathos-2025", name="Référents PATHOS") for _ in range(2))
        db.session.flush()

    trouble(outrun)
    make.sign_in(client, make.account(networks=["mdph-directeurs"]))
    answer = client.post("/connexion")
    assert answer.status_code == 409 and "a agi avant vous" in answer.text and "Annuaire" in answer.text


def test_a_database_that_goes_away_while_writing_leaves_a_page_without_menu(client, trouble):
    def cut():
        db.session.add_all(Series(code="pathos-2025", name="Référents PATHOS") for _ in range(2))
        with pytest.raises(IntegrityError):
            db.session.flush()
        raise OperationalError("INSERT", {}, Exception("server closed the connection"))

    trouble(cut)
    make.sign_in(client, make.account(networks=["mdph-directeurs"]))
    answer = client.post("/connexion")
    assert answer.status_code == 503 and "très occupé" in answer.text and "Annuaire" not in answer.text


def test_a_rule_s_refusal_is_said_with_its_words(client, trouble):
    def refuse():
        raise Refusal("Il n’y a plus de place.")

    trouble(refuse)
    answer = client.post("/connexion")
    assert answer.status_code == 422 and "Il n’y a plus de place." in answer.text


@pytest.mark.parametrize(
    "path", ["/console", "/.git/config", "/.env", "/static/", "/statique/", "/%2527", "/%00", "/%F0%9F%92%A9", "/" + "a" * 5000, "/aide/"]
)
def test_what_is_not_ours_is_not_found(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "n’existe pas" in answer.text


def test_a_wrong_method_says_which_are_right(client):
    for method in ("post", "put", "delete", "patch"):
        answer = getattr(client, method)("/aide")
        assert answer.status_code in (400, 405)
    answer = client.open("/aide", method="TRACE")
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]


def test_head_and_options_say_no_more_than_get(client):
    assert client.head("/aide").status_code == 200 and client.head("/aide").data == b""
    assert set(client.options("/aide").headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_page_that_is_too_long_or_too_heavy_is_refused(app, client, monkeypatch):
    assert client.post("/connexion", data={"email": "x" * 300_000}, content_type="multipart/form-data").status_code == 413
    assert client.post("/connexion", data={f"f{i}": "x" for i in range(300)}, content_type="multipart/form-data").status_code == 413
    heavy = client.post("/connexion", data=b"x" * (app.config["MAX_CONTENT_LENGTH"] + 1), content_type="application/x-www-form-urlencoded")
    assert heavy.status_code == 413
    assert "trop lourd" in heavy.text


def test_rubbish_in_a_form_is_only_a_bad_form(client, monkeypatch, app):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    for data in (b"\xff\xfe=%zz&&&==", b"email=%00%ff", b"\x00" * 100, "email=\u202e\ufeff".encode()):
        assert client.post("/connexion", data=data, content_type="application/x-www-form-urlencoded").status_code == 422
    assert client.post("/connexion", data=b"--x\r\nbad", content_type="multipart/form-data; boundary=x").status_code in (400, 422)
