"""Signing in and out, from the browser's side."""

import re
from datetime import timedelta

import pytest

from app import mailroom
from app.accounts.actions import address_of, issue_link
from app.accounts.guard import cookie_name, fingerprint, new_cookie, sign
from app.accounts.models import LinkRequest, SignIn
from app.core import clock
from app.core.db import db, transaction
from app.core.limits import Hit
from app.journal.models import Act
from app.outbox.models import OutboxLetter
from tests import make


def token_in(client, url="/connexion"):
    return re.search(r'name="csrf_token" type="hidden" value="([^"]+)"', client.get(url).text)[1]


def ask(client, email, suite=""):
    return client.post(f"/connexion{suite}", data={"csrf_token": token_in(client), "email": email})


def last_request():
    return db.session.query(LinkRequest).order_by(LinkRequest.id.desc()).first()


def path_of(request):
    return address_of(request).removeprefix("http://localhost")


def press(client, path, **more):
    return client.post(path, data={"csrf_token": token_in(client, path), **more})


@pytest.fixture
def camille():
    return make.account("Camille Roussel", email="camille.roussel@cnsa.example.org", networks=["mdph-directeurs"])


def test_the_letter_s_link_signs_in_the_browser_that_asked(client, camille):
    ask(client, "Camille.Roussel@CNSA.example.org ")
    letter = db.session.query(OutboxLetter).one()
    assert (letter.kind, letter.recipient, letter.priority) == ("sign_in", camille.email, 0)
    assert letter.expires_at == last_request().requested_at + timedelta(minutes=10)
    made = mailroom.LETTERS["sign_in"](letter.ids, clock.now())
    answer = press(client, made.button.url.removeprefix("http://localhost"))
    assert answer.status_code == 303
    assert client.get("/mon-compte").status_code == 200
    assert "Camille Roussel" in client.get("/mon-compte").text


def test_a_known_and_an_unknown_address_get_the_same_answer(app, camille):
    answers = [ask(app.test_client(), email) for email in (camille.email, "personne@inconnu.example.org")]
    said = [(one.status_code, one.location, sorted(one.headers.keys())) for one in answers]
    assert said[0] == said[1]
    assert db.session.query(OutboxLetter).count() == 1


def test_a_disabled_account_gets_no_letter(client):
    gone = make.account("Paule Estève", disabled_at=clock.now())
    assert ask(client, gone.email).status_code == 303
    assert db.session.query(OutboxLetter).count() == 0


def test_an_address_that_is_not_one_is_sent_back_with_its_reason(client):
    answer = ask(client, "camille")
    assert answer.status_code == 422
    assert "adresse est incomplète" in answer.text
    assert db.session.query(Hit).count() == 0


def test_five_demands_in_a_quarter_of_an_hour_are_enough_for_one_address_known_or_not(app, camille):
    for email in (camille.email, "personne@inconnu.example.org"):
        codes = [ask(app.test_client(), email).status_code for _ in range(6)]
        assert codes == [303] * 5 + [429]


def test_a_flood_on_an_address_does_not_spoil_the_link_already_sent(app, client, camille):
    ask(client, camille.email)
    path = path_of(last_request())
    for _ in range(6):
        ask(app.test_client(), camille.email)
    assert press(client, path).status_code == 303


def test_reading_the_link_by_robots_uses_nothing_and_signs_nobody_in(app, client, camille):
    ask(client, camille.email)
    path = path_of(last_request())
    for method in ("get", "head", "options") * 5:
        answer = getattr(app.test_client(), method)(path)
        assert answer.status_code == 200
        assert cookie_name() not in answer.headers.get("Set-Cookie", "").split("=")[0]
    assert db.session.query(SignIn).count() == 0
    assert press(client, path).status_code == 303


def test_the_link_s_page_leaves_no_trace_of_its_address(client, camille):
    ask(client, camille.email)
    answer = client.get(path_of(last_request()))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"] == "no-store"
    assert camille.email not in answer.text


def test_a_link_serves_once(app, client, camille):
    ask(client, camille.email)
    path = path_of(last_request())
    token = token_in(client, path)
    press(client, path)
    again = client.post(path, data={"csrf_token": token})
    assert again.status_code in (400, 410)
    assert app.test_client().get(path).status_code == 410


def test_a_link_of_ten_minutes_ago_opens_nothing(client, camille):
    ask(client, camille.email)
    with transaction():
        last_request().requested_at = clock.now() - timedelta(minutes=10, seconds=1)
    page = client.get(path_of(last_request()))
    assert page.status_code == 410
    assert "ne sert plus" in page.text


