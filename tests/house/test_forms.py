"""Every form, filled in by somebody who means harm: it is refused or cleaned, and never makes the house fall."""

from html.parser import HTMLParser
from itertools import cycle

import pytest

from tests import make
from tests.browsers import browser_of
from tests.house.sources import none
from tests.house.test_pages import may, rank_of, readable, town  # noqa: F401

HOSTILE = {
    "nul": "\x00",
    "number": "9" * 25,
    "script": "é\u202e<script>alert(1)</script>{{7*7}}",
    "formula": "=cmd|' /C calc'!A0\r\nBcc: x@evil.example",
    "long": "x" * 6000,
    "date": "2026-02-30",
    "nothing": " \u200b ",
}


class Forms(HTMLParser):
    """The forms of a page: where they go, and what they send when nothing is touched."""

    def __init__(self):
        super().__init__()
        self.found, self.open, self.choice = [], None, None

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.open = (said.get("action"), {}) if (said.get("method") or "").lower() == "post" else None
            if self.open:
                self.found.append(self.open)
        elif self.open and tag == "option":
            if self.choice and ("selected" in said or not self.open[1][self.choice]):
                self.open[1][self.choice] = said.get("value") or ""
        elif self.open and said.get("name") and tag in ("input", "select", "textarea", "button"):
            self.choice = said["name"] if tag == "select" else None
            is_off = said.get("type") in ("checkbox", "radio") and "checked" not in said
            self.open[1].setdefault(said["name"], "")
            if said.get("value") and not is_off:
                self.open[1][said["name"]] = said["value"]

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None


def forms_of(text):
    page = Forms()
    page.feed(text)
    return page.found


LAST = ("supprimer", "annuler", "retirer", "desactiver", "arreter", "archiver", "clore", "terminer")  # what ends something comes last


@pytest.fixture
def harmful(app, town, monkeypatch):  # noqa: F811
    """An administrator's browser without token nor limits, and the forms it finds."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setattr("app.core.limits.spend", lambda *_who, **_how: True)
    browser = make.sign_in(browser_of(app), town["ada"])
    forms = forms_seen(app, town, browser)
    assert len(forms) > 20
    return browser, sorted(forms, key=lambda form: any(word in form[0] for word in LAST))


def faults_of(browser, target, sent, where):
    answer = browser.post(target, data=sent)
    if answer.status_code >= 500:
        return [f"{target} {where} {answer.status_code}"]
    raw = answer.content_type.startswith("text/html") and "<script>alert" in answer.text
    return [f"{target} repeats {where} raw"] if raw else []


@pytest.mark.strict
@pytest.mark.parametrize("harm", HOSTILE)
def test_a_form_full_of_harm_does_not_fall(harmful, harm):
    browser, forms = harmful
    none([fault for target, filled in forms for fault in faults_of(browser, target, dict.fromkeys(filled, HOSTILE[harm]), harm)])


@pytest.mark.strict
@pytest.mark.slow
def test_a_form_with_harm_in_one_field_does_not_fall(harmful):
    """Each field in turn, each with another harm, the others as the page filled them."""
    browser, forms = harmful
    harms, wrong = cycle(HOSTILE.items()), []
    for target, filled in forms:
        for name in filled:
            harm, value = next(harms)
            wrong += faults_of(browser, target, filled | {name: value}, f"{harm} in {name}")
    none(wrong)


def forms_seen(app, town, browser):  # noqa: F811
    """Every different form that an administrator finds on the pages."""
    seen = {}
    for endpoint, address in readable(app, town):
        if may("administrator", rank_of(app, endpoint)) and endpoint != "accounts.me":
            for action, filled in forms_of(browser.get(address).text):
                seen.setdefault((action or address, *sorted(filled)), filled)
    return [(key[0], filled) for key, filled in seen.items() if "deconnexion" not in key[0]]
