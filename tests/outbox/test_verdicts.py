"""The table of verdicts (specification of the outbox, §6.3), line by line, said by a real server on a real socket.

| a | connect refused, timeout, TLS failure, 421 before DATA, EHLO failure | back to pending, counts given back; the channel pauses |
| b | 4xx at MAIL, RCPT, DATA, final dot | back-off; dead after twelve |
| c | 5xx | dead at once |
| d | 552, 554 "too large" | dead |
| e | the answer to the final dot lost, 421 there, timeout there | in doubt: later, or dead for news; the channel pauses |
| f | RSET or QUIT errors after 250 | sent; another connection |
| g | it cannot be made | dead at once |

b, c and e are also in test_smtp.py, which came first.
"""

import re
import time
from datetime import timedelta

import pytest
from flask import current_app

from app.core.db import db, transaction
from app.outbox import actions as outbox
from app.outbox import dialogue
from app.outbox.delivery import FIRST_PAUSE, LONGEST_PAUSE, Postman
from app.outbox.letter import Letter
from app.outbox.models import LetterState, OutboxLetter
from app.outbox.smtp import MOST_PER_LINE
from tests import make
from tests.outbox.hostile import CERTIFICATES, GARBAGE, SILENCE, Drip, hostile_server

NOW = make.at("2027-03-01 09:00")
PENDING, DEAD, SENT = LetterState.PENDING, LetterState.DEAD, LetterState.SENT


@pytest.fixture(autouse=True)
def short_patience(monkeypatch):
    letter = Letter(subject="Été", to_name="Élodie", heading="Bonjour", paragraphs=("é" * 2000,))
    made = {kind: lambda ids, at: letter for kind in ("confirmation", "message", "sign_in")} | {"panne": lambda ids, at: 1 / 0}
    monkeypatch.setitem(current_app.extensions, "letters", made)
    monkeypatch.setattr(dialogue, "CONNECT_SECONDS", 0.4)
    monkeypatch.setattr(dialogue, "REPLY_SECONDS", 0.4)
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / "authority.pem"))


@pytest.fixture
def speak(monkeypatch):
    """Start a server, and write to it."""
    opened = []

    def speak(scheme="", **how):
        context = hostile_server(**how)
        server = context.__enter__()
        opened.append(context)
        url = server.url.replace("smtp://", f"{scheme}://") if scheme else server.url
        monkeypatch.setitem(current_app.config, "SMTP_URL", url)
        return server

    yield speak
    for context in opened:
        context.__exit__(None, None, None)


@pytest.fixture
def server(speak):
    return speak()


def put(*keys, kind="confirmation"):
    with transaction():
        for key in keys or ("k1",):
            outbox.put(kind, to=f"{key}@mdph-14.example.org", key=key, at=NOW)


def row(key="k1"):
    db.session.rollback()
    return db.session.query(OutboxLetter).filter_by(dedupe_key=key).populate_existing().one()


def carry(at=NOW):
    postman = Postman("essai", lambda: at)
    postman.round()
    postman.rest()
    return postman


def nothing_was_charged(postman, *keys):
    """Line a: no letter pays, the channel is silent, and the health page will say so."""
    for key in keys or ("k1",):
        found = row(key)
        assert (found.state, found.attempts, found.sends, found.uncertain, found.not_before) == (PENDING, 0, 0, 0, NOW)
    assert postman.silent_until > time.monotonic() - 5 and postman.refused_since == NOW and postman.round() == 0


# a


