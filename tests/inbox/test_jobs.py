"""Mail is kept, then put away; seen again, by this worker or another, it does nothing more."""

import pytest
from sqlalchemy import select

from app.core.db import db
from app.inbox import jobs
from app.inbox.models import Effect, ReceivedMail, Sort
from tests.make import now

LETTER = b"From: Ana <ana@example.org>\r\nTo: rencontres@cnsa.example.org\r\nSubject: Une question\r\nMessage-ID: <q1@example.org>\r\n\r\nBonjour\r\n"


def kept() -> list[ReceivedMail]:
    return [*db.session.scalars(select(ReceivedMail).order_by(ReceivedMail.id))]


@pytest.fixture
def read(app, imap):
    app.config["MAILBOX_URL"] = imap.url
    return lambda: jobs.read_mailbox(now())


def test_what_came_is_kept_then_put_away(imap, read):
    imap.receive(LETTER)
    assert read() == 1
    assert [(one.sender, one.subject, one.sort, one.effect, one.raw) for one in kept()] == [
        ("ana@example.org", "Une question", Sort.PERSON, Effect.HELD, LETTER)
    ]
    assert (imap.count(), imap.count("Rencontres-lus")) == (0, 1)


def test_a_mail_seen_twice_is_handled_once(imap, read):
    imap.receive(LETTER, LETTER)
    assert read() == 1
    imap.receive(LETTER)
    assert read() == 0
    assert (len(kept()), imap.count(), imap.count("Rencontres-lus")) == (1, 0, 3)
