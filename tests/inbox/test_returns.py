"""B1 to B4: letters that come back, in the words of the servers that people have; what each does to the letter and to its address."""

import random
from datetime import timedelta

import pytest
from flask import current_app
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.db import db, transaction
from app.inbox import intake
from app.inbox.bounces import bounce_in, quoted_ids
from app.inbox.mail import read
from app.inbox.models import Effect, ReceivedMail, Sort
from app.outbox import actions as outbox
from app.outbox.letter import Letter
from app.outbox.models import AddressTrouble, LetterState, OutboxLetter, Return, Trust
from tests import make
from tests.inbox.returning import ADDRESS, CORPUS, NOW, letter, returned, sent, take_in, trust_in

DAY = timedelta(days=1)
HARD, SOFT, BLOCKED, DELAYED, COMPLAINT = Return.HARD, Return.SOFT, Return.BLOCKED, Return.DELAYED, Return.COMPLAINT
APPLIED, NOTED, HELD, IGNORED = Effect.APPLIED, Effect.NOTED, Effect.HELD, Effect.IGNORED


@pytest.fixture(autouse=True)
def makers(monkeypatch):
    made = Letter(subject="Votre inscription", to_name="Élodie", heading="Bonjour")
    monkeypatch.setitem(current_app.extensions, "letters", {"confirmation": lambda ids, at: made})


WHAT_THEY_SAY = {
    # RFC 3464
    "postfix_unknown": (HARD, APPLIED),
    "postfix_no_domain": (HARD, APPLIED),
    "postfix_expired": (SOFT, NOTED),
    "postfix_delayed": (DELAYED, NOTED),
    "postfix_relayed": (None, IGNORED),
    "postfix_delivered": (None, IGNORED),
    "alias_expanded_one_gone": (None, IGNORED),
    "two_of_an_alias": (SOFT, NOTED),
    "forwarded_elsewhere": (HARD, APPLIED),
    # RFC 6533
    "global_form": (HARD, APPLIED),
    "global_form_base64": (HARD, APPLIED),
    # Exchange
    "exchange_online": (HARD, APPLIED),
    "exchange_edge": (HARD, APPLIED),
    "exchange_full": (SOFT, NOTED),
    "exchange_no_diagnostic": (HARD, APPLIED),
    "exchange_inside": (HARD, APPLIED),  # a name that only their own network knows
    "exchange_wrapped": (HARD, APPLIED),  # a filter put its warning around the report
    "domino_unnamed": (HARD, APPLIED),  # no report-type
    # Google
    "gmail_unknown": (HARD, APPLIED),
    "gmail_no_domain": (HARD, APPLIED),
    "gmail_full": (SOFT, NOTED),
    # Orange, in two languages
    "orange_unknown": (HARD, APPLIED),
    "orange_full": (SOFT, NOTED),
    "orange_blocked": (BLOCKED, NOTED),
    "blocked_by_policy": (BLOCKED, NOTED),
    "other_five": (SOFT, HELD),
    "postfix_our_sender": (BLOCKED, NOTED),
    "free_inactive": (SOFT, HELD),
    # Text
    "qmail_unknown": (HARD, APPLIED),
    "qmail_remote": (HARD, APPLIED),
    "qmail_strange": (SOFT, HELD),
    "exim_unknown": (HARD, APPLIED),
    "exim_delayed": (DELAYED, NOTED),
    "old_exim": (HARD, APPLIED),
    "sendmail_bare": (HARD, APPLIED),
    "daemon_without_sense": (None, HELD),
    # What another report, carried inside, said of another day
    "return_of_a_return": (SOFT, NOTED),
    # RFC 5965, RFC 8098
    "arf_abuse": (COMPLAINT, APPLIED),
    "arf_not_spam": (None, IGNORED),
    "read_receipt": (None, IGNORED),
}
TRUST = {HARD: Trust.SUSPENDED, COMPLAINT: Trust.FLAGGED}


def test_b1_the_corpus_is_whole():
    assert {file.stem for file in CORPUS.glob("*.eml")} == set(WHAT_THEY_SAY)


@pytest.mark.parametrize("name", WHAT_THEY_SAY)
def test_b1_b3_b4_what_each_server_says_is_understood(name):
    ours = sent()
    row = take_in(returned(name, ours))
    sort, effect = WHAT_THEY_SAY[name]
    assert (row.sort, row.effect, row.letter_id) == (Sort.RETURN, effect, ours.id)
    assert (letter().returned_as, trust_in()) == (sort, TRUST.get(sort))
    assert letter().state is LetterState.SENT, "it left, and shows that it came back"
    assert row.reason


def test_b1_the_words_of_the_other_server_are_kept():
    take_in(returned("gmail_unknown", sent()))
    assert letter().return_words.startswith("550-5.1.1 The email account that you tried to reach does not exist.")


def test_b1_what_our_own_letter_says_judges_nobody():
    """The copy of our letter names an unknown user, a full box and spam; the server only said that the lights went out."""
    take_in(returned("qmail_strange", sent()))
    assert letter().return_words and "spam" not in letter().return_words and trust_in() is None


@pytest.mark.parametrize("name", ["postfix_unknown", "gmail_unknown", "exchange_online", "qmail_unknown", "exim_unknown", "arf_abuse"])
def test_b2_the_letter_is_found_by_its_token_alone(name):
    take_in(returned(name, sent(), message_id=False))
    assert letter().returned_as in (HARD, COMPLAINT)


