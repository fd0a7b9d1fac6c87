"""Letters with a calendar part through a real mail server: the worker's processor time for each, and how many leave in a second."""

import subprocess
import sys
import time
from collections.abc import Callable

from sqlalchemy import func, select

from app.core.db import db, transaction
from app.invitations.actions import invite
from app.outbox.models import LetterState, OutboxLetter
from app.registrations.actions import register
from app.registrations.models import Origin
from bench.cast import people
from bench.harness import ROOT, Place, cpu_seconds, place, told
from bench.sink import Sink
from tests import make

LETTERS = 1000
WARM = 100


def main() -> None:
    for name, write in (("invitations", _invitations), ("confirmations", _confirmations)):
        with place() as here, Sink(here.smtp_port) as sink:
            with here.app().app_context():
                write(LETTERS + WARM)
                db.session.remove()
                db.engine.dispose()
            each, rate = _carried(here, sink)
        if not all(b"method=REQUEST" in letter for letter in sink.last):
            raise RuntimeError("a letter left without its calendar part")
        told(f"{name} with a calendar part, worker's CPU each", each, "ms", 4, pretix=81, Indico=27)
        told(f"{name}, letters a second with one worker", rate, "a second", 150, at_least=True, pretix=16, Indico=42)


def _carried(here: Place, sink: Sink) -> tuple[float, float]:
    """Milliseconds of processor per letter, and letters per second, once the worker is warm."""
    worker = subprocess.Popen([sys.executable, "-m", "app.worker"], cwd=ROOT, env=here.environment)
    try:
        sink.wait_for(WARM)
        cpu, began, already = cpu_seconds(worker.pid), time.monotonic(), sink.received
        sink.wait_for(LETTERS + WARM)
        count = sink.received - already
        each, rate = 1000 * (cpu_seconds(worker.pid) - cpu) / count, count / (time.monotonic() - began)
    finally:
        worker.terminate()
        worker.wait(20)
    with here.app().app_context():
        states = dict(db.session.execute(select(OutboxLetter.state, func.count()).group_by(OutboxLetter.state)).all())
        db.session.remove()
        db.engine.dispose()
    if states != {LetterState.SENT: LETTERS + WARM}:
        raise RuntimeError(f"not all letters left: {states}")
    return each, rate


def _invitations(count: int) -> None:
    _each(count, invite)


def _confirmations(count: int) -> None:
    _each(count, lambda event, one, at: register(event, one, origin=Origin.FACILITATOR, modality=event.modality, at=at, by="compte:mesure"))


def _each(count: int, act: Callable) -> None:
    event, at = make.event("Webinaire d’actualité", capacity=count, description="Au programme\u00a0: **la réforme**."), make.now()
    with transaction():
        for one in people(count):
            act(event, one, at)


if __name__ == "__main__":
    main()
