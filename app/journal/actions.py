"""Writing in the journal, chaining what was written, and telling whether somebody touched it since (T43)."""

import json
import logging
from datetime import datetime, timedelta
from typing import Any

from app.core.db import db
from app.core.links import proof, proves
from app.journal import queries
from app.journal.models import Act

log = logging.getLogger("rencontres.journal")
# Acts are numbered when written and seen when committed: a little later nobody is still to come before them.
SETTLED_AFTER = timedelta(minutes=1)
ORIGIN = "0" * 64


def write(
    actor: str, verb: str, thing: str, *, at: datetime, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> None:
    """Keep who did what to what, in the transaction of the act itself. Ids and states only: no name, no address."""
    db.session.add(Act(at=at, actor=actor, verb=verb, thing=thing, before=before, after=after))


def seal(at: datetime) -> int:
    """Chain the acts that are not yet chained, each to the one before it; says how many."""
    last = queries.last_sealed()
    number, previous, count = (last.id, last.seal or ORIGIN, 0) if last else (0, ORIGIN, 0)
    for act in queries.unsealed_after(number):
        if act.at > at - SETTLED_AFTER:
            break
        # Proven with the server's key: whoever can write in the database cannot write the chain again.
        previous = proof("journal", *_said(previous, act))
        queries.keep_seal(act.id, previous)
        count += 1
    return count


def check(at: datetime) -> int | None:
    """Prove the whole chain, and write what was found; a log outside the database tells how far it reached."""
    broken, acts = first_broken(), queries.count_sealed()
    write("système", "journal_checked", "journal", at=at, after={"acts": acts, "broken": broken})
    if broken is None:
        log.info("journal: %d acts proven", acts)
    else:
        log.error("journal: touched from act %d on", broken)
    return broken


def first_broken() -> int | None:
    """The number of the first act that is not what was sealed, or that follows one that is gone; None when the chain holds."""
    previous, ended = ORIGIN, False
    for act in queries.acts_in_order():
        if act.seal is None:
            ended = True
            continue
        if ended or not proves(act.seal, "journal", *_said(previous, act)):
            return int(act.id)
        previous = act.seal
    return None


def _said(previous: str, act: Any) -> tuple[object, ...]:
    states = json.dumps([act.before, act.after], ensure_ascii=False, sort_keys=True)
    return previous, act.id, act.at.isoformat(), act.actor, act.verb, act.thing, states
