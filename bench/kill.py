"""Workers killed at random moments while letters are written and sent: is any lost, invented, out of order, or sent twice without a reason?

    python -m bench.kill                                  # 300 kills for each of SQLite and PostgreSQL, with one worker and with three
    python -m bench.kill --engine sqlite --workers 3 --kills 50 --seed 7
    python -m bench.kill --break TEST_SKIP_LOCK           # breaks the protocol on purpose: must fail

Ends with status 1 when a promise of docs/decisions/0008-the-outbox.md is broken.
"""

import argparse
import logging
import multiprocessing
import random
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from app import DOORS, create_app
from app.core import clock
from app.core.db import db, transaction
from app.outbox import actions as outbox
from app.outbox import jobs, making
from app.outbox.kinds import KINDS
from app.outbox.lease_queries import MOST_SENDS
from app.outbox.letter import Letter
from app.outbox.models import LetterState, OutboxLetter
from bench.cutting_sink import CuttingSink
from bench.harness import Place, place

CONTROLS = ("TEST_SKIP_LOCK", "TEST_MARK_FIRST", "TEST_NEW_MESSAGE_ID")
NEEDED, USELESS_LATER, NEWS = "confirmation", "sign_in", "message"
PATIENCE, MOST_WAITING, FEWEST = 120.0, 150, 30
nursery = multiprocessing.get_context("forkserver")


def work(environment: dict[str, str], broken: str) -> None:
    """A worker as in production, with a mailroom whose letters say nothing; it lives until it is killed."""
    logging.disable()
    app = create_app(**_settings(environment, broken))
    letter = Letter(subject="Essai", to_name="Élodie", heading="Bonjour")
    making.install(app, {kind: lambda ids, at: letter for kind in (NEEDED, USELESS_LATER, NEWS)})
    with app.app_context():
        jobs.deliver_until(threading.Event())


def _settings(environment: dict[str, str], broken: str) -> dict[str, object]:
    names = {"DATABASE_URL": "SQLALCHEMY_DATABASE_URI"}
    return {names.get(name, name): value for name, value in environment.items()} | ({broken: True} if broken else {})


@dataclass
class Trial:
    """One run: what is written, who is killed, and what is found at the end."""

    here: Place
    workers: int
    kills: int
    chance: random.Random
    broken: str = ""
    killed: int = 0
    rolled_back: set[str] = field(default_factory=set)
    _end: threading.Event = field(default_factory=threading.Event)

    def run(self, sink: CuttingSink) -> "Findings":
        team = [self._born() for _ in range(self.workers)]
        writer = threading.Thread(target=self._write, args=(random.Random(self.chance.random()),))
        writer.start()
        try:
            while self.killed < self.kills:
                time.sleep(self.chance.uniform(0.05, 0.45))
                victim = self.chance.randrange(self.workers)
                team[victim].kill()
                team[victim].join()
                self.killed += 1
                team[victim] = self._born()
            if not self.kills:
                time.sleep(3)
            self._end.set()
            writer.join()
            self._wait_for_the_last()
        finally:
            self._end.set()
            for one in team:
                one.kill()
                one.join()
        return self._found(sink)

    def _born(self):
        environment = {name: self.here.environment[name] for name in ("DATABASE_URL", "INSTANCE_DIR", "SMTP_URL", "SECRET_KEY")}
        one = nursery.Process(target=work, args=(environment | {"ENV": "test"}, self.broken))
        one.start()
        return one

    def _write(self, chance: random.Random) -> None:
        """Facts and their letters, in transactions of which some are undone; never so many that the end is far."""
        number = 0
        with self.here.app().app_context():
            while not self._end.is_set() or number < FEWEST:
                if self._waiting() < MOST_WAITING:
                    number = self._write_some(chance, number)
                db.session.remove()
                time.sleep(0.02)

    def _write_some(self, chance: random.Random, number: int) -> int:
        keys, undone = [f"k{number + n}" for n in range(chance.randint(1, 8))], chance.random() < 0.1
        try:
            with transaction():
                for key in keys:
                    kind = chance.choice((NEEDED, NEEDED, USELESS_LATER, NEWS))
                    whom, about = f"p{chance.randrange(40)}@mdph-14.example.org", chance.randrange(1, 4)
                    outbox.put(kind, to=whom, key=key, at=clock.now(), event_id=about)
                if undone:
                    raise InterruptedError
        except InterruptedError:
            self.rolled_back |= set(keys)
        return number + len(keys)

    def _waiting(self) -> int:
        with transaction():
            return db.session.query(OutboxLetter).filter(OutboxLetter.state.in_(("pending", "leased", "sending"))).count()

    def _wait_for_the_last(self) -> None:
        deadline = time.monotonic() + PATIENCE
        with self.here.app().app_context():
            while self._waiting() and time.monotonic() < deadline:
                time.sleep(0.2)
                db.session.remove()

    def _found(self, sink: CuttingSink) -> "Findings":
        with self.here.app().app_context(), transaction():
            rows = db.session.query(OutboxLetter).order_by(OutboxLetter.id).all()
            db.session.expunge_all()
        return Findings(rows, sink, self.killed, self.rolled_back)


