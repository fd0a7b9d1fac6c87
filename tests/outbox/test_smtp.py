"""The table of verdicts, said by a mail server that misbehaves."""

import re
from datetime import timedelta

import pytest
from flask import current_app

from app.core.db import db, transaction
from app.outbox import actions as outbox
from app.outbox import delivery
from app.outbox.delivery import Postman
from app.outbox.letter import Letter
from app.outbox.models import LetterState, OutboxLetter
from app.outbox.smtp import Line, Outcome, Relay
from tests import make
from tests.letters import free_port
from tests.outbox.hostile import hostile_server

NOW = make.at("2027-03-01 09:00")


@pytest.fixture
def server(monkeypatch):
    with hostile_server() as one:
        monkeypatch.setitem(current_app.config, "SMTP_URL", one.url)
        yield one


@pytest.fixture(autouse=True)
def makers(monkeypatch):
    kinds = ("confirmation", "message", "sign_in")
    letter = Letter(subject="Essai", to_name="Élodie", heading="Bonjour", paragraphs=(".", "..point"))
    monkeypatch.setitem(current_app.extensions, "letters", {kind: lambda ids, at: letter for kind in kinds})


def put(kind="confirmation", key="k1"):
    with transaction():
        outbox.put(kind, to="elodie@mdph-14.example.org", key=key, at=NOW)


def row(key="k1"):
    db.session.rollback()
    return db.session.query(OutboxLetter).filter_by(dedupe_key=key).populate_existing().one()


def carry(at=NOW):
    postman = Postman("essai", lambda: at)
    postman.round()
    postman.rest()
    return postman


@pytest.mark.parametrize("order", ["MAIL", "RCPT", "DATA", "DOT"])
def test_a_temporary_refusal_is_tried_again_later(server, order):
    server.answers[order] = b"451 4.3.0 later\r\n"
    put()
    postman = carry()
    found = row()
    assert (found.state, found.attempts, found.sends, found.last_code) == (LetterState.PENDING, 1, 0, 451)
    assert timedelta(seconds=48) <= found.not_before - NOW <= timedelta(seconds=72)
    assert postman.silent_until == 0
    server.answers[order] = b"354 go on\r\n" if order == "DATA" else b"250 ok\r\n"
    carry(NOW + timedelta(minutes=2))
    assert row().state is LetterState.SENT and len({*re.findall(rb"Message-ID: (\S+)", b"".join(server.kept))}) == 1


def test_twelve_temporary_refusals_are_enough(server):
    server.answers["RCPT"] = b"450 4.2.0 later\r\n"
    put()
    at = NOW
    for _ in range(12):
        carry(at)
        at += timedelta(hours=5)
    assert (row().state, row().attempts) == (LetterState.DEAD, 12)


@pytest.mark.parametrize(("order", "code"), [("RCPT", 550), ("DATA", 550), ("DOT", 550), ("RCPT", 500)])
def test_a_final_refusal_is_shown_and_never_tried_again(server, order, code):
    server.answers[order] = f"{code} 5.1.1 unknown person\r\n".encode()
    put(), put(key="k2")
    postman = carry()
    assert (row().state, row().sends, row().last_code, row().last_error) == (LetterState.DEAD, 0, code, "5.1.1 unknown person")
    assert row("k2").state is LetterState.DEAD and postman.silent_until == 0


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        ("MAIL", b"530 5.7.0 authentication required\r\n"),
        ("MAIL", b"550 5.7.1 sender not allowed here\r\n"),
        ("RCPT", b"530 5.7.1 authentication required\r\n"),
        ("DATA", b"538 5.7.11 encryption required\r\n"),
    ],
)
def test_a_server_that_refuses_us_costs_no_letter_and_silences_the_channel(server, order, answer):
    server.answers[order] = answer
    put(), put(key="k2")
    postman = carry()
    for key in ("k1", "k2"):
        assert (row(key).state, row(key).attempts, row(key).sends) == (LetterState.PENDING, 0, 0)
    assert row().last_code == int(answer[:3]) and postman.silent_until > 0 and postman.refused_since == NOW
    server.answers[order] = b"354 go on\r\n" if order == "DATA" else b"250 ok\r\n"
    assert carry().refused_since is None and row().state is row("k2").state is LetterState.SENT


def test_a_denied_relay_is_tried_again_later_and_told_but_one_strange_address_stops_nobody(server):
    server.answers["RCPT"] = b"554 5.7.1 <a%b@c.example>: Relay access denied\r\n"
    put()
    postman = carry()
    assert (row().state, row().attempts, row().last_code) == (LetterState.PENDING, 1, 554)
    assert postman.refused_since == NOW and postman.silent_until == 0


