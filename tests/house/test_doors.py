"""Every door is closed unless it is written here."""

import pytest

from tests import make
from tests.house.sources import none

# What a stranger may open. Pages of secret links are open to whoever holds the link: the link is the proof.
PUBLIC = {
    "accounts.link_sent",
    "accounts.open_link",
    "accounts.sign_in",
    "invitation_pages.colleague",
    "invitation_pages.refuse",
    "invitation_pages.show",
    "networks.unsubscribe",
    "outbox_catcher.file",
    "outbox_catcher.index",
    "outbox_catcher.page",
    "outbox_catcher.show",
    "outbox_health.healthz",
    "inbox_rehearsal.answer",
    "feeds.everybody",
    "feeds.how",
    "feeds.secret",
    "personal_feeds.change",
    "personal_feeds.give",
    "personal_feeds.revoke",
    "personal_feeds.show",
    "public_events.index",
    "public_events.past",
    "public_events.shortened",
    "registration_pages.agenda",
    "registration_pages.ask_links",
    "registration_pages.come_back",
    "registration_pages.confirm",
    "registration_pages.leave",
    "registration_pages.links_sent",
    "registration_pages.mine",
    "registration_pages.my_agenda",
    "registration_pages.new",
    "registration_pages.sent",
    "registration_pages.show",
    "satisfaction.answer",
    "ui.accessibility",
    "ui.eco",
    "ui.help",
    "ui.legal",
    "ui.privacy",
    "ui.robots",
    "ui.sitemap",
}
ONE_CLICK = {"networks.unsubscribe"}  # RFC 8058: posted by mail providers, without cookie nor token
RANKS = {"everybody", "signed_in", "facilitators", "administrators"}


def rank_of(app, endpoint):
    return getattr(app.view_functions[endpoint], "opens_to", "signed_in")


def addresses(app, *, closed_only=True):
    """Each rule with an address made of plausible, unknown values."""
    for rule in app.url_map.iter_rules():
        values = {name: 1 if "int" in type(rule._converters[name]).__name__.lower() else "a" * 26 for name in rule.arguments}
        if not closed_only or rank_of(app, rule.endpoint) != "everybody":
            yield rule, rule.build(values)[1]


def test_strangers_open_what_is_listed_and_nothing_else(app):
    opened = {rule.endpoint for rule in app.url_map.iter_rules() if rank_of(app, rule.endpoint) == "everybody"}
    assert opened == PUBLIC


def test_every_door_has_a_rank_that_the_guard_knows(app):
    assert {rank_of(app, rule.endpoint) for rule in app.url_map.iter_rules()} <= RANKS


def test_only_mail_providers_post_without_a_token(app):
    marked = {name for name, view in app.view_functions.items() if getattr(view, "one_click", False)}
    assert marked == ONE_CLICK


def test_no_door_takes_another_method_than_reading_and_sending(app):
    assert {method for rule in app.url_map.iter_rules() for method in rule.methods} <= {"GET", "HEAD", "POST", "OPTIONS"}


def test_addresses_are_plain_french_words(app):
    none([rule.rule for rule in app.url_map.iter_rules() if rule.rule.lower() != rule.rule or "_" in _fixed(rule.rule)])


def _fixed(path):
    return "/".join(part for part in path.split("/") if not part.startswith("<"))


def test_a_stranger_is_sent_to_the_sign_in_page_from_every_closed_door(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    wrong = []
    for rule, address in addresses(app):
        for method in rule.methods & {"GET", "HEAD", "POST"}:
            answer = client.open(address, method=method)
            if answer.status_code != 303 or not answer.location.startswith("/connexion"):
                wrong.append(f"{method} {address} {answer.status_code}")
    none(wrong)


@pytest.mark.parametrize("rank", ["nobody", "organiser", "facilitator"])
def test_a_door_above_one_s_rank_does_not_exist(app, client, monkeypatch, rank):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    events = [make.event()] if rank == "organiser" else []
    make.sign_in(client, make.account(networks=["mdph-directeurs"] if rank == "facilitator" else [], events=events))
    above = {"administrators"} if rank == "facilitator" else {"administrators", "facilitators"}
    wrong = []
    for rule, address in addresses(app):
        if rank_of(app, rule.endpoint) in above:
            for method in rule.methods & {"GET", "HEAD", "POST"}:
                code = client.open(address, method=method).status_code
                if code != 404:
                    wrong.append(f"{method} {address} {code}")
    none(wrong)


def test_unknown_things_are_not_found_whoever_asks(app, client, monkeypatch):
    """An administrator opens everything; what does not exist is a 404, a refusal or a dead link, never a crash."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    make.sign_in(client, make.account(admin=True))
    wrong = []
    for rule, address in addresses(app, closed_only=False):
        if rule.arguments:
            for method in rule.methods & {"GET", "HEAD", "POST"}:
                code = client.open(address, method=method).status_code
                if code not in (404, 410, 422):
                    wrong.append(f"{method} {address} {code}")
    none(wrong)


def test_a_form_without_its_token_is_refused_by_every_door(app, client):
    make.sign_in(client, make.account(admin=True))
    wrong = []
    for rule, address in addresses(app, closed_only=False):
        if "POST" in rule.methods and rule.endpoint not in ONE_CLICK:
            code = client.post(address).status_code
            if code != 400:
                wrong.append(f"{address} {code}")
    none(wrong)