class Findings:
    """What was promised, compared with what arrived."""

    def __init__(self, rows: list[OutboxLetter], sink: CuttingSink, kills: int, rolled_back: set[str]):
        self.rows, self.sink, self.kills, self.rolled_back = rows, sink, kills, rolled_back
        self.came = Counter(one.token for one in sink.came)
        self.second = {row: self.came[row.bounce_token] - 1 for row in rows if self.came[row.bounce_token] > 1}
        self.by_cut = sum(min(extra, sink.cut[row.bounce_token]) for row, extra in self.second.items())

    def broken_promises(self) -> dict[str, int]:
        """Each promise of the outbox, and how often it was broken."""
        return {
            "lost": sum(self._is_lost(row) for row in self.rows),
            "stuck": sum(row.state in (LetterState.PENDING, LetterState.LEASED, LetterState.SENDING) for row in self.rows),
            "out of what was rolled back": len({one.token for one in self.sink.came} - {row.bounce_token for row in self.rows})
            + len(self.rolled_back & {row.dedupe_key for row in self.rows}),
            "copies without a doubt": sum(self.came[row.bounce_token] > min(1 + row.uncertain, MOST_SENDS) for row in self.rows),
            "news twice": sum(KINDS[row.kind].at_most_once for row in self.second),
            "second copies beyond kills and cuts": max(0, sum(self.second.values()) - self.kills - sum(self.sink.cut.values())),
            "copies with another Message-ID": self._renamed(),
            "out of order": self._overtaken(),
        }

    def _is_lost(self, row: OutboxLetter) -> bool:
        if self.came[row.bounce_token]:
            return False
        given_up = row.state is LetterState.DEAD and (KINDS[row.kind].at_most_once or row.sends >= MOST_SENDS) and row.uncertain
        return row.state is LetterState.SENT or not (given_up and row.last_error)

    def _renamed(self) -> int:
        names = {row.bounce_token: row.message_id for row in self.rows}
        return sum(names.get(one.token) != one.message_id for one in self.sink.came if one.token in names)

    def _overtaken(self) -> int:
        place_of = {row.bounce_token: (row.event_id, row.recipient, row.id) for row in self.rows}
        told: dict[tuple[int | None, str], list[int]] = defaultdict(list)
        for token in dict.fromkeys(one.token for one in self.sink.came if one.token in place_of):
            event_id, recipient, number = place_of[token]
            told[event_id, recipient].append(number)
        return sum(one > after for numbers in told.values() for one, after in zip(numbers, numbers[1:], strict=False))

    def told(self) -> str:
        states = Counter(row.state.value for row in self.rows)
        copies = sum(self.second.values())
        return (
            f"{len(self.rows)} letters ({', '.join(f'{count} {state}' for state, count in sorted(states.items()))}), {self.kills} kills, "
            f"{sum(self.sink.cut.values())} lines cut; second copies {copies - self.by_cut} by kills (bound {self.kills}), "
            f"{self.by_cut} by cuts (bound {sum(self.sink.cut.values())})"
        )


def trial(engine: str, workers: int, kills: int, seed: int, broken: str = "", cut: float = 0.02) -> bool:
    """Run one, tell what it found; true when every promise was kept."""
    chance = random.Random(f"{seed}-{engine}-{workers}")
    with place(engine) as here, CuttingSink(here.smtp_port, random.Random(chance.random()), cut, {USELESS_LATER, NEWS}) as sink:
        found = Trial(here, workers, kills, chance, broken).run(sink)
        broken_promises = {name: count for name, count in found.broken_promises().items() if count}
        print(f"{engine}, {workers} worker(s), seed {seed}{f', {broken}' if broken else ''}: {found.told()}", flush=True)
        print(
            "  " + (f"BROKEN: {broken_promises}" if broken_promises else "lost 0, invented 0, out of order 0, same Message-ID"), flush=True
        )
        with here.app().app_context():
            db.session.remove()
            db.engine.dispose()
    return not broken_promises


def main() -> int:
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--engine", choices=["sqlite", "postgresql"])
    asked.add_argument("--workers", type=int)
    asked.add_argument("--kills", type=int, default=300)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked.add_argument("--cut", type=float, default=0.02)
    asked.add_argument("--break", dest="broken", choices=CONTROLS, default="")
    said = asked.parse_args()
    nursery.set_forkserver_preload(["bench.kill", *DOORS])
    engines = [said.engine] if said.engine else ["sqlite", "postgresql"]
    teams = [said.workers] if said.workers else [1, 3]
    kept = [trial(engine, workers, said.kills, said.seed, said.broken, said.cut) for engine in engines for workers in teams]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
