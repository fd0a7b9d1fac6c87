"""A calendar of 2,000 events: processor time and weight when it is read, and when nothing changed since."""

import gzip
import http.client
from datetime import timedelta
from urllib.parse import urlsplit

from app.core.db import db, transaction
from app.events.models import Day, Event
from app.feeds import actions
from app.feeds.links import address_of
from app.feeds.models import Scope
from bench.harness import cpu_seconds, place, serving, told
from tests import make

EVENTS = 2_000
TIMES = 20
NETWORK = "mdph-directeurs"


def main() -> None:
    with place() as here:
        with here.app().test_request_context():
            secret = urlsplit(_feed_of_many()).path
            db.session.remove()
            db.engine.dispose()
        with serving(here) as pid:
            for path, name in ((secret, "of an account"), ("/agenda.ics", "of the public list")):
                _measure(pid, here.port, path, name)


def _measure(pid: int, port: int, path: str, name: str) -> None:
    first, headers, content = _asked(port, path)
    if first != 200 or content.count(b"BEGIN:VEVENT") != EVENTS:
        raise RuntimeError(f"{path}: {first}, {len(content)} bytes")
    read = _spent(pid, port, path, {}, 200)
    again = _spent(pid, port, path, {"If-None-Match": headers["ETag"]}, 304)
    told(f"feed {name}, {EVENTS:,} events, read", read, "ms", 400)
    told(f"feed {name}, nothing changed (304)", again, "ms", 60)
    print(f"  {len(content) / 1000:.0f} kB, {len(gzip.compress(content, 1)) / 1000:.0f} kB as a proxy compresses it, none with 304")


def _spent(pid: int, port: int, path: str, headers: dict[str, str], expected: int) -> float:
    """Milliseconds of processor for one reading."""
    before = cpu_seconds(pid)
    for _ in range(TIMES):
        status = _asked(port, path, headers)[0]
        if status != expected:
            raise RuntimeError(f"{path}: {status}")
    return (cpu_seconds(pid) - before) / TIMES * 1000


def _asked(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), content


def _feed_of_many() -> str:
    by, at = make.account(networks=[NETWORK]), make.now()
    network, rows = make.network(NETWORK), []
    for number in range(EVENTS):
        starts_at = at + timedelta(hours=6 * number + 1)
        row = Event(
            kind_code="webinaire", title=f"Webinaire n°{number} : l’évaluation, et la suite", state="published", modality="online",
            starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), join_url=f"https://visio.example.org/{number}", capacity=100,
            created_at=at, changed_at=at, published_at=at, facilitator_id=by.id, networks=[network],
        )  # fmt: skip
        row.days.append(Day(on=starts_at.date(), starts_at=starts_at, ends_at=row.ends_at))
        rows.append(row)
    with transaction():
        db.session.add_all(rows)
    with transaction():
        return address_of(actions.give_to_account(by, Scope.ACCOUNT, None, at))


if __name__ == "__main__":
    main()
