"""Mails that come back, as servers write them: the files of ``corpus/``, about a letter of ours or of nobody."""

from datetime import datetime
from pathlib import Path

from app.core.db import db, transaction
from app.inbox import intake
from app.inbox.models import ReceivedMail
from app.outbox import actions as outbox
from app.outbox.address_queries import trouble_of
from app.outbox.models import OutboxLetter, Trust
from tests import make
from tests.letters import deliver

CORPUS = Path(__file__).parent / "corpus"
NOW = make.at("2027-03-01 09:00")
ADDRESS = "elodie@mdph-14.example.org"


def sent(key="k1", to=ADDRESS, at: datetime = NOW) -> OutboxLetter:
    """A letter that left; the mailroom must know its kind."""
    with transaction():
        outbox.put("confirmation", to=to, key=key, at=at)
    deliver(at)
    return letter(key)


def letter(key="k1") -> OutboxLetter:
    """The letter of this key, as it is kept."""
    db.session.rollback()
    return db.session.query(OutboxLetter).filter_by(dedupe_key=key).populate_existing().one()


def returned(name: str, of: OutboxLetter | None, *, token=True, message_id=True, returned_to="") -> bytes:
    """A mail of the corpus about this letter; without its token, or without its Message-ID, if said."""
    path = f"retours+{of.bounce_token}@cnsa.example.org" if of is not None and token else "retours@cnsa.example.org"
    facts = {
        "{returned_to}": returned_to or path,
        "{return_path}": path,
        "{address}": of.recipient if of is not None else ADDRESS,
        "{message_id}": of.message_id if of is not None and message_id else "<jamais-ecrit@cnsa.example.org>",
    }
    text = (CORPUS / f"{name}.eml").read_text(encoding="utf-8")
    for mark, said in facts.items():
        text = text.replace(mark, said)
    return text.replace("\n", "\r\n").encode()


def take_in(raw: bytes, at: datetime = NOW) -> ReceivedMail:
    """The mail is read as the worker reads it."""
    with transaction():
        row = intake.take_in(raw, at)
    assert row is not None
    return row


def trust_in(address=ADDRESS) -> Trust | None:
    """What this address is still worth."""
    db.session.rollback()
    found = trouble_of(address)
    return found.trust if found else None