def test_another_browser_must_give_the_address_again(app, client, camille):
    ask(client, camille.email)
    path, other = path_of(last_request()), app.test_client()
    assert "autre navigateur" in other.get(path).text
    refused = press(other, path, email="quelquun@ailleurs.example.org")
    assert refused.status_code == 422
    assert db.session.query(SignIn).count() == 0
    assert press(other, path, email=camille.email).status_code == 303
    assert other.get("/mon-compte").status_code == 200


def test_whoever_found_a_link_does_not_guess_its_address_for_long(app, client, camille):
    ask(client, camille.email)
    path, other = path_of(last_request()), app.test_client()
    codes = [press(other, path, email=f"essai{i}@cnsa.example.org").status_code for i in range(11)]
    assert codes == [422] * 10 + [429]


@pytest.mark.parametrize("change", [lambda p: p[:-1], lambda p: p + "A", lambda p: p[:11] + "a" * 26 + p[37:], lambda p: p[:40]])
def test_near_misses_get_the_same_page_as_an_expired_link(client, camille, change):
    ask(client, camille.email)
    missed = client.get(change(path_of(last_request())))
    assert missed.status_code == 410
    assert "ne sert plus" in missed.text


@pytest.mark.parametrize("token", ["é" * 70, "%00" * 30, "%F0%9F%92%A9", "a" * 8000, "..%2f..%2fetc", "%ff%fe"])
def test_odd_tokens_are_only_wrong_links(client, token):
    assert client.get(f"/connexion/{token}").status_code in (404, 410)


def test_a_disabled_account_does_not_enter_with_the_link_it_asked_before(client, camille):
    ask(client, camille.email)
    with transaction():
        camille.disabled_at = clock.now()
    assert press(client, path_of(last_request())).status_code == 422
    assert db.session.query(SignIn).count() == 0


def test_the_operator_s_link_asks_nothing_more(client, camille):
    with transaction():
        url = issue_link(camille, clock.now())
    assert press(client, url.removeprefix("http://localhost")).status_code == 303


def test_signing_in_changes_the_form_token_and_the_secret(client, camille):
    planted = sign(new_cookie())
    client.set_cookie(cookie_name(), planted)
    ask(client, camille.email)
    with client.session_transaction() as before:
        token = before.get("csrf_token")
    press(client, path_of(last_request()))
    with client.session_transaction() as after:
        assert after["csrf_token"] != token
    assert client.get_cookie(cookie_name()).value != planted
    assert db.session.query(SignIn).one().fingerprint != client.get_cookie(cookie_name()).value


def test_one_comes_back_to_the_page_that_was_asked(client, camille):
    asked = client.get("/mon-compte?x=1")
    assert asked.status_code == 303
    ask(client, camille.email, suite="?suite=/mon-compte?x=1")
    assert press(client, path_of(last_request())).location == "/mon-compte?x=1"


@pytest.mark.parametrize(
    "evil", ["https://evil.example", "//evil.example", "/\\evil.example", "/%09/evil", "javascript:alert(1)", "/%0d%0aX: y"]
)
def test_one_never_leaves_the_site_by_signing_in(client, camille, evil):
    ask(client, camille.email, suite=f"?suite={evil}")
    location = press(client, path_of(last_request())).location
    assert "evil" not in location and "javascript" not in location and "\n" not in location


def test_signing_out_ends_the_sign_in_and_empties_the_browser(client, camille):
    make.sign_in(client, camille)
    cookie = client.get_cookie(cookie_name()).value
    answer = press_out(client)
    assert answer.status_code == 303
    assert "cookies" in answer.headers["Clear-Site-Data"]
    assert "déconnecté" in client.get(answer.location).text
    client.set_cookie(cookie_name(), cookie)
    assert client.get("/mon-compte").status_code == 303


def press_out(client, url="/deconnexion"):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/mon-compte").text)[1]
    return client.post(url, data={"csrf_token": token})


def test_signing_out_by_a_link_is_impossible(client, camille):
    make.sign_in(client, camille)
    assert client.get("/deconnexion").status_code == 405
    assert client.get("/mon-compte").status_code == 200


def test_one_sees_and_ends_one_s_other_sign_ins(app, client, camille):
    make.sign_in(client, camille)
    phone = make.sign_in(app.test_client(), camille)
    assert "2\xa0navigateurs connectés" in client.get("/mon-compte").text
    other = next(one for one in db.session.query(SignIn) if one.fingerprint != mine(client))
    press_out(client, f"/mon-compte/connexions/{other.public_id}/fin")
    assert phone.get("/mon-compte").status_code == 303
    assert client.get("/mon-compte").status_code == 200


