"""How often one may ask."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pytest

from app.core import limits
from app.core.db import db, transaction
from app.core.limits import Hit
from tests import make

QUARTER = timedelta(minutes=15)


def test_the_demand_after_the_last_one_is_refused_until_the_first_is_old():
    now = make.now()
    said = [limits.spend("essai", "ada", most=3, within=QUARTER, at=now + timedelta(minutes=i)) for i in range(4)]
    assert said == [True, True, True, False]
    assert limits.spend("essai", "ada", most=3, within=QUARTER, at=now + timedelta(minutes=15, seconds=1))


def test_each_has_their_own_count_for_each_thing():
    now = make.now()
    assert limits.spend("essai", "ada", most=1, within=QUARTER, at=now)
    assert limits.spend("essai", "basile", most=1, within=QUARTER, at=now)
    assert limits.spend("autre", "ada", most=1, within=QUARTER, at=now)
    assert not limits.spend("essai", "ada", most=1, within=QUARTER, at=now)


def test_a_count_outlives_a_request_that_fails():
    limits.spend("essai", "ada", most=1, within=QUARTER, at=make.now())
    db.session.rollback()
    assert db.session.query(Hit).count() == 1


def test_counts_say_nothing_of_who_asked():
    limits.spend("essai", "ada@x.example.org", most=1, within=QUARTER, at=make.now())
    assert "ada" not in db.session.query(Hit).one().key


def test_old_counts_are_forgotten():
    now = make.now()
    limits.spend("essai", "ada", most=9, within=QUARTER, at=now - timedelta(days=2))
    limits.spend("essai", "ada", most=9, within=QUARTER, at=now)
    with transaction():
        assert limits.forget_old(now) == 1


def test_the_caller_is_not_who_they_claim_to_be_without_a_trusted_proxy(app):
    with app.test_request_context("/", headers={"X-Forwarded-For": "9.9.9.9"}, environ_base={"REMOTE_ADDR": "10.0.0.1"}):
        assert limits.caller() == "10.0.0.1"


def test_counts_cannot_be_guessed_without_our_key():
    limits.spend("essai", "ada@x.example.org", most=1, within=QUARTER, at=make.now())
    assert db.session.query(Hit).one().key != sha256(b"essai|ada@x.example.org").hexdigest()


@pytest.mark.parametrize(
    ("address", "machine"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("pas une adresse", "-"),
        ("", "-"),
    ],
)
def test_a_machine_is_its_address_or_its_network(app, address, machine):
    with app.test_request_context(environ_overrides={"REMOTE_ADDR": address}):
        assert limits.caller() == machine


def test_forty_at_the_same_instant_are_counted(app):
    at = make.now()

    def ask(_number):
        with app.app_context():
            try:
                return limits.spend("foule", "ada", most=5, within=QUARTER, at=at)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(ask, range(40))) == 5
