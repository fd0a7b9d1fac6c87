"""Every page of the site, followed from link to link as each role may: readable by all, at three widths, without a complaint."""

from urllib.parse import urljoin, urlsplit

import pytest
from werkzeug.exceptions import HTTPException

from tests.browser import town
from tests.browser.watch import Watch, looked_at
from tests.house.sources import none

ROLES = ["stranger", "organiser", "facilitator", "administrator"]
RANKS = {"everybody": 0, "signed_in": 1, "facilitators": 2, "administrators": 3}
# Files to keep, letters shown inside a page of ours, the answer to a machine.
NO_PAGE = {
    "registration_pages.agenda",
    "registration_pages.my_agenda",
    "annual_report_documents.last",
    "annual_report_documents.show",
    "directory_imports.example",
    "indicators_declared.example",
    "feeds.everybody",
    "feeds.secret",
    "inbox.original",
    "outbox.sheet",
    "outbox_health.healthz",
    "ui.robots",
    "reminders.preview_sheet",
    "static",
}
LETTERS_OF_THIS_MACHINE = "outbox_catcher."
# Pages that differ with what happens to the event.
SEVERAL = {"registrations.follow": 8, "attendance.sheet": 4, "registration_pages.show": 6, "satisfaction.results": 3, "events.new": 3}
# Reached by a button that only shows after another action: seen by the forms of the other tests.
NOT_LINKED = {"event_people.ask"}


class Walk:
    """One visitor who opens every page it meets a link to, a few of each sort."""

    def __init__(self, app, role, page, site):
        self.app, self.role = app, role
        self.adapter = app.url_map.bind(urlsplit(site).netloc)
        self.page, self.site, self.watch = page, site, Watch(page, site)
        self.seen, self.met, self.wrong = {}, set(), []

    def endpoint_of(self, address):
        parts = urlsplit(address)
        try:
            return self.adapter.match(parts.path, "GET")[0]
        except HTTPException:
            return None

    def wants(self, address):
        endpoint = self.endpoint_of(address)
        if not address.startswith("http"):  # webcal: a calendar program opens it
            return False
        if endpoint is None or endpoint in NO_PAGE or endpoint.startswith(LETTERS_OF_THIS_MACHINE):
            return False
        return len(self.seen.get(endpoint, ())) < SEVERAL.get(endpoint, 1)

    def go(self, addresses, *, always=False):
        """Open each address, then what it links to, until there is nothing new."""
        waiting = [(urljoin(self.site, one), always) for one in addresses]
        while waiting:
            address, asked = waiting.pop(0)
            plain = address.split("#")[0].split("?")[0] if not asked and "genre=" not in address else address.split("#")[0]
            if plain in self.met or not (asked or self.wants(plain)):
                continue
            self.met.add(plain)
            waiting += [(one, False) for one in self.visit(plain, asked)]

    def visit(self, address, asked):
        answer = self.page.goto(address)
        endpoint = self.endpoint_of(address)
        if answer.status >= (500 if asked else 400):
            self.wrong.append(f"{address}: {answer.status}")
        if answer.status >= 400:
            return []
        self.seen.setdefault(endpoint, []).append(address)
        own = RANKS[rank_of(self.app, endpoint)] == ROLES.index(self.role)
        faults = looked_at(self.page, axe_at=(1280, 320) if own else (320,), contrasts=own) + self.watch.complaints()
        self.wrong += [f"{urlsplit(address).path}: {fault}" for fault in faults]
        return self.page.eval_on_selector_all("a[href]", "all => all.map(one => new URL(one.getAttribute('href'), document.baseURI).href)")


def rank_of(app, endpoint):
    return getattr(app.view_functions[endpoint], "opens_to", "signed_in")


def doors_of(app, role):
    """The sorts of pages that this role may read."""
    for rule in app.url_map.iter_rules():
        is_page = rule.endpoint not in NO_PAGE and not rule.endpoint.startswith(LETTERS_OF_THIS_MACHINE)
        if "GET" in rule.methods and is_page and RANKS[rank_of(app, rule.endpoint)] <= ROLES.index(role):
            yield rule


@pytest.mark.parametrize("role", ROLES)
def test_every_page_can_be_read_by_all_at_every_width(app, browse, site, role):
    accounts = town.build()
    walk = Walk(app, role, browse(accounts.get(role)), site)
    doors = list(doors_of(app, role))
    if role == "stranger":
        walk.go([*town.secret_links(), *town.answers_to_forms()], always=True)
    if role in ("facilitator", "administrator"):
        walk.go(town.deeper_pages(accounts[role]), always=True)
    walk.go([rule.rule for rule in doors if not rule.arguments])
    none(walk.wrong)
    if role in ("stranger", "administrator"):
        never = {rule.endpoint for rule in doors if role == "stranger" or "token" not in rule.arguments} - set(walk.seen) - NOT_LINKED
        assert never == set(), "pages that no link leads to"
