"""Opening doors, and what administrators do with accounts."""

from datetime import timedelta

import pytest

from app.accounts import actions, admin_actions, jobs, mails
from app.accounts.admin_actions import Card, Right
from app.accounts.browsers import described
from app.accounts.models import Account, LinkRequest, Role, Scope, SignIn
from app.accounts.paths import inside
from app.core import clock
from app.core.db import db, transaction
from app.core.errors import Refusal
from tests import make


def card(**more):
    return Card(**({"email": "nour.haddad@cnsa.example.org", "name": "Nour Haddad", "phone": None, "is_admin": False} | more))


@pytest.fixture
def admin():
    return make.account("Ada Lenoir", admin=True)


def asked(account, at):
    with transaction():
        return actions.ask_link(account.email, browser="this browser", at=at)


def test_of_two_who_press_at_once_one_enters(admin):
    now = make.now()
    request = asked(admin, now)
    with transaction():
        actions.open_door(request, known_browser=True, email=None, description="", at=now)
    db.session.refresh(request)
    request.used_at = None  # as the second one read it, just before the first wrote
    db.session.expunge(request)
    request.account = admin
    with pytest.raises(Refusal), transaction():
        actions.open_door(request, known_browser=True, email=None, description="", at=now)
    assert db.session.query(SignIn).count() == 1


def test_the_letter_of_a_link_that_served_or_expired_is_no_longer_made(admin):
    now = make.now()
    request = asked(admin, now)
    assert mails.sign_in(request, now) is not None
    assert mails.sign_in(request, now + timedelta(minutes=11)) is None
    with transaction():
        actions.open_door(request, known_browser=True, email=None, description="", at=now)
    db.session.refresh(request)
    assert mails.sign_in(request, now) is None


def test_two_accounts_never_share_an_address(admin):
    with transaction():
        admin_actions.open_account(card(), by="système", at=make.now())
    with pytest.raises(Refusal, match="déjà"), transaction():
        admin_actions.open_account(card(name="Autre Personne"), by="système", at=make.now())


def test_nobody_takes_away_their_own_administration(admin):
    with pytest.raises(Refusal, match="propres droits"):
        admin_actions.disable(admin, by=admin, at=make.now())
    with pytest.raises(Refusal, match="propres droits"):
        admin_actions.correct(admin, card(email=admin.email), by=admin, at=make.now())


def test_the_last_administrator_stays(admin):
    other = make.account("Basile Nomdedeu")
    with pytest.raises(Refusal, match="dernier"):
        admin_actions.disable(admin, by=other, at=make.now())


def test_disabling_ends_sign_ins_and_links(admin, client):
    who = make.account("Nour Haddad")
    make.sign_in(client, who)
    request = asked(who, make.now())
    with transaction():
        admin_actions.disable(who, by=admin, at=make.now())
    assert db.session.query(SignIn).one().ended_at is not None
    db.session.refresh(request)
    assert request.used_at is not None


def test_a_new_address_means_signing_in_again(admin, client):
    who = make.account("Nour Haddad")
    make.sign_in(client, who)
    with transaction():
        admin_actions.correct(who, card(), by=admin, at=make.now())
    assert client.get("/mon-compte").status_code == 303


def test_a_right_holds_from_its_first_to_its_last_day(admin):
    who, now = make.account("Nour Haddad"), make.now()
    network = make.network()
    with transaction():
        admin_actions.grant(
            who,
            Right(Role.FACILITATOR, Scope.NETWORK, network.id, now + timedelta(days=1), now + timedelta(days=3)),
            by=admin,
            at=now,
        )
    assert [bool(who.network_ids(now + timedelta(days=day))) for day in range(4)] == [False, True, True, False]


def test_the_same_right_is_not_given_twice_over_the_same_days(admin):
    who, now = make.account("Nour Haddad", networks=["mdph-directeurs"]), make.now()
    again = Right(Role.FACILITATOR, Scope.NETWORK, make.network().id, now)
    with pytest.raises(Refusal, match="déjà"):
        admin_actions.grant(who, again, by=admin, at=now)


def test_a_right_taken_back_is_over_and_one_not_begun_is_gone(admin):
    who, now = make.account("Nour Haddad", networks=["mdph-directeurs"]), make.now()
    network = make.network()
    with transaction():
        admin_actions.take_back(who, Scope.NETWORK, network.id, by=admin, at=now)
    assert who.network_ids(now) == set()
    assert who.network_ids(now - timedelta(days=1)) == {network.id}
    with transaction():
        admin_actions.grant(who, Right(Role.FACILITATOR, Scope.NETWORK, network.id, now + timedelta(days=9)), by=admin, at=now)
        admin_actions.take_back(who, Scope.NETWORK, network.id, by=admin, at=now)
    assert who.network_ids(now + timedelta(days=10)) == set()


def test_what_has_had_its_day_is_forgotten(admin, client):
    make.sign_in(client, admin)
    asked(admin, make.now())
    with transaction():
        assert jobs.forget_old(clock.now() + timedelta(hours=11)) == 0
    with transaction():
        assert jobs.forget_old(clock.now() + timedelta(hours=13)) == 1
    with transaction():
        assert jobs.forget_old(clock.now() + timedelta(hours=25)) == 1
    assert db.session.query(LinkRequest).count() == 0


def test_the_first_administrator_comes_from_the_command_line(app, client):
    run = app.test_cli_runner()
    made = run.invoke(args=["account", "create", "Ada.Lenoir@CNSA.example.org", "Ada Lenoir", "--admin"])
    assert made.exit_code == 0, made.output
    who = db.session.query(Account).one()
    assert (who.email, who.is_admin) == ("ada.lenoir@cnsa.example.org", True)
    assert run.invoke(args=["account", "create", who.email, "Ada", "--admin"]).exit_code == 1
    link = run.invoke(args=["account", "link", who.email]).output.strip()
    assert client.get(link.removeprefix("http://localhost")).status_code == 200
    assert run.invoke(args=["account", "link", "nul@cnsa.example.org"]).exit_code == 1


@pytest.mark.parametrize("path", ["/", "/evenements/x?y=1&z=%C3%A9", "/a//b", "/a#b"])
def test_pages_of_ours_are_inside(path):
    assert inside(path) == path


@pytest.mark.parametrize("path", ["", None, "x", "//x", "/\\x", "/\t/x", "/x\n", "http://x", "/x\\y", "/é", "/" + "x" * 600, " /x"])
def test_everything_else_is_not(path):
    assert inside(path) is None


def test_a_browser_is_named_as_its_owner_would():
    firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
    edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Safari/537.36 Edg/120.0"
    safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1"
    said = [described(one) for one in (firefox, edge, safari, "curl/8")]
    assert said == ["Firefox sur Windows", "Edge sur Windows", "Safari sur iPhone", "Navigateur inconnu"]