@pytest.mark.parametrize("name", ["postfix_unknown", "gmail_unknown", "exchange_online", "qmail_unknown", "exim_unknown"])
def test_b2_else_by_the_message_id_that_it_quotes(name):
    take_in(returned(name, sent(), token=False))
    assert letter().returned_as is HARD


@pytest.mark.once
@pytest.mark.parametrize("named_in", ["In-Reply-To", "X-Original-Message-ID", "Message-ID"])
def test_b2_one_mention_is_enough_in_its_head_in_the_report_or_in_the_copy(named_in):
    ours = sent()
    raw = returned("gmail_unknown", ours, token=False, message_id=False)
    mention = f"\r\n{named_in}: <jamais-ecrit@cnsa.example.org>".encode()
    assert raw.count(mention) == 1
    take_in(raw.replace(mention, f"\r\n{named_in}: {ours.message_id}".encode()))
    assert letter().returned_as is HARD


@pytest.mark.parametrize("name", sorted(WHAT_THEY_SAY))
def test_b2_never_by_the_address_alone(name):
    """Forged by somebody who knows the address, and has never seen a letter of ours."""
    sent()
    row = take_in(returned(name, letter(), token=False, message_id=False))
    assert (row.effect, row.letter_id, letter().returned_as, trust_in()) == (IGNORED, None, None, None)


def test_b2_a_token_that_is_not_ours_counts_for_nothing():
    sent()
    raw = returned("postfix_unknown", letter(), token=False, message_id=False, returned_to=f"retours+{'a' * 26}@cnsa.example.org")
    assert take_in(raw).effect is IGNORED and trust_in() is None


def test_b2_the_token_of_one_letter_says_nothing_of_the_address_of_another():
    """Who received a letter may lie about their own address, not about others'."""
    other = sent("k2", "autre@mdph-14.example.org")
    raw = returned("postfix_unknown", other).replace(b"autre@mdph-14", b"elodie@mdph-14")
    take_in(raw)
    assert (trust_in(), trust_in("autre@mdph-14.example.org")) == (None, Trust.SUSPENDED)


def test_b2_a_message_id_cannot_be_guessed_by_who_knows_how_it_is_made(monkeypatch):
    first = outbox.message_id_of("confirmation-registration-42-v1")
    monkeypatch.setitem(current_app.config, "SECRET_KEY", "une-autre-cle-du-serveur-une-autre-cle")
    assert outbox.message_id_of("confirmation-registration-42-v1") != first


def test_b2_a_letter_that_never_left_cannot_come_back():
    with transaction():
        outbox.put("confirmation", to=ADDRESS, key="k1", at=NOW + DAY)
    assert take_in(returned("postfix_unknown", letter())).effect is IGNORED and trust_in() is None


def test_b3_three_full_boxes_on_three_days_flag_the_address():
    for day in range(3):
        assert trust_in() is None
        ours = sent(f"k{day}", at=NOW + day * DAY)
        take_in(returned("orange_full", ours), NOW + day * DAY)
    assert trust_in() is Trust.FLAGGED


def test_b3_a_report_seen_twice_counts_once():
    raw = returned("postfix_unknown", sent())
    take_in(raw)
    with transaction():
        assert intake.take_in(raw, NOW) is None
    assert db.session.query(ReceivedMail).count() == 1


def test_b3_delayed_then_failed_is_failed_and_the_other_way_round_too():
    for names in (("postfix_delayed", "postfix_unknown"), ("postfix_unknown", "postfix_delayed")):
        key = names[0]
        ours = sent(key, f"{key}@mdph-14.example.org".replace("_", "-"))
        for name in names:
            take_in(returned(name, ours))
        assert letter(key).returned_as is HARD


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(sorted(WHAT_THEY_SAY)), max_size=8), seed=st.integers(0, 10**6))
def test_b2_no_sequence_of_reports_suspends_an_address_we_never_wrote_to(names, seed):
    chance = random.Random(seed)
    with transaction():
        db.session.query(ReceivedMail).delete(), db.session.query(AddressTrouble).delete(), db.session.query(OutboxLetter).delete()
    ours = sent(f"k{seed}", "autre@mdph-14.example.org")
    for number, name in enumerate(names):
        raw = returned(name, ours, token=chance.random() < 0.5, message_id=chance.random() < 0.5)
        raw = raw.replace(b"autre@mdph-14", chance.choice([b"elodie@mdph-14", b"autre@mdph-14"])) + str(number).encode()
        with transaction():
            intake.take_in(raw, NOW + number * DAY)
    assert {one.address for one in db.session.query(AddressTrouble)} <= {"autre@mdph-14.example.org"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(WHAT_THEY_SAY)), cut=st.integers(0, 3000), junk=st.binary(max_size=40))
def test_a_report_that_is_cut_or_spoilt_breaks_nothing(name, cut, junk):
    raw = returned(name, None)
    mail = read(raw[:cut] + junk + raw[cut:] if cut % 2 else raw[:cut] + junk)
    bounce_in(mail), quoted_ids(mail)


def test_a_report_without_end_is_read_to_an_end():
    raw = returned("qmail_strange", None).replace(b"The lights went out.", b"-" * 200_000 + b"\r\n" + b"copy " * 50_000)
    raw = raw.replace(b"Hi.", b"\r\n \r\n" * 50_000 + b"Hi.")
    started = make.now()
    bounce_in(read(raw))
    assert make.now() - started < timedelta(seconds=5)
