"""D3, D4, D6, D8, D9, D11 over every kind of letter that exists: a new kind is in one of these lists, or the suite says so."""

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
from flask import current_app

from app.core.db import db, transaction
from app.invitations.actions import invite
from app.networks.models import Objection
from app.registrations import actions
from app.registrations.models import Registration
from tests import make
from tests.letters import deliver
from tests.outbox.test_golden import KINDS, letters  # noqa: F401 - a fixture, written once for both

NETWORK = {"save_the_date", "invitation", "nudge", "series_invitation"}  # asked of nobody: one click stops it
ANSWERS = {"answer_accepted", "answer_declined", "answer_to_confirm", "answer_refused"}  # to a mail that a program may have written
SIGNED_IN = {"sign_in", "confirm_address", "already_registered", "organiser_alert", "trial"}
EVENT = set(KINDS) - NETWORK - ANSWERS - SIGNED_IN


@pytest.fixture(params=KINDS)
def letter(request, letters):  # noqa: F811
    return letters[request.param]


def kind_of(message):
    return message["Feedback-ID"].partition(":")[0]


def test_d9_network_mail_is_left_in_one_click_and_no_other_offers_it(letter):
    if kind_of(letter) in NETWORK:
        assert re.fullmatch(r"<https?://[^<> ]+/n/[\w-]+>", letter["List-Unsubscribe"])
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    else:
        assert letter["List-Unsubscribe"] is None and letter["List-Unsubscribe-Post"] is None


def test_d9_what_concerns_a_registration_is_never_network_mail():
    assert {"confirmation", "change", "called_off", "withdrawal", "waiting", "seat_freed", "reminder_1_day", "reminder_1_hour"} <= EVENT


def test_d9_one_click_stops_the_network_and_touches_no_registration(client):
    """RFC 8058: a POST of the mail program alone, without cookie, token nor page before it."""
    event, person = make.event(networks=["mdph-directeurs"]), make.person(member_of=["mdph-directeurs"])
    with transaction():
        invite(event, person, make.now())
    [invitation] = deliver()
    registration = make.registration(event, person)
    path = urlsplit(invitation["List-Unsubscribe"].strip("<>")).path
    assert client.get(path).status_code == 200 and db.session.query(Objection).count() == 0  # looking at the page does nothing
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert db.session.query(Objection).one().person_id == person.id
    with transaction():
        assert db.session.get(Registration, registration.id).withdrawn_at is None
        actions.call_off(event, "La salle n’est plus disponible.", "compte:x", make.now())
    [called_off] = deliver()
    assert kind_of(called_off) == "called_off" and called_off["List-Unsubscribe"] is None


def test_d6_it_says_that_a_program_wrote_it_and_that_no_program_should_answer(letter):
    assert letter["Auto-Submitted"] == ("auto-replied" if kind_of(letter) in ANSWERS else "auto-generated")
    assert letter["X-Auto-Response-Suppress"] == "OOF, AutoReply" and letter["Precedence"] is None


def test_d3_each_has_a_message_id_of_our_domain_once(letter, letters):  # noqa: F811
    domain = current_app.config["MAIL_FROM"].rpartition("@")[2]
    assert re.fullmatch(rf"<[0-9a-f]{{32}}@{re.escape(domain)}>", letter["Message-ID"])
    assert [other["Message-ID"] for other in letters.values()].count(letter["Message-ID"]) == 1


def test_the_date_is_that_of_the_leaving_with_its_zone(letter):
    assert len(letter.get_all("Date")) == 1
    left_at = parsedate_to_datetime(letter["Date"])
    assert left_at.utcoffset() == timedelta(0) and make.at("2027-01-31 00:00") <= left_at <= make.at("2027-12-31 00:00")


def test_d4_answers_come_back_to_who_writes(letter):
    """No Reply-To: calendars answer the organiser, people answer the sender, and both are our mailbox."""
    assert letter["Reply-To"] is None and letter["From"].addresses[0].addr_spec == current_app.config["MAIL_FROM"]
    assert len(letter["To"].addresses) == 1 and letter["Cc"] is None and letter["Bcc"] is None
    assert not re.search("no-?reply|ne-pas-repondre", str(letter["From"]))


def test_d11_the_feedback_names_the_kind_and_nobody(letter):
    fields = letter["Feedback-ID"].split(":")
    assert len(fields) == 4 and fields[0] in KINDS and 5 <= len(fields[3]) <= 15
    assert not re.search(r"@|\d{4,}|marchand", letter["Feedback-ID"].lower())