def mine(client):
    return fingerprint(client.get_cookie(cookie_name()).value.split(".")[0])


def test_one_ends_all_the_others_and_stays(app, client, camille):
    make.sign_in(client, camille)
    others = [make.sign_in(app.test_client(), camille) for _ in range(2)]
    press_out(client, "/mon-compte/connexions/fin")
    assert [one.get("/mon-compte").status_code for one in (client, *others)] == [200, 303, 303]


def test_the_sign_in_of_somebody_else_does_not_exist(app, client, camille):
    make.sign_in(app.test_client(), make.account("Basile Nomdedeu"))
    theirs = db.session.query(SignIn).one()
    make.sign_in(client, camille)
    assert press_out(client, f"/mon-compte/connexions/{theirs.public_id}/fin").status_code == 404
    assert theirs.ended_at is None


def test_a_sign_in_ends_after_two_idle_hours_and_after_twelve_in_any_case(app, client, camille, monkeypatch):
    make.sign_in(client, camille)
    start = clock.now()
    for minutes, code in ((119, 200), (230, 200), (351, 303)):
        move(monkeypatch, start + timedelta(minutes=minutes))
        assert client.get("/mon-compte").status_code == code, minutes
    move(monkeypatch, start)
    make.sign_in(client, camille)
    for hours in range(1, 12):
        move(monkeypatch, start + timedelta(hours=hours))
        assert client.get("/mon-compte").status_code == 200
    move(monkeypatch, start + timedelta(hours=12, seconds=1))
    assert client.get("/mon-compte").status_code == 303


def move(monkeypatch, at):
    monkeypatch.setattr("app.core.clock.now", lambda: at)
    monkeypatch.setattr("itsdangerous.TimestampSigner.get_timestamp", lambda self: int(at.timestamp()))


def test_a_disabled_account_is_out_at_once(client, camille):
    make.sign_in(client, camille)
    with transaction():
        camille.disabled_at = clock.now()
    assert client.get("/mon-compte").status_code == 303


@pytest.mark.parametrize("cookie", ["é€", "a.b.c", "", "x" * 5000, "é.é.é", "\x00", "....", "abc.ZZZZ.sig"])
def test_odd_cookies_are_nobody(client, cookie):
    assert client.get("/mon-compte", headers={"Cookie": f"{cookie_name()}={cookie}".encode().decode("latin-1")}).status_code == 303


def test_what_a_replaced_key_signed_is_still_read(app, client, camille):
    make.sign_in(client, camille)
    old = app.config["SECRET_KEY"]
    app.config.update(SECRET_KEY="a new key, long enough to be taken as one", SECRET_KEY_FALLBACKS=[old])
    try:
        assert client.get("/mon-compte").status_code == 200
        app.config.update(SECRET_KEY_FALLBACKS=[])
        assert client.get("/mon-compte").status_code == 303
    finally:
        app.config.update(SECRET_KEY=old, SECRET_KEY_FALLBACKS=[])


def test_on_https_the_cookies_are_host_cookies(app, client, camille):
    app.config["BASE_URL"] = "https://localhost"
    try:
        asked = client.post("/connexion", data={"csrf_token": token_in(client), "email": camille.email}, base_url="https://localhost")
        given = make.sign_in(client, camille).get_cookie("__Host-connexion")
    finally:
        app.config["BASE_URL"] = "http://localhost"
    cookie = next(one for one in asked.headers.getlist("Set-Cookie") if one.startswith("__Host-demande="))
    assert all(mark in cookie for mark in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie
    assert given is not None


def test_the_journal_says_who_signed_in_without_a_name_or_an_address(client, camille):
    ask(client, camille.email)
    press(client, path_of(last_request()))
    acts = db.session.query(Act).all()
    assert [act.verb for act in acts] == ["signed_in"]
    assert all("Camille" not in str(vars(act)) and "@" not in str(vars(act)) for act in acts)


def test_nothing_that_opens_a_door_lies_in_the_database(client, camille):
    ask(client, camille.email)
    path = path_of(last_request())
    kept = str([vars(row) for kind in (LinkRequest, OutboxLetter) for row in db.session.query(kind)])
    assert path[37:] not in kept
    assert client.get_cookie("demande").value not in kept
