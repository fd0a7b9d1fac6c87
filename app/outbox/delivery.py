"""Carrying letters to the mail server, by the protocol of docs/decisions/0008-the-outbox.md: claim, begin, hand over, settle."""

import logging
import os
import random
import signal
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from app.core.db import db, reading, transaction
from app.outbox import addresses
from app.outbox import lease_queries as leases
from app.outbox import pace_queries as paces
from app.outbox.lease_queries import Slip
from app.outbox.making import letter_of, read_together
from app.outbox.message import Message, message_of
from app.outbox.models import LetterState, Trust
from app.outbox.smtp import Line, Outcome, Relay, Verdict
from app.outbox.verdicts import outcome_of

FRESH = timedelta(seconds=5)  # a letter made longer ago is made again before it leaves
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 300.0
MANY_DOMAINS = 3  # that say "too many" one after the other: it is the relay that speaks, of itself
NO_LONGER_TRUE = "Ce que dirait ce courriel n’est plus vrai."
log = logging.getLogger("rencontres.outbox")

Clock = Callable[[], datetime]


class Fate(NamedTuple):
    """A letter, the state under which we hold it, what to write of it, and what its domain said when that changes the pace of the others."""

    slip: Slip
    held_as: LetterState
    values: dict[str, Any]
    too_many: str | None = None
    takes_again: bool = False


