"""What a request may hold before any door looks at it."""

import ast
from html.parser import HTMLParser

import pytest

from app.core.security import LISTS, ORDINARY_BYTES
from tests import make
from tests.browsers import browser_of
from tests.house.sources import none, python_files, tree_of
from tests.house.test_pages import readable
from tests.posting import post, token_of


def test_a_name_said_twice_is_refused(client):
    """T27, ASVS 15.3.7: what was checked is what is used."""
    make.sign_in(client, make.account())
    token = token_of(client)
    assert client.post("/connexion", data={"csrf_token": token, "email": ["a@x.example.org", "b@x.example.org"]}).status_code == 400
    assert client.post("/connexion", data={"csrf_token": [token, token], "email": "a@x.example.org"}).status_code == 400
    assert client.get("/connexion?suite=/aide&suite=//evil.example").status_code == 400


def test_boxes_may_be_ticked_together(client):
    make.sign_in(client, make.account(admin=True))
    assert post(client, "/reseaux/mdph-directeurs/ajouter", members=["a", "b"]).status_code != 400
    event = make.event()
    assert client.get(f"/gestion/evenements/{event.public_id}/inviter?reseaux=mdph-directeurs&reseaux=x").status_code != 400


def test_the_names_of_lists_are_those_of_boxes():
    """Ticked fields of forms, and what doors read as a list: nothing more, nothing less."""
    found = set()
    for path in python_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "ticks":
                found.add(node.targets[0].id)
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "getlist":
                found.add(node.args[0].value)
    assert found == LISTS


class Repeated(HTMLParser):
    """The names that one form of the page says more than once, whatever a person does."""

    def __init__(self):
        super().__init__()
        self.names, self.found = set(), []

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.names = set()
        if tag not in ("input", "select", "textarea") or not said.get("name") or said.get("type") in ("radio", "submit"):
            return
        if said["name"] in self.names and said["name"].rpartition("-")[2] not in LISTS:
            self.found.append(said["name"])
        self.names.add(said["name"])


def test_no_form_of_ours_says_a_name_twice(app, town):
    browser, wrong = make.sign_in(browser_of(app), town["ada"]), []
    for _endpoint, address in readable(app, town):
        page = Repeated()
        page.feed(browser.get(address).text)
        wrong += [f"{address} {name}" for name in page.found]
    none(wrong)


def test_only_a_door_that_takes_files_reads_much(app, client):
    """T23: two megabytes, five where a list is uploaded."""
    make.sign_in(client, make.account(admin=True))
    much = b"x" * (ORDINARY_BYTES + 1)
    kind = "application/x-www-form-urlencoded"
    assert client.post("/connexion", data=much, content_type=kind).status_code == 413
    assert client.post("/annuaire/personnes/nouvelle", data=much, content_type=kind).status_code == 413
    parts = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + much + b"\r\n--x--\r\n"
    assert client.post("/annuaire/personnes/nouvelle", data=parts, content_type="multipart/form-data; boundary=x").status_code == 413
    doors = {name for name, view in app.view_functions.items() if getattr(view, "takes_files", False)}
    assert doors == {"directory_imports.new", "guest_lists.new", "indicators_declared.take_in"}
    file = (__import__("io").BytesIO(b"Nom;Courriel\n" + b"x" * ORDINARY_BYTES), "liste.csv")
    assert post(client, "/annuaire/import", file=file).status_code == 422  # read, and refused for what it says
    event = make.event()
    assert client.post(f"/gestion/evenements/{event.public_id}/inviter", data=much, content_type=kind).status_code == 413


@pytest.mark.parametrize("door", ["/connexion", "/annuaire/import"])
def test_an_encoded_form_is_no_larger_than_a_form(app, client, door):
    """T23: it is read in one piece, so that a million names would be taken apart before anybody looks at them."""
    make.sign_in(client, make.account(admin=True))
    kind, most = "application/x-www-form-urlencoded", app.config["MAX_FORM_MEMORY_SIZE"]
    assert client.post(door, data=b"a&" * (most // 2 + 1), content_type=kind).status_code == 413
    assert client.post(door, data=b"a" * most, content_type=kind).status_code == 400  # read, and refused for its token


@pytest.mark.parametrize("door", ["/i/", "/p/", "/d/", "/q/", "/n/", "/connexion/"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS"])
def test_the_refusals_of_secret_pages_leave_no_trace_either(app, client, monkeypatch, door, method):
    """T10, §4: no referrer, no index, no cache, whatever the answer."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    answer = client.open(door + "a" * 69, method=method)
    assert answer.headers["Cache-Control"] == "no-store"
    if answer.status_code != 405:
        assert answer.headers["Referrer-Policy"] == "no-referrer" and "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.status_code in (200, 404, 405, 410)
    assert not any("connexion" in cookie for cookie in answer.headers.getlist("Set-Cookie"))
