"""What is known against an address: what came back, and what may still be sent to it."""

from collections.abc import Iterable
from datetime import datetime

from app.core.clock import PARIS
from app.core.db import add
from app.journal import actions as journal
from app.outbox import address_queries as queries
from app.outbox.models import AddressTrouble, OutboxLetter, Return, Trust

SOFT_DAYS = 3  # different days on which letters came back before an address is no longer trusted
SUSPENDED = "L’adresse ne fonctionne plus : les courriels en reviennent."
LONGEST = 500


def note_return(letter: OutboxLetter, sort: Return, words: str, at: datetime) -> None:
    """A letter came back: it says so, and its address is judged by it."""
    letter.returned_as, letter.returned_at, letter.return_words = sort, at, words[:LONGEST]
    judge(letter.recipient, sort, words, at)


def judge(address: str, sort: Return, words: str, at: datetime) -> None:
    """Unknown: nothing more is sent there. Full or away on three days, or a complaint: mail of networks stops. Our own reputation says nothing of it."""
    if sort in (Return.BLOCKED, Return.DELAYED):
        return
    trouble = queries.trouble_of(address, held=True) or add(AddressTrouble(address=address, soft_days=0))
    if sort is Return.SOFT:
        _count_day(trouble, at)
    if sort is Return.HARD:
        _trust(trouble, Trust.SUSPENDED, words, at)
    elif sort is Return.COMPLAINT or trouble.soft_days >= SOFT_DAYS:
        _trust(trouble, Trust.FLAGGED, words, at)


def note_life(address: str) -> None:
    """Somebody reads what arrives there: full days are forgotten; an address that does not exist stays so until somebody says otherwise."""
    trouble = queries.trouble_of(address, held=True)
    if trouble is None or trouble.trust is Trust.SUSPENDED:
        return
    trouble.soft_days, trouble.last_soft_on = 0, None
    if trouble.trust is not None:
        trouble.trust, trouble.since, trouble.told_at = None, None, None


def lift(address: str, by: str, thing: str, at: datetime) -> None:
    """The team knows that this address works: everything may be sent there again."""
    trouble = queries.trouble_of(address, held=True)
    if trouble is not None and trouble.trust is not None:
        trouble.trust, trouble.since, trouble.told_at, trouble.soft_days, trouble.last_soft_on = None, None, None, 0, None
        journal.write(by, "address_trusted_again", thing, at=at)


def trusts(addresses: Iterable[str]) -> dict[str, Trust]:
    """Those of these addresses that are not to be written to as others are."""
    return queries.trusts(addresses)


def _count_day(trouble: AddressTrouble, at: datetime) -> None:
    today = at.astimezone(PARIS).date()
    if trouble.last_soft_on != today:
        trouble.soft_days, trouble.last_soft_on = trouble.soft_days + 1, today


def _trust(trouble: AddressTrouble, trust: Trust, words: str, at: datetime) -> None:
    trouble.words = words[:LONGEST]
    if trouble.trust is not trust and trouble.trust is not Trust.SUSPENDED:
        trouble.trust, trouble.since, trouble.told_at = trust, at, None
