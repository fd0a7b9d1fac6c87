"""Each domain receives letters at its own pace, whatever the number of workers, and slows nobody but itself."""

from datetime import timedelta

import pytest
from flask import current_app
from hypothesis import given
from hypothesis import strategies as st

from app.core.db import db, transaction
from app.outbox import actions as outbox
from app.outbox import pace, pace_queries, queries
from app.outbox.address_queries import trouble_of
from app.outbox.delivery import Postman
from app.outbox.letter import Letter
from app.outbox.many_queries import why_waiting
from app.outbox.models import LetterState, MailDomain, OutboxLetter, Return
from config import BadSettings, settings
from tests import make
from tests.outbox.hostile import hostile_server

NOW = make.at("2027-03-01 09:00")
OFR004 = b"421 4.2.1 OFR004_104 Orange: Trop de connexions / too many connections from your host\r\n"


@pytest.fixture(autouse=True)
def server(monkeypatch):
    letter = Letter(subject="Essai", to_name="Élodie", heading="Bonjour")
    monkeypatch.setitem(current_app.extensions, "letters", {"confirmation": lambda ids, at: letter})
    with hostile_server() as one:
        monkeypatch.setitem(current_app.config, "SMTP_URL", one.url)
        yield one


def limit(monkeypatch, rates):
    monkeypatch.setitem(current_app.config, "MAIL_DOMAIN_RATE", rates)


def put(domain, count, first=0):
    with transaction():
        for n in range(first, first + count):
            outbox.put("confirmation", to=f"p{n}@{domain}", key=f"{domain}-{n}", at=NOW)


def claim(at, owner="un"):
    with transaction():
        return [slip.domain for slip in pace_queries.claim(owner, at)]


def carry(at):
    postman = Postman("essai", lambda: at)
    while postman.round():
        pass
    postman.rest()
    return postman


def sent(domain):
    db.session.rollback()
    return db.session.query(OutboxLetter).filter_by(domain=domain, state=LetterState.SENT).count()


def test_a_limited_domain_is_given_its_share_and_the_others_go_on(monkeypatch):
    limit(monkeypatch, "orange.example=30 *=0")
    put("orange.example", 40), put("mdph.example", 40)
    carry(NOW)
    assert sent("orange.example") == 3 and sent("mdph.example") == 40
    for second in range(1, 61):
        carry(NOW + timedelta(seconds=second))
    assert 28 <= sent("orange.example") <= 31


def test_the_share_is_one_for_all_workers(monkeypatch):
    limit(monkeypatch, "*=30")
    put("orange.example", 100), put("mdph.example", 2)
    taken = [
        domain for second in range(60) for owner in ("un", "deux", "trois") for domain in claim(NOW + timedelta(seconds=second), owner)
    ]
    assert 28 <= taken.count("orange.example") <= 30 and taken.count("mdph.example") == 2


@given(rate=st.integers(1, 600), asked=st.lists(st.tuples(st.floats(0, 30), st.integers(1, 20)), max_size=60))
def test_no_minute_sees_more_than_the_rate(rate, asked):
    at, next_at, taken = NOW, None, []
    for wait, wanted in asked:
        at += timedelta(seconds=wait)
        count = min(wanted, pace.room(rate, next_at, at))
        if count:
            next_at = pace.after(rate, next_at, count, at)
            taken += [at] * count
    for first in taken:
        assert sum(first <= one < first + timedelta(seconds=60) for one in taken) <= rate


@pytest.mark.parametrize("rate", [1, 2, 9, 30, 600])
def test_the_rate_is_reached(rate):
    next_at, taken = None, 0
    for tenth in range(6000):
        at = NOW + timedelta(seconds=tenth / 10)
        count = pace.room(rate, next_at, at)
        next_at, taken = pace.after(rate, next_at, count, at), taken + count
    assert taken >= 10 * rate * 0.9


@pytest.mark.parametrize("answer", [OFR004, b"450 4.2.1 too many messages\r\n", b"451 4.7.1 Rate limit exceeded\r\n"])
def test_a_domain_that_received_too_many_slows_only_itself(server, answer):
    put("orange.example", 5), put("mdph.example", 5)
    real = server.answers["RCPT"]
    server.answers["RCPT"] = lambda order: answer if b"@orange.example" in order else real
    postman = carry(NOW)
    asked = [order for order in server.orders if order.startswith(b"RCPT") and b"@orange.example" in order]
    assert len(asked) == 1 and sent("mdph.example") == 5 and postman.silent_until == 0 and postman.refused_since is None
    row = db.session.get(MailDomain, "orange.example")
    assert row.refusals == 1 and timedelta(seconds=48) <= row.silent_until - NOW <= timedelta(seconds=72)
    put("mdph.example", 1, first=5)
    carry(NOW + timedelta(seconds=30))
    assert len(server.orders) and sent("mdph.example") == 6
    assert len([order for order in server.orders if order.startswith(b"RCPT") and b"@orange.example" in order]) == 1
    server.answers["RCPT"] = real
    carry(NOW + timedelta(minutes=2))
    assert sent("orange.example") == 5
    db.session.rollback()
    assert db.session.get(MailDomain, "orange.example").refusals == 0