class Postman:
    """One dialogue with the mail server, for one worker; it remembers what it could not write yet and how long to be silent."""

    def __init__(self, owner: str, now: Clock, is_stopping: Callable[[], bool] = lambda: False):
        self.owner = owner
        self.now = now
        self.is_stopping = is_stopping
        self.silent_until = 0.0
        self.refused_since: datetime | None = None  # through no fault of a letter nor of a recipient
        self._pause = FIRST_PAUSE
        self._line = Line(Relay.from_url(current_app.config["SMTP_URL"]), lambda: _fail_at("after_dot"))
        self._made_at = now()
        self._slowed: set[str] = set()  # domains that said "too many" the last time
        self._full: set[str] = set()  # those that say so in this batch
        self._in_a_row: set[str] = set()  # those that say so since a letter was last taken

    def round(self, most: int = leases.BATCH) -> int:
        """Carry one batch; says how many letters were taken. Nothing while the channel is silent."""
        if time.monotonic() < self.silent_until:
            return 0
        with reading():
            if not leases.is_due(self.now()):
                return 0
        with transaction():
            leases.drop_overdue(self.now())
            slips = paces.claim(self.owner, self.now(), most)
            self._slowed = paces.slowed({slip.domain for slip in slips})
        self._full.clear()
        _fail_at("after_claim")
        self._carry(slips)
        return len(slips)

    def rest(self) -> None:
        """Hang up until there is something to carry."""
        self._line.close()

    def _carry(self, slips: list[Slip]) -> None:
        made = self._make(slips)
        fates: list[Fate] = []
        for position, slip in enumerate(slips):
            if self.now() - self._made_at > FRESH:
                self._write(fates)  # nothing is known by us alone while we read: reading may fail
                fates, made = [], self._make(slips[position:])
            message = made[slip.id]
            if slip.domain in self._full:
                message = {"state": LetterState.PENDING}
            if not isinstance(message, Message):
                fates.append(Fate(slip, LetterState.LEASED, message))
                continue
            begun, fates = self._write(fates, then_begin=slip), []
            if not begun:
                continue
            fates = [self._hand_over(slip, message)]
            if self.silent_until or self.is_stopping():
                fates += [Fate(other, LetterState.LEASED, {"state": LetterState.PENDING}) for other in slips[position + 1 :]]
                break
        self._write(fates)

    def _make(self, slips: list[Slip]) -> dict[int, Message | dict[str, Any]]:
        """Each letter as bytes, or what to write instead of sending it."""
        self._made_at = self.now()
        with reading():
            read_together(slip.facts for slip in slips)
            trusts = addresses.trusts(slip.recipient for slip in slips)
            return {slip.id: self._made(slip, trusts.get(slip.recipient)) for slip in slips}

    def _made(self, slip: Slip, trust: Trust | None) -> Message | dict[str, Any]:
        if reason := addresses.stops(trust, slip.kind):
            return {"state": LetterState.CANCELLED, "last_error": reason}
        try:
            letter = letter_of(slip.kind, slip.facts, self._made_at)
            if letter is None:
                return {"state": LetterState.CANCELLED, "last_error": NO_LONGER_TRUE}
            if reason := addresses.stops_letter(trust, letter):
                return {"state": LetterState.CANCELLED, "last_error": reason}
            return message_of(letter, slip, self._made_at)
        except OperationalError:  # the database is away: every letter would fail
            raise
        except Exception as fault:  # the same facts would fail again: given up at once, and shown
            db.session.rollback()  # a statement that PostgreSQL refused must not spoil the letters after it
            log.exception("letter %s of kind %s cannot be made", slip.id, slip.kind)
            return {"state": LetterState.DEAD, "last_error": f"Ce courriel n’a pas pu être composé ({type(fault).__name__})."}

    def _hand_over(self, slip: Slip, message: Message) -> Fate:
        _fail_at("after_sending")
        _keep_pace()
        verdict = self._line.hand_over(message.sender, slip.recipient, message.data)
        _fail_at("after_250")
        self._note(slip, verdict)
        values = outcome_of(slip, verdict, self.now(), _spread)
        if values["state"] is LetterState.SENT:
            values |= {"subject": message.subject, "calendar_sequence": message.sequence, "fingerprint": message.fingerprint}
        else:
            log.warning("letter %s: %s %s", slip.id, verdict.outcome, verdict.code)
        takes_again = verdict.outcome is Outcome.ACCEPTED and slip.domain in self._slowed
        return Fate(slip, LetterState.SENDING, values, verdict.words if verdict.slows_domain else None, takes_again)

    def _note(self, slip: Slip, verdict: Verdict) -> None:
        """What this answer says of the channel, and of the domain."""
        self.refused_since = (self.refused_since or self.now()) if verdict.is_ours else None
        if verdict.slows_domain:
            self._full.add(slip.domain)
            self._in_a_row.add(slip.domain)
        elif verdict.outcome is Outcome.ACCEPTED:
            self._in_a_row.clear()
        if verdict.closes_channel or len(self._in_a_row) >= MANY_DOMAINS:
            self._in_a_row.clear()
            self._be_silent()
        else:
            self._pause, self.silent_until = FIRST_PAUSE, 0.0

    def _be_silent(self) -> None:
        self.silent_until = time.monotonic() + self._pause * _spread()
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _write(self, fates: list[Fate], then_begin: Slip | None = None) -> bool:
        """Keep what became of letters and begin the next, in one durable step; nothing else is sent until it is written."""
        wait, begun = 0.1, False
        while True:
            try:
                with transaction():
                    for fate in fates:
                        self._settle(fate)
                    begun = then_begin is not None and leases.begin(then_begin, self.owner)
                    _fail_at("before_commit")
                return begun
            except SQLAlchemyError as fault:
                # Disk full, database away: the fact stays in memory for as long as this process lives.
                log.error("outbox not written: %s", type(fault).__name__)
                time.sleep(wait)
                wait = min(wait * 2, 1.0)  # others take this worker for dead some seconds after the database is back

    def _settle(self, fate: Fate) -> None:
        slip, values = fate.slip, fate.values
        if not leases.settle(slip, self.owner, fate.held_as, values):
            log.warning("letter %s: lease lost", slip.id)
        elif values.get("returned_as"):
            addresses.judge(slip.recipient, values["returned_as"], values["return_words"], values["returned_at"])
        if fate.too_many is not None:
            paces.slow_down(fate.slip.domain, fate.too_many, self.now(), _spread())
        elif fate.takes_again:
            paces.take_up_again(fate.slip.domain)


def _spread() -> float:
    return random.uniform(0.8, 1.2)  # noqa: S311 - to spread load, not to keep a secret


def _keep_pace() -> None:
    """Stay under the rate that the mail server accepts, when one is set."""
    if rate := current_app.config["MAIL_RATE"]:
        time.sleep(1 / rate)


def _fail_at(point: str) -> None:
    """Tests kill the process here; the setting exists only when ENV is ``test``."""
    if current_app.config["FAILPOINT"] == point:
        os.kill(os.getpid(), signal.SIGKILL)
