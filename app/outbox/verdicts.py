"""What becomes of a letter after a dialogue with the mail server: the table of docs/decisions/0008-the-outbox.md, as one function."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from app.outbox.kinds import kind_of
from app.outbox.lease_queries import MOST_SENDS, Slip
from app.outbox.models import LetterState
from app.outbox.refusals import read_refusal
from app.outbox.smtp import Outcome, Verdict

BACK_OFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 120, 240))
MOST_ATTEMPTS = 12
LOST_ANSWER = "La réponse du serveur de messagerie s’est perdue après l’envoi."

_NOTHING_CAME_BACK = {"returned_as": None, "returned_at": None, "return_words": ""}  # an earlier try may have been refused because of us

Spread = Callable[[], float]  # between 0.8 and 1.2, so that many letters do not come back together


def outcome_of(slip: Slip, verdict: Verdict, at: datetime, spread: Spread) -> dict[str, Any]:
    """The columns to write for a letter begun by this worker. ``slip`` counts stand as they were before it began."""
    words = {"last_code": verdict.code, "last_error": verdict.words or None}
    if verdict.outcome is Outcome.ACCEPTED:
        return {"state": LetterState.SENT, "sent_at": at, "last_code": verdict.code, "last_error": None} | _NOTHING_CAME_BACK
    if verdict.outcome is Outcome.REFUSED:
        return words | {"state": LetterState.DEAD, "sends": slip.sends} | _came_back(verdict, at)
    if verdict.outcome is Outcome.POSTPONED:  # what is refused because of us is shown at once, not after the last try
        return words | (_came_back(verdict, at) if verdict.blames_us else {}) | _later(slip, verdict, at, spread)
    if verdict.outcome is Outcome.NO_LINE:
        return words | {"state": LetterState.PENDING, "sends": slip.sends, "attempts": slip.attempts}
    return _in_doubt(slip, verdict, at)


def _later(slip: Slip, verdict: Verdict, at: datetime, spread: Spread) -> dict[str, Any]:
    attempts = slip.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        return {"state": LetterState.DEAD, "sends": slip.sends} | _came_back(verdict, at)
    wait = BACK_OFF[min(attempts, len(BACK_OFF)) - 1] * spread()
    return {"state": LetterState.PENDING, "sends": slip.sends, "not_before": at + wait}


def _came_back(verdict: Verdict, at: datetime) -> dict[str, Any]:
    """A refusal at the door is a return that came at once; one that speaks of us, or of the letter, says nothing of the address."""
    said = read_refusal("", verdict.words)
    if verdict.denies_relay or not (verdict.at_recipient or said.is_known):
        return {}
    return {"returned_as": said.sort, "returned_at": at, "return_words": verdict.words}


def _in_doubt(slip: Slip, verdict: Verdict, at: datetime) -> dict[str, Any]:
    kind, tried = kind_of(slip.kind), slip.sends + 1
    said = {"last_code": verdict.code, "last_error": f"{LOST_ANSWER} {verdict.words}".strip(), "uncertain": slip.uncertain + 1}
    if kind.at_most_once or tried >= MOST_SENDS:
        return said | {"state": LetterState.DEAD}
    return said | {"state": LetterState.PENDING, "not_before": at + kind.doubt}
