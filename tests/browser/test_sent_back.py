"""Every form of the site, sent wrong: what comes back says so at the top, beside each field, and to everybody."""

import pytest

from tests import make
from tests.browser import town
from tests.browser.forms import Found, spoilt, what_is_missing
from tests.browser.watch import looked_at
from tests.browsers import browser_of
from tests.house.sources import none

# Forms in which nothing can be wrong: boxes that may all stay empty, and a list whose every line is told apart on the next page.
TAKES_ANYTHING = {"attendance.record", "event_people.act_on_many", "guest_lists.new", "invitation_pages.refuse", "invitations.nudge"}


def forms_of(app, role):
    """Every form that this role finds, by its door and its fields: where it is."""
    accounts, browser = town.build(), browser_of(app)
    found = Found(app, make.sign_in(browser, accounts[role]) if role in accounts else browser)
    links = [*town.secret_links(), *town.answers_to_forms()] if role == "stranger" else town.deeper_pages(accounts[role])
    found.follow(links, always=True)
    found.follow([rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments])
    return accounts.get(role), found.forms


@pytest.mark.parametrize("role", ["stranger", "administrator"])
def test_a_form_sent_back_says_what_is_wrong_to_everybody(app, browse, site, role):
    account, forms = forms_of(app, role)
    page, wrong = browse(account), []
    for (door, fields), (address, number) in forms.items():
        if not fields:
            continue
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        status = spoilt(page, number)
        if status == 422:
            wrong += [f"{door} {address}: {fault}" for fault in what_is_missing(page) + looked_at(page, (320,), (320,))]
        elif door not in TAKES_ANYTHING or status != 200:
            wrong.append(f"{door} {address}: {status}")
    none(wrong)
    assert len(forms) > (8 if role == "stranger" else 70)