@pytest.mark.parametrize("step", ["greeting", "EHLO", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(
    "answer",
    [None, SILENCE, GARBAGE, b"421 4.3.2 closing\r\n", b"250-and\r\n" * 200, b"x" * 100_000, b"999 ?\r\n", b"150 wait\r\n", b"\r\n"],
    ids=["cut", "silent", "garbage", "421", "endless lines", "endless line", "999", "150", "empty"],
)
def test_a_line_a_whatever_goes_wrong_before_the_message_is_given(server, step, answer):
    if step == "greeting":
        server.greeting = answer
    else:
        server.answers[step] = answer
        server.answers["HELO"] = answer if step == "EHLO" else b"250 ok\r\n"
    put("k1", "k2")
    nothing_was_charged(carry(), "k1", "k2")
    assert server.kept == []


@pytest.mark.parametrize("answer", [b"554 5.7.1 go away\r\n", b"450 busy\r\n"])
def test_a_line_a_a_greeting_or_an_ehlo_that_refuses_us(server, answer):
    server.greeting = answer
    put()
    nothing_was_charged(carry())
    server.greeting, server.answers["EHLO"], server.answers["HELO"] = b"220 here\r\n", answer, answer
    nothing_was_charged(carry())


def test_a_line_a_a_server_that_drips_its_answer_does_not_hold_the_worker(server):
    server.answers["RCPT"] = Drip(b"250-" + b"x" * 400 + b"\r\n250 ok\r\n")
    put()
    began = time.monotonic()
    nothing_was_charged(carry())
    assert time.monotonic() - began < 3


def test_a_line_a_a_whole_dialogue_has_an_end_too(server, monkeypatch):
    monkeypatch.setattr(dialogue, "DIALOGUE_SECONDS", 0.6)
    for step in ("EHLO", "MAIL", "RCPT", "DATA"):
        server.answers[step] = Drip(server.answers[step])
    put()
    nothing_was_charged(carry())


@pytest.mark.parametrize(
    ("scheme", "how"),
    [
        ("smtps", {}),
        ("smtp+starttls", {}),
        ("", {"certificate": "expired", "tls_at_once": True}),
        ("", {"certificate": "other", "tls_at_once": True}),
        ("smtp+starttls", {"certificate": "expired"}),
        ("smtp+starttls", {"certificate": "other"}),
    ],
    ids=["no TLS", "no STARTTLS", "expired", "another host", "expired after STARTTLS", "another host after STARTTLS"],
)
def test_a_line_a_tls_that_does_not_hold_carries_no_letter(speak, scheme, how):
    server = speak(scheme, **how)
    if "certificate" in how:
        server.answers |= {"EHLO": b"250-hello\r\n250 STARTTLS\r\n", "STAR": b"220 go\r\n"}
    put()
    nothing_was_charged(carry())
    assert server.kept == [] and not any(order.startswith(b"MAIL") for order in server.orders)


@pytest.mark.parametrize(("scheme", "at_once"), [("", True), ("smtp+starttls", False)])
def test_tls_that_holds_carries_letters(speak, scheme, at_once):
    """The same servers with a good certificate: what the others refuse is their certificates."""
    server = speak(scheme, certificate="good", tls_at_once=at_once)
    server.answers |= {"EHLO": b"250-hello\r\n250 STARTTLS\r\n", "STAR": b"220 go\r\n"}
    put("k1", "k2")
    carry()
    assert row("k1").state is row("k2").state is SENT and server.lines == 1


def test_a_line_a_what_is_said_in_the_clear_after_starttls_is_not_believed(speak):
    """CVE-2011-0411: anybody on the way could have said it."""
    server = speak("smtp+starttls", certificate="good")
    server.answers |= {"EHLO": b"250-hello\r\n250 STARTTLS\r\n", "STAR": b"220 go\r\n250 AUTH PLAIN\r\n"}
    put()
    nothing_was_charged(carry())


@pytest.mark.parametrize(("step", "answer"), [("MAIL", b"250 ok\r\n250 ok\r\n"), ("DATA", b"354 go on\r\n250 kept\r\n")])
def test_a_line_a_an_answer_that_comes_before_its_order_is_none(server, step, answer):
    """A 250 said before the final dot would take a letter for sent."""
    server.answers[step] = answer
    put()
    nothing_was_charged(carry())
    assert server.kept == []


def test_a_line_a_the_pause_doubles_and_ends_with_an_answer(server):
    put()
    postman = Postman("essai", lambda: NOW)
    server.greeting, pauses = None, []
    for _ in range(14):
        before = time.monotonic()
        postman.silent_until = 0.0
        postman.round()
        pauses.append(postman.silent_until - before)
    for number, pause in enumerate(pauses):
        expected = min(FIRST_PAUSE * 2**number, LONGEST_PAUSE)
        assert expected * 0.79 <= pause <= expected * 1.21 + 0.5
    server.greeting, postman.silent_until = b"220 here\r\n", 0.0
    postman.round()
    assert postman.silent_until == 0 and postman._pause == FIRST_PAUSE and row().state is SENT


# b, c, d


@pytest.mark.parametrize("order", ["MAIL", "RCPT", "DATA", "DOT"])
@pytest.mark.parametrize("answer", [b"432 4.3.2 busy\r\n", b"450-4.2.0 grey\r\n450 4.2.0 later\r\n", b"452 4.3.1 full\r\n"])
def test_b_line_b_a_refusal_for_now_waits_and_leaves_the_channel_open(server, order, answer):
    server.answers[order] = answer
    put("k1", "k2")
    postman = carry()
    for key in ("k1", "k2"):
        found = row(key)
        assert (found.state, found.attempts, found.sends, found.last_code) == (PENDING, 1, 0, int(answer[:3]))
        assert timedelta(seconds=48) <= found.not_before - NOW <= timedelta(seconds=72)
    assert postman.silent_until == 0 and server.lines == 1


def test_b_line_b_the_waits_grow_and_end(server):
    server.answers["RCPT"] = b"450 4.2.0 later\r\n"
    put()
    at, waits = NOW, []
    while row().state is PENDING:
        carry(at)
        waits.append((row().not_before - at) / timedelta(minutes=1))
        at = row().not_before
    for wait, expected in zip(waits[:-1], (1, 5, 15, 60, 120, 240, 240, 240, 240, 240, 240), strict=True):
        assert 0.79 * expected <= wait <= 1.21 * expected
    assert (row().state, row().attempts) == (DEAD, 12) and row().last_error


def test_b_line_b_a_letter_of_no_use_any_more_is_not_tried_again(server):
    server.answers["RCPT"] = b"450 4.2.0 later\r\n"
    with transaction():
        outbox.put("confirmation", to="k1@mdph-14.example.org", key="k1", at=NOW, until=NOW + timedelta(minutes=3))
    carry(), carry(NOW + timedelta(minutes=4))
    assert row().state is LetterState.CANCELLED and row().attempts == 1


@pytest.mark.parametrize("order", ["RCPT", "DATA", "DOT"])
@pytest.mark.parametrize("answer", [b"550 5.1.1 unknown\r\n", b"552 5.3.4 message too large\r\n", b"554-5.2.3 too\r\n554 5.2.3 large\r\n"])
def test_c_d_lines_c_and_d_a_refusal_for_good_is_final_and_stops_nobody(server, order, answer):
    server.answers[order] = answer
    put("k1", "k2")
    postman = carry()
    for key in ("k1", "k2"):
        assert (row(key).state, row(key).sends, row(key).last_code) == (DEAD, 0, int(answer[:3])) and row(key).last_error
    assert postman.silent_until == 0 and server.lines == 1
    assert carry(NOW + timedelta(days=1)).round() == 0


# e


@pytest.mark.parametrize(
    "answer",
    [None, SILENCE, GARBAGE, b"421 4.3.2 closing\r\n", b"354 more?\r\n", b"250-and\r\n" * 200, Drip(b"250 " + b"x" * 400)],
    ids=["cut", "silent", "garbage", "421", "354", "endless", "drip"],
)
@pytest.mark.parametrize(
    ("kind", "state", "wait"),
    [("confirmation", PENDING, timedelta(minutes=10)), ("sign_in", PENDING, timedelta(0)), ("message", DEAD, timedelta(0))],
)
def test_e_line_e_an_answer_lost_after_the_dot_is_a_doubt(server, answer, kind, state, wait):
    server.answers["DOT"] = answer
    put(kind=kind), put("k2")
    postman = carry()
    found = row()
    assert (found.state, found.uncertain, found.sends, found.not_before - NOW) == (state, 1, 1, wait)
    assert len(server.kept) == 1 and row("k2").state is PENDING and postman.silent_until > 0


# f, g, and what servers may rightly do


@pytest.mark.parametrize("answer", [None, SILENCE, GARBAGE, b"500 what?\r\n"])
def test_f_line_f_a_farewell_that_goes_wrong_changes_nothing(server, answer):
    server.answers["QUIT"] = answer
    put()
    assert carry().silent_until == 0 and row().state is SENT


@pytest.mark.parametrize("answer", [None, SILENCE, GARBAGE, b"502 no\r\n", b"421 bye\r\n"])
def test_f_line_f_a_reset_that_goes_wrong_opens_another_line(server, answer):
    """The letter before is judged by its own answer; the next one leaves on a clean line."""
    server.answers["RSET"] = answer
    real = server.answers["RCPT"]
    server.answers["RCPT"] = lambda order: b"550 5.7.1 no\r\n" if b"k1@" in order else real
    put("k1", "k2")
    postman = carry()
    assert (row("k1").state, row("k2").state, server.lines) == (DEAD, SENT, 2) and postman.silent_until == 0


def test_f_line_f_a_server_that_hangs_up_after_each_letter_costs_no_pause(server, monkeypatch):
    """Some take one letter a line, and say so by closing it."""
    count = []
    server.answers["MAIL"] = lambda order: (count.append(1), None if len(count) % 2 == 0 else b"250 ok\r\n")[1]
    put("k1", "k2", "k3")
    postman = carry()
    assert [row(key).state for key in ("k1", "k2", "k3")] == [SENT] * 3 and postman.silent_until == 0 and server.lines == 3


def test_g_line_g_a_letter_that_cannot_be_made_is_given_up_at_once(server):
    put(kind="panne"), put("k2")
    carry()
    assert (row().state, row().attempts, row().sends) == (DEAD, 0, 0) and "ZeroDivisionError" in row().last_error
    assert row("k2").state is SENT


def test_our_letters_need_no_extension(server):
    """Neither 8BITMIME nor SMTPUTF8 nor SIZE: ASCII, lines of 998 at most, and a server that only knows HELO takes them."""
    server.answers |= {"EHLO": b"502 5.5.1 what?\r\n", "HELO": b"250 hello\r\n"}
    put()
    carry()
    [kept] = server.kept
    assert kept.isascii() and max(map(len, kept.split(b"\r\n"))) <= 998 and row().state is SENT
    assert not any(word in b"".join(server.orders) for word in (b"BODY=", b"SMTPUTF8", b"SIZE="))


def test_answers_of_several_lines_and_other_good_codes_are_understood(server):
    server.answers |= {
        "MAIL": b"250-2.1.0\r\n250 fine\r\n",
        "RCPT": b"252 cannot verify, will try\r\n",
        "DOT": b"250-kept\r\n250 as 42\r\n",
    }
    server.greeting = b"220-wait\r\n220 here\r\n"
    put()
    carry()
    assert row().state is SENT


def test_fifty_letters_a_line_one_recipient_each(server):
    put(*[f"k{n}" for n in range(MOST_PER_LINE + 1)])
    postman = Postman("essai", lambda: NOW)
    while postman.round():
        pass
    postman.rest()
    rcpts = [order for order in server.orders if order.startswith(b"RCPT")]
    assert (server.lines, len(rcpts), len(set(rcpts))) == (2, 51, 51)
    assert all(re.fullmatch(rb"RCPT TO:<k\d+@mdph-14.example.org>\r\n", one) for one in rcpts)
