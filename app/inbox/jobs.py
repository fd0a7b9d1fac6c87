"""What a worker does of the inbox: take in what came, forget what is old."""

import logging
from datetime import datetime

from flask import current_app
from sqlalchemy.exc import OperationalError

from app.core.db import db, transaction
from app.inbox import intake
from app.inbox.mailboxes import opened

MOST = 50  # mails of one visit
log = logging.getLogger("rencontres.inbox")


def read_mailbox(now: datetime) -> int:
    """Every mail that waits is kept and has done what it does, then is put away; says how many were new. Said twice, nothing is done twice."""
    new = 0
    with opened(current_app.config["MAILBOX_URL"], current_app.config["MAILBOX_DONE"]) as mailbox:
        for item in mailbox.waiting(MOST):
            new += _taken_in(item.raw, now)
            mailbox.put_away(item.name)
    return new


def forget_old(now: datetime) -> int:
    """Mails of more than thirty days are gone, but for those that nobody has read."""
    return intake.forget_before(now - intake.KEPT)


def _taken_in(raw: bytes, now: datetime) -> bool:
    """Kept, in a transaction of its own: the mailbox answers between two of them, never within one."""
    try:
        with transaction():
            return intake.take_in(raw, now) is not None
    except OperationalError:  # the database is away: the mail waits where it is
        raise
    except Exception:
        log.exception("a mail could not be handled")
        db.session.remove()
        with transaction():
            return intake.keep_for_somebody(raw, now) is not None
