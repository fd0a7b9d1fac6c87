"""Every page, opened by each role: it answers, it can be read, it asks the database little."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event as listen

from app.core.db import db
from app.directory.queries import person_by_email
from tests import make
from tests.browsers import browser_of
from tests.house.pages import read
from tests.house.sources import none, python_files

ROLES = ["stranger", "organiser", "facilitator", "administrator"]
MOST, MOST_OF_DASHBOARD = 12, 24  # a dashboard stays under 25
# Pages that show many different things at once.
DASHBOARDS = {
    "today.home",
    "reports.index",
    "registrations.follow",
    "calendar_pages.month",
    "calendar_pages.year",
    "calendar_pages.listing",
    "indicators.index",
    "indicators.show",
    "indicators.lines",
    "coverage.by_event",
    "coverage.by_stage",
    "coverage.on_map",
    "coverage_lists.absent",
    "coverage_lists.functions",
    "coverage_lists.invite",
}
NO_PAGE = {"outbox_health.healthz"}  # answers of another kind than a page


@pytest.fixture
def town():
    """A network with members, and events past and to come that one runs and another organises."""
    for name in ("Marchand", "Petit", "Roy"):
        make.person("Élodie", name, member_of=["mdph-directeurs"], email=f"{name.lower()}@mdph-14.example.org")
    camille = make.account("Camille Roussel", networks=["mdph-directeurs"])
    coming = make.event("Webinaire à venir", by=camille)
    held = make.event("Rencontre tenue", kind="rencontre_territoriale", by=camille, begins_in=timedelta(days=-3), lasts=timedelta(hours=7))
    basile = make.account("Basile Nomdedeu", events=[coming, held])
    return {"camille": camille, "basile": basile, "ada": make.account("Ada Lenoir", admin=True), "coming": coming, "held": held}


@pytest.fixture
def visitors(app, town):
    who = {"organiser": town["basile"], "facilitator": town["camille"], "administrator": town["ada"]}
    return {role: make.sign_in(browser_of(app), who[role]) if role in who else browser_of(app) for role in ROLES}


def rank_of(app, endpoint):
    return getattr(app.view_functions[endpoint], "opens_to", "signed_in")


def may(role, rank):
    least = {"everybody": 0, "signed_in": 1, "facilitators": 2, "administrators": 3}
    return ROLES.index(role) >= least[rank]


def readable(app, town):
    """Every address that can be read without knowing a secret: those without a name in them, and those of our two events."""
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint in NO_PAGE or rule.endpoint.startswith("outbox_catcher"):
            continue
        if not rule.arguments:
            yield rule.endpoint, rule.rule
        elif rule.rule.startswith("/gestion/evenements/") and rule.arguments == {"public_id"}:
            yield from ((rule.endpoint, rule.build({"public_id": town[one].public_id})[1]) for one in ("coming", "held"))
        elif rule.endpoint in ("registration_pages.show", "registration_pages.new"):
            yield from ((rule.endpoint, rule.build({"slug": town[one].slug})[1]) for one in ("coming", "held"))
        elif rule.endpoint.startswith("accounts_admin.") and rule.arguments == {"public_id"}:
            yield rule.endpoint, rule.build({"public_id": town["camille"].public_id})[1]
        elif rule.endpoint.startswith("indicators.") and rule.arguments == {"code"}:
            yield from ((rule.endpoint, rule.build({"code": code})[1]) for code in ("participations", "couverture", "membres"))
        elif rule.endpoint.startswith("networks.") and rule.arguments == {"code"}:
            yield rule.endpoint, rule.build({"code": "mdph-directeurs"})[1]
        elif rule.endpoint.startswith("directory.") and rule.arguments == {"public_id"} and "person" in rule.endpoint:
            yield rule.endpoint, rule.build({"public_id": person_by_email("roy@mdph-14.example.org").public_id})[1]


@contextmanager
def statements():
    """What is asked of the database meanwhile."""
    asked = []

    def note(_connection, _cursor, statement, *_more):
        if not statement.startswith(("PRAGMA", "BEGIN", "SET ", "SAVEPOINT", "RELEASE")):
            asked.append(statement)

    listen.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        listen.remove(db.engine, "before_cursor_execute", note)


def visits(app, town, visitors, role):
    """Each page that this role may open, with its answer and what it asked of the database."""
    for endpoint, address in readable(app, town):
        if may(role, rank_of(app, endpoint)):
            with statements() as asked:
                answer = visitors[role].get(address)
            yield endpoint, address, answer, asked


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_can_be_read_and_asks_little(app, town, visitors, monkeypatch, role):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    wrong, titles = [], {}
    for endpoint, address, answer, asked in visits(app, town, visitors, role):
        if answer.status_code in (302, 303, 404):
            continue
        if answer.status_code not in (200, 409, 422):
            wrong.append(f"{address}: {answer.status_code}")
            continue
        if not answer.content_type.startswith("text/html"):
            continue
        page = read(answer.text)
        wrong += [f"{address}: {fault}" for fault in page.faults()]
        most = MOST_OF_DASHBOARD if endpoint in DASHBOARDS else MOST
        wrong += [f"{address}: {len(asked)} statements"] if len(asked) > most else []
        wrong += [f"{address}: same title as {titles[page.title]}"] if titles.get(page.title, address) != address else []
        titles[page.title] = address
    none(wrong)


def test_every_page_of_one_event_has_its_head(app, town, visitors):
    paper = {"attendance.print_sheet"}  # what is printed carries its own
    wrong = []
    for endpoint, address, answer, _ in visits(app, town, visitors, "administrator"):
        if address.startswith("/gestion/evenements/") and town["coming"].public_id in address and answer.status_code == 200:
            head = "Pages de l’événement" in answer.text and "leaf__day" in answer.text
            wrong += [] if head or endpoint in paper or not answer.content_type.startswith("text/html") else [address]
    none(wrong)


def test_what_each_role_may_not_open_answers_like_what_does_not_exist(app, town, visitors):
    wrong = []
    for endpoint, address in readable(app, town):
        for role in ROLES:
            if not may(role, rank_of(app, endpoint)):
                code = visitors[role].get(address).status_code
                if code != (303 if role == "stranger" else 404):
                    wrong.append(f"{role} {address}: {code}")
    none(wrong)


def test_pages_without_a_name_in_their_address_open_for_whoever_may(app, town, visitors):
    wrong = []
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments and rule.endpoint not in NO_PAGE:
            for role in ROLES:
                if may(role, rank_of(app, rule.endpoint)):
                    code = visitors[role].get(rule.rule).status_code
                    if code not in (200, 303) and not rule.endpoint.startswith("outbox_catcher"):
                        wrong.append(f"{role} {rule.rule}: {code}")
    none(wrong)


def test_somebody_else_s_event_does_not_exist(app, town):
    stranger = make.sign_in(browser_of(app), make.account("Nour Haddad", events=[make.event("Autre")]))
    wrong = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/gestion/evenements/<public_id>") and "GET" in rule.methods and rule.arguments == {"public_id"}:
            code = stranger.get(rule.build({"public_id": town["coming"].public_id})[1]).status_code
            if code != 404:
                wrong.append(f"{rule.rule}: {code}")
    none(wrong)


HOSTILE = [
    "%00",
    "99999999999999999999",
    "-1",
    "%F0%9F%92%A9",
    "%ff",
    "%27%22%3E%3Cscript%3E",
    "%25_",
    "0",
    "2026-13-45",
    "a" * 3000,
    "%E2%80%AE",
    "9999-12-31",
    "1",
]


def words_of_addresses():
    """Every name that a door reads after the ``?``."""
    asked = re.compile(r"""args(?:\.get|\.getlist|\.to_dict)?[\(\[]["'](\w+)["']""")
    return sorted({word for path in python_files() for word in asked.findall(path.read_text())} | {"page", "q"})


@pytest.mark.strict
def test_nothing_written_after_the_question_mark_makes_a_page_fall(app, town, visitors, monkeypatch):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    words, wrong = words_of_addresses(), []
    for endpoint, address in readable(app, town):
        role = "stranger" if rank_of(app, endpoint) == "everybody" else "administrator"
        for value in HOSTILE:
            answer = visitors[role].get(f"{address}?" + "&".join(f"{word}={value}" for word in words))
            if answer.status_code >= 500:
                wrong.append(f"{address}?{value[:24]}: {answer.status_code}")
            elif "<script>" in answer.text.lower():
                wrong.append(f"{address}?{value[:24]}: written as it came")
    none(wrong)
