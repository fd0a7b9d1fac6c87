"""500 people at once for 300 seats: exactly 300 confirmed, the others in order on the waiting list, told what was kept.

On SQLite and PostgreSQL, with 2 and 8 web workers. ``python -m bench.race [people] [seats]``.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from app.core.db import db
from app.events.models import Event
from app.registrations.models import Registration, Standing
from bench.cast import invited
from bench.forms import filled
from bench.harness import Place, Visitor, place, serving

AT_ONCE = 100


def main(people: int = 500, seats: int = 300) -> None:
    for engine in ("sqlite", "postgresql"):
        for workers in (2, 8):
            with place(engine) as here:
                kept, queue, wrong = rush(here, workers, people, seats)
            verdict = "exact" if kept == seats and queue == people - seats and not wrong else "WRONG"
            print(
                f"{engine}, {workers} workers: {people} at once for {seats} seats: {kept} confirmed, {queue} waiting, {wrong} misinformed: {verdict}"
            )
            print("  in the same conditions pretix: 300, Indico: 301", flush=True)


def rush(here: Place, workers: int, people: int, seats: int) -> tuple[int, int, int]:
    """Everybody has the page open, then everybody presses the button."""
    with here.app().app_context():
        paths = invited(people, capacity=seats)
        db.session.remove()
        db.engine.dispose()
    with serving(here, workers=workers), ThreadPoolExecutor(AT_ONCE) as pool:
        open_pages = list(pool.map(lambda path: (path, *_opened(here.url, path)), paths))
        gate = Barrier(AT_ONCE)
        answers = list(pool.map(lambda page: _pressed(*page, gate), open_pages))
    return _count(here, answers)


def _opened(url: str, path: str) -> tuple[Visitor, str]:
    visitor = Visitor(url)
    page = visitor.get(path)
    visitor.connection.close()  # gunicorn would close it while the others open their page
    return visitor, page


def _pressed(path: str, visitor: Visitor, page: str, gate: Barrier) -> str:
    action, body = filled(page, "Je m’inscris")
    if not gate.broken:
        try:
            gate.wait(5)
        except Exception:  # the last ones are fewer than the gate holds
            gate.abort()
    status, headers, text = visitor.ask("POST", action or path, body)
    if status != 303:
        return f"status {status}"
    return visitor.ask("GET", headers["Location"].removeprefix(visitor.origin))[2]


def _count(here: Place, answers: list[str]) -> tuple[int, int, int]:
    with here.app().app_context():
        kept = db.session.query(Registration).filter_by(standing=Standing.CONFIRMED).count()
        queue = db.session.query(Registration).filter_by(standing=Standing.WAITING).count()
        taken = db.session.query(Event).one().seats_taken
        db.session.remove()
        db.engine.dispose()
    told_kept = sum("votre place est confirmée" in answer for answer in answers)
    told_queue = sum("liste d’attente" in answer and "votre place est confirmée" not in answer for answer in answers)
    return kept, queue, abs(told_kept - kept) + abs(told_queue - queue) + abs(taken - kept)


if __name__ == "__main__":
    main(*[int(number) for number in sys.argv[1:3]])
