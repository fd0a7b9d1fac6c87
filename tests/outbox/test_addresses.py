"""What is known against an address, and what a worker still carries to it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import current_app
from sqlalchemy import event as listening
from sqlalchemy.exc import OperationalError

from app.core.db import db, transaction
from app.outbox import actions as outbox
from app.outbox import addresses
from app.outbox.address_queries import trouble_of
from app.outbox.delivery import Postman
from app.outbox.letter import Letter
from app.outbox.models import LetterState, OutboxLetter, Return, Trust
from tests import make
from tests.letters import deliver
from tests.outbox.hostile import hostile_server

NOW = make.at("2027-03-01 09:00")
DAY = timedelta(days=1)
ADDRESS = "elodie@mdph-14.example.org"
PLAIN = Letter(subject="Essai", to_name="Élodie", heading="Bonjour")
NEWS = replace(PLAIN, unsubscribe="https://rencontres.example.org/n/x")


@pytest.fixture(autouse=True)
def makers(monkeypatch):
    made = {"confirmation": PLAIN, "sign_in": PLAIN, "message": NEWS}
    monkeypatch.setitem(current_app.extensions, "letters", {kind: lambda ids, at, one=one: one for kind, one in made.items()})


@pytest.fixture
def server(monkeypatch):
    with hostile_server() as one:
        monkeypatch.setitem(current_app.config, "SMTP_URL", one.url)
        yield one


def put(kind="confirmation", key="k1", to=ADDRESS, at=NOW):
    with transaction():
        outbox.put(kind, to=to, key=key, at=at)


def row(key="k1"):
    db.session.rollback()
    return db.session.query(OutboxLetter).filter_by(dedupe_key=key).populate_existing().one()


def judge(*sorts, address=ADDRESS, at=NOW, every=DAY):
    for number, sort in enumerate(sorts):
        with transaction():
            addresses.judge(address, sort, f"550 {sort}", at + number * every)


def trust(address=ADDRESS):
    db.session.rollback()
    found = trouble_of(address)
    return found.trust if found else None


def carry(at=NOW):
    postman = Postman("essai", lambda: at)
    while postman.round():
        pass
    postman.rest()


def test_b3_an_unknown_address_is_suspended_at_once():
    judge(Return.HARD)
    assert trust() is Trust.SUSPENDED and trouble_of(ADDRESS).words == "550 hard"


def test_b3_three_troubles_count_on_three_different_days_only():
    judge(Return.SOFT, Return.SOFT, Return.SOFT, every=timedelta(hours=2))
    assert trust() is None
    judge(Return.SOFT, at=NOW + DAY)
    assert trust() is None
    judge(Return.SOFT, at=NOW + 2 * DAY)
    assert trust() is Trust.FLAGGED


def test_b3_a_day_is_a_day_of_paris():
    judge(Return.SOFT, at=make.at("2027-03-01 22:30"))
    judge(Return.SOFT, at=make.at("2027-03-01 23:30"))
    assert trouble_of(ADDRESS).soft_days == 2


def test_b3_our_reputation_and_delays_say_nothing_of_the_address():
    judge(*[Return.BLOCKED, Return.DELAYED] * 5)
    assert trouble_of(ADDRESS) is None


def test_b4_a_complaint_flags_the_address_and_no_sign_of_life_takes_it_back():
    judge(Return.COMPLAINT, Return.SOFT, Return.SOFT, Return.SOFT)
    assert trust() is Trust.FLAGGED
    with transaction():
        addresses.note_life(ADDRESS, NOW, is_proof=True)
    assert trust() is Trust.FLAGGED


def test_b4_who_complained_after_full_days_has_complained():
    judge(Return.SOFT, Return.SOFT, Return.SOFT, Return.COMPLAINT)
    with transaction():
        addresses.note_life(ADDRESS, NOW)
    assert trust() is Trust.FLAGGED


def test_a_sign_of_life_forgets_full_days_and_what_they_led_to():
    judge(Return.SOFT, Return.SOFT, Return.SOFT)
    with transaction():
        addresses.note_life(ADDRESS, NOW)
    assert (trust(), trouble_of(ADDRESS).soft_days) == (None, 0)


def test_only_a_proof_lifts_a_suspension():
    judge(Return.HARD)
    with transaction():
        addresses.note_life(ADDRESS, NOW)
    assert trust() is Trust.SUSPENDED
    with transaction():
        addresses.note_life(ADDRESS, NOW, is_proof=True)
    assert trust() is None


def test_a_report_on_a_letter_that_left_before_the_team_said_otherwise_is_only_noted():
    put()
    deliver(NOW)
    judge(Return.HARD)
    with transaction():
        assert addresses.lift(ADDRESS, "compte:x", "personne:x", NOW + DAY)
    with transaction():
        addresses.note_return(db.session.merge(row()), Return.HARD, "550 5.1.1", NOW + DAY)
    assert trust() is None and row().returned_as is Return.HARD
    with transaction():
        addresses.judge(ADDRESS, Return.HARD, "550 5.1.1", NOW + 3 * DAY, left_at=NOW + 2 * DAY)
    assert trust() is Trust.SUSPENDED


def test_a_report_that_says_less_does_not_hide_one_that_said_more():
    put()
    deliver(NOW)
    for sort in (Return.DELAYED, Return.HARD, Return.DELAYED, Return.SOFT):
        with transaction():
            addresses.note_return(db.session.merge(row()), sort, f"words of {sort}", NOW)
    assert (row().returned_as, row().return_words) == (Return.HARD, "words of hard")


def test_to_a_suspended_address_nothing_leaves_but_a_link_that_is_asked_for():
    judge(Return.HARD)
    for kind in ("confirmation", "message", "sign_in"):
        put(kind, kind)
    assert [one["To"].addresses[0].addr_spec for one in deliver(NOW)] == [ADDRESS]
    assert row("sign_in").state is LetterState.SENT
    assert {(row(kind).state, row(kind).last_error) for kind in ("confirmation", "message")} == {
        (LetterState.CANCELLED, addresses.SUSPENDED)
    }


def test_to_a_flagged_address_only_what_can_be_unsubscribed_from_stops():
    judge(Return.COMPLAINT)
    put("confirmation", "c"), put("message", "m")
    assert len(deliver(NOW)) == 1
    assert row("c").state is LetterState.SENT
    assert (row("m").state, row("m").last_error) == (LetterState.CANCELLED, addresses.FLAGGED)


def test_a_batch_asks_once_what_is_known_of_all_its_addresses():
    for number in range(15):
        put(key=f"k{number}", to=f"personne-{number}@mdph-14.example.org")
    asked = []

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    listening.listen(db.engine, "before_cursor_execute", note)
    try:
        assert len(deliver(NOW)) == 15
    finally:
        listening.remove(db.engine, "before_cursor_execute", note)
    assert sum("FROM address_trouble" in one for one in asked) == 1


REFUSED = [
    ("RCPT", b"550 5.1.1 User unknown\r\n", LetterState.DEAD, Return.HARD, Trust.SUSPENDED),
    ("RCPT", b"550 no such user\r\n", LetterState.DEAD, Return.HARD, Trust.SUSPENDED),
    ("RCPT", b"552 5.2.2 mailbox full\r\n", LetterState.DEAD, Return.SOFT, None),
    ("RCPT", b"550 5.7.1 blocked for spam\r\n", LetterState.DEAD, Return.BLOCKED, None),
    ("DOT", b"550 5.1.1 User unknown\r\n", LetterState.DEAD, Return.HARD, Trust.SUSPENDED),
    ("DOT", b"554 5.7.1 looks like spam\r\n", LetterState.DEAD, Return.BLOCKED, None),
    ("DOT", b"552 5.3.4 message too large\r\n", LetterState.DEAD, None, None),
    ("RCPT", b"450 4.2.1 later\r\n", LetterState.PENDING, None, None),
    ("RCPT", b"550 no thanks\r\n", LetterState.DEAD, Return.SOFT, None),
    # What is said of where our letters come from: shown as blocked at once, tried again, and no judgement on anybody.
    ("DOT", b"550 5.7.1 sender IP blocked\r\n", LetterState.PENDING, Return.BLOCKED, None),
    ("RCPT", b"550 5.7.1 Client host blocked using zen.spamhaus.org\r\n", LetterState.PENDING, Return.BLOCKED, None),
    ("DOT", b"554 5.7.9 rejected by policy\r\n", LetterState.PENDING, Return.BLOCKED, None),
    ("DATA", b"550 5.7.23 SPF validation failed\r\n", LetterState.PENDING, Return.BLOCKED, None),
    ("RCPT", b"550 5.1.8 Sender address rejected: Domain not found\r\n", LetterState.PENDING, Return.BLOCKED, None),
    # What is said of our channel is no judgement on anybody.
    ("MAIL", b"550 5.1.1 we do not know you, unknown user\r\n", LetterState.PENDING, None, None),
    ("RCPT", b"550 5.1.1 relaying denied, unknown user\r\n", LetterState.PENDING, None, None),
    ("RCPT", b"530 5.7.0 authenticate first\r\n", LetterState.PENDING, None, None),
    ("RCPT", b"421 4.7.0 OFR_004 too many connections\r\n", LetterState.PENDING, None, None),
]


@pytest.mark.parametrize(("order", "answer", "state", "returned", "known"), REFUSED)
def test_b3_a_refusal_at_the_door_is_judged_as_a_return_and_only_what_speaks_of_the_address(server, order, answer, state, returned, known):
    server.answers[order] = answer
    put()
    carry()
    found = row()
    assert (found.state, found.returned_as, trust()) == (state, returned, known)
    if returned:
        assert found.return_words and found.returned_at == NOW


def test_what_is_refused_for_days_with_not_yet_counts_for_one_day(server):
    server.answers["RCPT"] = b"452 4.2.2 mailbox full\r\n"
    put()
    with transaction():
        row().attempts = 11
    carry()
    assert (row().state, row().returned_as, trouble_of(ADDRESS).soft_days) == (LetterState.DEAD, Return.SOFT, 1)


def test_the_fate_of_a_letter_and_the_judgement_are_one(server, monkeypatch):
    server.answers["RCPT"] = b"550 5.1.1 User unknown\r\n"
    put()
    judged = []

    def once_refused(*said, **more):
        judged.append(said)
        addresses_judge(*said, **more)
        if len(judged) == 1:
            raise OperationalError("the database went away between the two", {}, Exception())

    addresses_judge = addresses.judge
    monkeypatch.setattr(addresses, "judge", once_refused)
    carry()
    assert len(judged) == 2, "what was not kept is written again, whole"
    assert row().state is LetterState.DEAD and trust() is Trust.SUSPENDED


def test_what_is_known_is_forgotten_a_year_after_the_last_news_and_the_directory_is_told():
    judge(Return.HARD)
    judge(Return.SOFT, address="autre@mdph-14.example.org", at=NOW + 10 * DAY)
    with transaction():
        assert addresses.forget_before(NOW - DAY) == 0
    assert trust() is Trust.SUSPENDED, "what is younger than that stays known"
    with transaction():
        assert addresses.forget_before(NOW + DAY) == 0
    assert trust() is None and trouble_of(ADDRESS) is not None
    with transaction():
        trouble_of(ADDRESS).told_at = NOW
    with transaction():
        assert addresses.forget_before(NOW + DAY) == 1
    assert trouble_of(ADDRESS) is None and trouble_of("autre@mdph-14.example.org") is not None
