"""Many letters at once: those of a filter held back, let go, sent again; those that are reduced to the proof that they were."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update

from app.core.db import db
from app.core.links import proof
from app.outbox.lease_queries import waits_its_turn
from app.outbox.models import SETTLED, Beat, LetterState, MailDomain, OutboxLetter
from app.outbox.queries import ON_THE_WAY
from app.outbox.refusals import blames_us
from app.ui.french import moment

MOST_AT_ONCE = 500
ERASED = "efface:"
SIGN_OF_LIFE = timedelta(minutes=2)
FORGOTTEN = "L’adresse a été effacée."

Asked = Sequence[ColumnElement[bool]]


def count_in(asked: Asked, states: Sequence[LetterState]) -> int:
    """How many letters of a filter are in one of these states."""
    return db.session.scalar(select(func.count()).select_from(OutboxLetter).where(*asked, OutboxLetter.state.in_(states))) or 0


def hold_asked(asked: Asked) -> int:
    """Keep back all that waits among these; what a worker took meanwhile has left."""
    return _count(update(OutboxLetter).where(*asked, OutboxLetter.state == LetterState.PENDING).values(state=LetterState.HELD))


def release_asked(asked: Asked, at: datetime) -> int:
    """Let all that was held back among these leave now, in the order in which they were written."""
    held = update(OutboxLetter).where(*asked, OutboxLetter.state == LetterState.HELD)
    return _count(held.values(state=LetterState.PENDING, not_before=at))


def settled_asked(asked: Asked) -> Sequence[OutboxLetter]:
    """Those that left, or that will not, the oldest first: what may be sent again at once."""
    found = select(OutboxLetter).where(*asked, OutboxLetter.state.in_(SETTLED), OutboxLetter.recipient.contains("@"))
    return db.session.scalars(found.order_by(OutboxLetter.id).limit(MOST_AT_ONCE)).all()


def why_waiting(letters: Sequence[OutboxLetter], at: datetime) -> dict[int, str]:
    """Why each of these letters has not left yet, in a few words."""
    pending = [letter for letter in letters if letter.state is LetterState.PENDING]
    if not pending:
        return {}
    numbers = [letter.id for letter in pending]
    behind = set(db.session.scalars(select(OutboxLetter.id).where(OutboxLetter.id.in_(numbers), waits_its_turn(at))))
    domains = db.session.scalars(select(MailDomain).where(MailDomain.domain.in_({letter.domain for letter in pending})))
    paces = {row.domain: row for row in domains}
    refused = db.session.scalar(select(func.min(Beat.refused_since)).where(Beat.at >= at - SIGN_OF_LIFE))
    return {letter.id: _why(letter, letter.id in behind, paces.get(letter.domain), refused, at) for letter in pending}


def _why(letter: OutboxLetter, is_behind: bool, pace: MailDomain | None, refused: datetime | None, at: datetime) -> str:
    if letter.not_before > at:
        return f"{'Nouvel essai' if letter.attempts else 'Prévu'} le {moment(letter.not_before)}."
    if is_behind:
        return "Un courriel précédent à cette personne, sur le même événement, doit partir d’abord."
    if refused is not None:
        return f"Le serveur de messagerie ne prend rien depuis le {moment(refused)}."
    if pace is not None and pace.silent_until is not None and pace.silent_until > at:
        reason = "refuse nos courriels" if blames_us(pace.words) else "dit avoir reçu trop de courriels"
        return f"{letter.domain} {reason} : reprise le {moment(pace.silent_until)}."
    if pace is not None and pace.next_at is not None and pace.next_at > at:
        return f"Les courriels vers {letter.domain} partent au rythme fixé."
    return "Il part dans quelques secondes."


def may_leave(at: datetime) -> ColumnElement[bool]:
    """Nothing of ours keeps the letter waiting: neither the order of its person's letters nor the pace of its domain."""
    slow = select(MailDomain.domain).where(or_(MailDomain.silent_until > at, MailDomain.next_at > at))
    return ~waits_its_turn(at) & OutboxLetter.domain.not_in(slow)


def reduce_dead_before(moment: datetime) -> int:
    """Of a letter given up long ago, only the proof that it was: kind, Message-ID, dates, and an address that nobody can read."""
    old = select(OutboxLetter).where(OutboxLetter.state == LetterState.DEAD, OutboxLetter.not_before < moment)
    return _reduced(db.session.scalars(old.where(OutboxLetter.recipient.contains("@")).limit(MOST_AT_ONCE * 10)).all())


def forget_address(address: str) -> tuple[int, int]:
    """Somebody is erased: what waits for them is cancelled, the rest no longer says whom it was for. Says how many of each."""
    theirs = OutboxLetter.recipient == address
    # A worker that holds one of them finds its lease gone when it begins; the one that is being sent has left.
    waiting = update(OutboxLetter).where(theirs, OutboxLetter.state.in_((LetterState.PENDING, LetterState.HELD, LetterState.LEASED)))
    gone: dict[str, Any] = {"state": LetterState.CANCELLED, "last_error": FORGOTTEN, "lease_owner": None, "lease_until": None}
    cancelled = _count(waiting.values(**gone, fence=OutboxLetter.fence + 1).execution_options(synchronize_session=False))
    db.session.expire_all()
    return cancelled, _reduced(db.session.scalars(select(OutboxLetter).where(theirs, OutboxLetter.state.not_in(ON_THE_WAY))).all())


def _reduced(letters: Sequence[OutboxLetter]) -> int:
    for letter in letters:
        letter.recipient = ERASED + proof("destinataire", letter.recipient)[:32]
        letter.ids, letter.person_id, letter.subject, letter.return_words = {}, None, "", ""
        letter.last_error = FORGOTTEN if letter.state is LetterState.CANCELLED else None
    return len(letters)


def _count(statement: Any) -> int:
    return int(db.session.execute(statement.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]