def test_the_silence_grows_and_ends_with_the_first_letter_taken(server):
    put("orange.example", 20)
    server.answers["RCPT"] = OFR004
    at, waits = NOW, []
    for _ in range(6):
        carry(at)
        db.session.rollback()
        waits.append((db.session.get(MailDomain, "orange.example").silent_until - at) / timedelta(minutes=1))
        at = db.session.get(MailDomain, "orange.example").silent_until
    for wait, expected in zip(waits, (1, 5, 15, 30, 60, 60), strict=True):
        assert 0.79 * expected <= wait <= 1.21 * expected
    assert db.session.query(OutboxLetter).filter(OutboxLetter.attempts > 3).count() == 0  # no letter pays for the others


def test_a_relay_that_says_too_many_of_every_domain_speaks_of_itself(server):
    for n in range(5):
        put(f"d{n}.example", 1)
    server.answers["RCPT"] = b"450 4.7.1 too many messages from you\r\n"
    postman = carry(NOW)
    assert postman.silent_until > 0 and len([order for order in server.orders if order.startswith(b"RCPT")]) == 3


SPF = b"550 5.7.23 SPF validation failed\r\n"


def test_b3_a_domain_that_refuses_us_waits_alone_and_its_letters_leave_once_we_are_mended(server):
    """Said after the message, for good, and of where it comes from: no letter is given up, no address is judged, the team sees it at once."""
    put("orange.example", 3), put("mdph.example", 2)
    server.answers["DOT"] = b"250 kept\r\n"
    real = server.answers["RCPT"]
    server.answers["RCPT"] = lambda order: SPF if b"@orange.example" in order else real
    carry(NOW)
    first, *others = db.session.query(OutboxLetter).filter_by(domain="orange.example").order_by(OutboxLetter.id).populate_existing()
    assert (first.state, first.attempts, first.sends, first.returned_as) == (LetterState.PENDING, 1, 0, Return.BLOCKED)
    assert [(one.state, one.attempts) for one in others] == [(LetterState.PENDING, 0)] * 2 and sent("mdph.example") == 2
    assert "refuse nos courriels" in why_waiting(others, NOW)[others[0].id] and queries.blocked_since(NOW - timedelta(days=1)) == 1
    assert trouble_of(first.recipient) is None and first.return_told.startswith("Refusé")
    db.session.rollback()
    server.answers["RCPT"] = real
    carry(NOW + timedelta(minutes=2))
    assert sent("orange.example") == 3 and queries.blocked_since(NOW - timedelta(days=1)) == 0


def test_b3_a_domain_that_refuses_us_for_days_is_told_so_in_the_end(server):
    put("orange.example", 1)
    server.answers["DOT"], at = SPF, NOW
    for _ in range(12):
        carry(at)
        at += timedelta(hours=5)
    found = db.session.query(OutboxLetter).one()
    assert (found.state, found.attempts, found.returned_as, found.last_code) == (LetterState.DEAD, 12, Return.BLOCKED, 550)
    assert trouble_of(found.recipient) is None


def test_b3_a_relay_that_refuses_us_for_every_domain_silences_the_channel(server):
    for n in range(5):
        put(f"d{n}.example", 1)
    server.answers["DOT"] = SPF
    postman = carry(NOW)
    assert postman.silent_until > 0 and postman.refused_since == NOW and len(server.kept) == 3


def test_a_sender_refused_as_too_many_at_mail_from_is_the_channel_and_no_domain(server):
    put("orange.example", 1)
    server.answers["MAIL"] = b"421 4.7.0 too many connections from your host\r\n"
    assert carry(NOW).silent_until > 0 and db.session.query(MailDomain).count() == 0


def test_an_ordinary_refusal_for_now_says_nothing_of_the_domain(server):
    put("orange.example", 2)
    server.answers["RCPT"] = b"450 4.2.0 greylisted, come back later\r\n"
    carry(NOW)
    assert len([order for order in server.orders if order.startswith(b"RCPT")]) == 2 and db.session.query(MailDomain).count() == 0


def test_a_rate_that_cannot_be_read_stops_the_start():
    assert settings({"ENV": "test", "MAIL_DOMAIN_RATE": "orange.fr=30 *=0"})["MAIL_DOMAIN_RATE"] == "orange.fr=30 *=0"
    for wrong in ("orange.fr", "orange.fr=beaucoup", "orange.fr=-1", "orange.fr=²"):
        with pytest.raises(BadSettings):
            settings({"ENV": "test", "MAIL_DOMAIN_RATE": wrong})


def test_rates_are_read_by_domain():
    rates = pace.Rates.from_text("orange.fr=30 Wanadoo.fr=20 *=600")
    assert [rates.of(name) for name in ("orange.fr", "wanadoo.fr", "mdph.fr")] == [30, 20, 600]
