"""Headers on every answer, hosts, and where a form may come from."""

import re

import pytest

from app import create_app
from config import BadSettings
from config import settings as read

PRODUCTION = {
    "ENV": "production",
    "SECRET_KEY": "x" * 48,
    "BASE_URL": "https://rencontres.example.org",
    "DATABASE_URL": "postgres://u@db/rencontres",
    "SMTP_URL": "smtp://relais.example.org",
    "MAIL_FROM": "rencontres@example.org",
    "MAIL_BOUNCES": "retours@example.org",
    "MAILBOX_URL": "imaps://evenements:secret@courriel.example.org/INBOX",
}


@pytest.mark.parametrize("path", ["/aide", "/connexion", "/nulle-part", "/mon-compte", "/connexion/" + "a" * 69])
def test_every_answer_is_locked(client, path):
    headers = client.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'" and policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"] and "*" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store" and "Cookie" in headers["Vary"]
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Content-Type"] == "text/html; charset=utf-8"


def test_files_are_kept_for_ever_and_open_to_no_other_site(client):
    address = re.search(r'href="(/statique/[^"]+\.css)"', client.get("/aide").text)[1]
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_files_outside_the_folder_are_not_served(client):
    prefix = re.search(r'href="(/statique/[^/"]+/)', client.get("/aide").text)[1]
    for name in ("../../config.py", "%2e%2e/%2e%2e/config.py", "..%2f..%2fconfig.py", ""):
        assert client.get(prefix + name).status_code == 404


def send(client, **headers):
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get("/connexion").text)[1]
    return client.post("/connexion", data={"csrf_token": token, "email": "nul"}, headers=headers).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},  # what Chromium says on a page without referrer
        {"Origin": "null"},
    ],
)
def test_a_form_of_ours_is_answered(client, headers):
    assert send(client, **headers) == 422


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "https://localhost"},
        {"Origin": "http://["},
        {"Origin": ""},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused(client, headers):
    assert send(client, **headers) == 403


def test_a_form_without_its_token_or_with_another_s_is_refused(app, client):
    other = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', app.test_client().get("/connexion").text)[1]
    for token in ("", "x", other, "é"):
        assert client.post("/connexion", data={"csrf_token": token, "email": "nul"}).status_code == 400


@pytest.fixture
def in_production(database_url, tmp_path):
    """The same house with the settings of production, and a database at hand."""
    values = read(PRODUCTION | {"INSTANCE_DIR": str(tmp_path)})
    return create_app(**values | {"SQLALCHEMY_DATABASE_URI": database_url})


def test_in_production_only_our_own_host_is_answered(in_production):
    client = in_production.test_client()
    assert client.get("/aide", base_url="https://rencontres.example.org").status_code == 200
    for host in ("evil.example", "rencontres.example.org.evil.example", "localhost"):
        answer = client.get("/aide", base_url=f"https://{host}")
        assert answer.status_code == 400
        assert "evil" not in answer.text


def test_in_production_cookies_and_connections_are_https_only(in_production):
    answer = in_production.test_client().get("/connexion", base_url="https://rencontres.example.org")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-saisie=") and all(mark in cookie for mark in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert in_production.debug is False


def test_in_production_nothing_of_development_is_shown(in_production):
    client = in_production.test_client()
    assert "Courriels de test" not in client.get("/aide", base_url="https://rencontres.example.org").text
    assert client.get("/courriels-de-test", base_url="https://rencontres.example.org").status_code == 404


@pytest.mark.parametrize("missing", ["SECRET_KEY", "BASE_URL", "DATABASE_URL", "SMTP_URL", "MAIL_FROM", "MAIL_BOUNCES", "MAILBOX_URL"])
def test_production_does_not_start_with_something_missing(missing):
    with pytest.raises(BadSettings, match=missing):
        read({name: value for name, value in PRODUCTION.items() if name != missing})


@pytest.mark.parametrize(
    "change",
    [
        {"SECRET_KEY": "court"},
        {"SECRET_KEY_FALLBACKS": "court"},
        {"BASE_URL": "http://rencontres.example.org"},
        {"MAILBOX_URL": "imap://evenements:secret@courriel.example.org/INBOX"},
        {"ENV": "prod"},
        {"ENV": "Production"},
        {"ENV": ""},
    ],
)
def test_production_does_not_start_unsafe(change):
    with pytest.raises(BadSettings):
        read(PRODUCTION | change)


def test_a_proxy_is_believed_only_when_the_settings_say_so(database_url):
    for proxies, seen in (("0", "127.0.0.1"), ("1", "9.9.9.9")):
        app = create_app(**read({"ENV": "test", "TRUSTED_PROXIES": proxies}) | {"SQLALCHEMY_DATABASE_URI": database_url})
        said = []
        app.before_request(lambda said=said: said.append(__import__("flask").request.remote_addr))
        app.test_client().get("/aide", headers={"X-Forwarded-For": "6.6.6.6, 9.9.9.9"})
        assert said == [seen]


@pytest.mark.parametrize("path", ["/aide?q=%00", "/aide%00", "/connexion/%00", "/connexion?%00=1", "/evenements/%00"])
def test_a_nul_in_an_address_is_nothing_of_ours(client, path):
    assert client.get(path).status_code == 404


def test_in_production_a_form_comes_from_the_site_s_own_address(in_production):
    client, site = in_production.test_client(), "https://rencontres.example.org"
    for host, origin, code in (
        (site, site, 422),
        (f"{site}:444", f"{site}:444", 403),
        (site, "http://rencontres.example.org", 403),
        (site, "https://rencontres.example.org.evil.example", 403),
    ):
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get("/connexion", base_url=site).text)[1]
        form = {"csrf_token": token, "email": "nul"}
        assert client.post("/connexion", base_url=host, data=form, headers={"Origin": origin}).status_code == code