@pytest.mark.parametrize("fault", ["refused", "greeting", "EHLO", "MAIL", "RCPT", "DATA", "421"])
def test_a_line_that_fails_before_the_message_is_given_costs_the_letter_nothing(server, monkeypatch, fault):
    if fault == "refused":
        monkeypatch.setitem(current_app.config, "SMTP_URL", f"smtp://127.0.0.1:{free_port()}")
    elif fault == "greeting":
        server.greeting = None
    elif fault == "421":
        server.answers["RCPT"] = b"421 4.3.2 closing\r\n"
    else:
        server.answers[fault] = None
        server.answers["HELO"] = None if fault == "EHLO" else b"250 ok\r\n"
    put(), put(key="k2")
    postman = carry()
    for key in ("k1", "k2"):
        found = row(key)
        assert (found.state, found.attempts, found.sends, found.uncertain, found.not_before) == (LetterState.PENDING, 0, 0, 0, NOW)
    assert postman.silent_until > 0 and postman.round() == 0 and server.kept == [] and postman.refused_since == NOW


@pytest.mark.parametrize("answer", [None, b"421 4.3.2 closing\r\n"])
@pytest.mark.parametrize(
    ("kind", "state", "wait"),
    [
        ("confirmation", LetterState.PENDING, timedelta(minutes=10)),
        ("sign_in", LetterState.PENDING, timedelta(0)),
        ("message", LetterState.DEAD, timedelta(0)),
    ],
)
def test_a_lost_answer_is_a_doubt_and_silences_the_channel(server, answer, kind, state, wait):
    server.answers["DOT"] = answer
    put(kind), put(key="k2")
    postman = carry()
    found = row()
    assert (found.state, found.uncertain, found.sends, found.not_before - NOW) == (state, 1, 1, wait)
    assert len(server.kept) == 1 and row("k2").state is LetterState.PENDING and postman.silent_until > 0


def test_four_copies_at_most_whatever_the_server_does(server):
    server.answers["DOT"] = None
    put()
    at = NOW
    for _ in range(6):
        carry(at)
        at += timedelta(hours=1)
    assert len(server.kept) == 4 and row().state is LetterState.DEAD and row().uncertain == 4
    assert len({*re.findall(rb"Message-ID: (\S+)", b"".join(server.kept))}) == 1


def test_lines_that_begin_with_a_dot_arrive_whole(server):
    line = Line(Relay.from_url(server.url))
    line.hand_over("a@b.example", "c@d.example", b".first: y\r\n\r\n.\r\n..point\r\nend.\r\n")
    line.close()
    assert server.kept == [b"..first: y\r\n\r\n..\r\n...point\r\nend.\r\n"]


def test_a_connection_serves_fifty_letters(server, monkeypatch):
    line = Line(Relay.from_url(server.url))
    opened = []
    monkeypatch.setattr(Line, "_open", lambda self, real=Line._open: opened.append(1) or real(self))
    for _ in range(51):
        assert line.hand_over("a@b.example", "c@d.example", b"X: y\r\n\r\nz\r\n").outcome is Outcome.ACCEPTED
    line.close()
    assert len(opened) == 2 and len(server.kept) == 51


def test_the_address_of_the_relay_says_how_it_is_spoken_to():
    assert Relay.from_url("smtp://127.0.0.1:1025") == Relay("127.0.0.1", 1025, "")
    assert Relay.from_url("smtp+starttls://us%40er:p%3Ass@relay.example.org") == Relay(
        "relay.example.org", 587, "starttls", "us@er", "p:ss"
    )
    assert Relay.from_url("smtps://relay.example.org").port == 465
    for wrong in ("http://relay", "smtp://", "relay:25", "smtp://user:password@relay.example.org:587"):
        with pytest.raises(ValueError):
            Relay.from_url(wrong)


def test_a_relay_that_cannot_speak_tls_gets_no_letter(server):
    for scheme in ("smtp+starttls", "smtps"):
        line = Line(Relay.from_url(server.url.replace("smtp", scheme, 1)))
        assert line.hand_over("a@b.example", "c@d.example", b"X: y\r\n\r\n").outcome is Outcome.NO_LINE
    assert server.kept == []


def test_what_cannot_be_written_is_kept_in_memory_until_it_can(server, monkeypatch):
    from sqlalchemy.exc import OperationalError

    put()
    real, faults = delivery.leases.settle, [1, 1]

    def settle(*said):
        if faults:
            faults.pop()
            raise OperationalError("disk full", None, Exception())
        return real(*said)

    monkeypatch.setattr(delivery.leases, "settle", settle)
    monkeypatch.setattr(delivery.time, "sleep", lambda _: None)
    carry()
    assert row().state is LetterState.SENT and len(server.kept) == 1
