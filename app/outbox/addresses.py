"""What is known against an address: what came back, and what may still be sent to it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from app.core.clock import PARIS
from app.core.errors import Refusal
from app.journal import actions as journal
from app.outbox import address_queries as queries
from app.outbox.letter import Letter
from app.outbox.models import AddressTrouble, OutboxLetter, Return, Trust

SOFT_DAYS = 3  # different days on which letters came back before an address is no longer trusted
SUSPENDED = "L’adresse ne fonctionne plus\u00a0: les courriels en reviennent."
FLAGGED = "L’adresse est en défaut\u00a0: seul ce qui concerne une inscription y est encore envoyé."
LONGEST = 500
KEPT = timedelta(days=365)  # without news of an address
ALWAYS = ("sign_in",)  # asked for at this very moment by whoever says that they read this address
# From the least to the most telling: a report that says less does not hide one that said more.
_WEIGHT = (Return.DELAYED, Return.SOFT, Return.BLOCKED, Return.COMPLAINT, Return.HARD)


def note_return(letter: OutboxLetter, sort: Return, words: str, at: datetime) -> None:
    """A letter came back: it says so, and its address is judged by it, unless somebody said since it left that the address works."""
    if letter.returned_as is None or _WEIGHT.index(sort) >= _WEIGHT.index(letter.returned_as):
        letter.returned_as, letter.returned_at, letter.return_words = sort, at, words[:LONGEST]
    judge(letter.recipient, sort, words, at, left_at=letter.sent_at)


def judge(address: str, sort: Return, words: str, at: datetime, *, left_at: datetime | None = None) -> None:
    """Unknown: nothing more is sent there. Full or away on three days, or a complaint: mail of networks stops. Our own reputation says nothing of it."""
    if sort in (Return.BLOCKED, Return.DELAYED):
        return
    trouble = queries.held(address, at)
    if trouble.trust is None and trouble.since and left_at and left_at <= trouble.since:
        return
    if sort is Return.SOFT:
        _count_day(trouble, at)
    if sort is Return.HARD:
        _trust(trouble, Trust.SUSPENDED, words, at)
    elif sort is Return.COMPLAINT:
        trouble.soft_days = 0  # a sign of life does not take back what the person asked
        _trust(trouble, Trust.FLAGGED, words, at)
    elif trouble.soft_days >= SOFT_DAYS:
        _trust(trouble, Trust.FLAGGED, words, at)


def note_life(address: str | None, at: datetime, *, is_proof: bool = False) -> None:
    """Somebody reads what arrives there: full days are forgotten. ``is_proof``: they wrote from it, or opened what was just sent
    there, so that even an address that was said not to exist does. A complaint stays."""
    trouble = queries.trouble_of(address, held=True) if address else None
    if trouble is None or (trouble.trust is Trust.SUSPENDED and not is_proof) or is_complaint(trouble):
        return
    _clear(trouble, at)


def lift(address: str, by: str, thing: str, at: datetime) -> bool:
    """The team knows that this address works: everything may be sent there again; false when nothing was known against it."""
    trouble = queries.trouble_of(address, held=True)
    if trouble is None or trouble.trust is None:
        return False
    _clear(trouble, at)
    journal.write(by, "address_trusted_again", thing, at=at)
    return True


def is_complaint(trouble: AddressTrouble) -> bool:
    """The box works, but its reader called one of our letters unwanted."""
    return trouble.trust is Trust.FLAGGED and trouble.soft_days < SOFT_DAYS


def trusts(addresses: Iterable[str]) -> Mapping[str, Trust]:
    """Those of these addresses that are not to be written to as others are."""
    return queries.trusts(addresses)


def refuse_dead(to: str | None, kind: str) -> None:
    """Nothing leaves for an address from which letters come back: it is said at once, not found later in the list of letters."""
    if to and stops(trusts([to]).get(to), kind):
        raise Refusal(f"Les courriels reviennent de {to}\u00a0: corrigez d’abord cette adresse, ce qui n’est pas arrivé repartira.")


def stops(trust: Trust | None, kind: str) -> str | None:
    """Why a letter of this kind does not leave for an address, whatever it says."""
    return SUSPENDED if trust is Trust.SUSPENDED and kind not in ALWAYS else None


def stops_letter(trust: Trust | None, letter: Letter) -> str | None:
    """Why this letter does not leave: what can be unsubscribed from is mail of a network."""
    return FLAGGED if trust is Trust.FLAGGED and letter.unsubscribe else None


def forget_before(moment: datetime) -> int:
    """What is known against addresses of which nothing was heard since is gone; says of how many."""
    return queries.delete_without_news_since(moment)


def _clear(trouble: AddressTrouble, at: datetime) -> None:
    """``since`` stays: a report on a letter that left before it says nothing new."""
    if trouble.trust is not None:
        trouble.trust, trouble.told_at, trouble.words = None, None, ""
    trouble.since, trouble.soft_days, trouble.last_soft_on = at, 0, None


def _count_day(trouble: AddressTrouble, at: datetime) -> None:
    today = at.astimezone(PARIS).date()
    if trouble.last_soft_on != today and not is_complaint(trouble):
        trouble.soft_days, trouble.last_soft_on = trouble.soft_days + 1, today


def _trust(trouble: AddressTrouble, trust: Trust, words: str, at: datetime) -> None:
    """A suspended address stays so, a reason is that of the present trust."""
    if trouble.trust is Trust.SUSPENDED and trust is not Trust.SUSPENDED:
        return
    trouble.words = words[:LONGEST]
    if trouble.trust is not trust:
        trouble.trust, trouble.since, trouble.told_at = trust, at, None
