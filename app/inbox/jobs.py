"""What a worker does of the inbox: take in what came, forget what is old."""

import logging
from collections.abc import Callable
from datetime import datetime

from flask import current_app
from sqlalchemy.exc import OperationalError

from app.core.db import db, transaction
from app.inbox import actions, intake, team, visits
from app.inbox.mailboxes import Item, MailboxAway, opened
from app.inbox.models import ReceivedMail

MOST = 200  # mails of one visit
log = logging.getLogger("rencontres.inbox")


def read_mailbox(now: datetime) -> int:
    """Every mail that waits is kept and has done what it does, then is put away; says how many were new. Said twice, nothing is done twice."""
    new = 0
    try:
        with opened(current_app.config["MAILBOX_URL"], current_app.config["MAILBOX_DONE"]) as mailbox:
            for item in mailbox.waiting(MOST):
                new += _taken_in(item, now)
                mailbox.put_away(item.name)
    except MailboxAway as fault:
        _note(visits.failed, now, str(fault))
    else:
        _note(visits.went_well, now)
    with transaction():
        actions.settle(now)
        team.tell(now)
    return new


def forget_old(now: datetime) -> int:
    """Mails of more than thirty days are gone, but for those that nobody has read."""
    return intake.forget_before(now - intake.KEPT)


def _taken_in(item: Item, now: datetime) -> bool:
    """Kept, in a transaction of its own: the mailbox answers between two of them, never within one.

    What another worker did at this instant may break the first try, not the second; what breaks it twice is kept for somebody.
    """
    ways: list[Callable[[bytes, datetime], ReceivedMail | None]] = [intake.take_in, intake.take_in, intake.keep_for_somebody]
    for way in ways:
        try:
            return _kept(way, item.raw, now)
        except OperationalError:  # the database is away: the mail waits where it is
            raise
        except Exception as fault:
            log.error("a mail could not be handled (%s, %s)", way.__name__, type(fault).__name__, exc_info=way is not intake.take_in)
    return _kept(intake.keep_untouched, item.raw, now)


def _kept(way: Callable[[bytes, datetime], ReceivedMail | None], raw: bytes, now: datetime) -> bool:
    try:
        with transaction():
            return way(raw, now) is not None
    finally:
        db.session.remove()  # what this mail knew of the rows is not what the next one finds


def _note(what: Callable[..., bool], now: datetime, *words: str) -> None:
    """Kept for the page of administrators; said in the log when it changes only, not three times a minute."""
    with transaction():
        changed = what(now, *words)
    db.session.remove()
    if changed:
        log.warning("the mailbox %s", "cannot be read" if words else "is read")
