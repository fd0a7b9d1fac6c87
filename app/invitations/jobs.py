"""What the worker does of the sendings."""

from datetime import datetime, timedelta

from flask import current_app

from app.core.db import transaction
from app.invitations.guest_list_queries import delete_lists_given_before
from app.invitations.sendings import carry_out
from app.invitations.sendings_queries import taken_sending, unfinished_sendings
from app.registrations.follow_queries import live_person_ids

LISTS_KEPT = timedelta(days=1)


def carry_out_sendings(now: datetime) -> int:
    """Every sending asked for is in the outbox; each batch is kept as soon as it is written, so that a death loses none."""
    batches = 0
    with transaction():
        numbers = unfinished_sendings(now)
    for number in numbers:
        try:
            while _one_batch(number, now):
                batches += 1
        except Exception:
            # One sending that cannot go on must not hold up the others; it is tried again at the next round.
            current_app.logger.exception("sending %s stopped in the middle of a batch", number)
    return batches


def forget_guest_lists(now: datetime) -> int:
    """Lists of guests of more than a day are deleted, used or not."""
    with transaction():
        return delete_lists_given_before(now - LISTS_KEPT)


def _one_batch(number: int, now: datetime) -> bool:
    with transaction():
        sending = taken_sending(number)
        if sending is None or sending.is_finished:
            return False
        carry_out(sending, now, live_person_ids(sending.event))
        return not sending.is_finished
