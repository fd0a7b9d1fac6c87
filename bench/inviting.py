"""Inviting 2,000 people: how long the page takes to answer, when the worker has the letters still to write."""

import statistics
import time

from app.core import clock
from app.core.db import db, transaction
from app.networks.models import Membership
from bench.cast import people
from bench.forms import filled
from bench.harness import Place, Visitor, place, serving, told
from tests import make

PEOPLE, TIMES = 2000, 9


def main() -> None:
    with place() as here:
        cookie, paths = _town(here)
        with serving(here):
            _pressed(here, cookie, paths[0])
            took = sorted(_pressed(here, cookie, path) for path in paths[1:])
    told(f"inviting {PEOPLE} people, the page answers in", 1000 * statistics.median(took), "ms", 300)
    print(f"  from {1000 * took[0]:.0f} to {1000 * took[-1]:.0f} ms in {TIMES} times; a preview page comes before, the letters leave after")


def _town(here: Place) -> tuple[tuple[str, str], list[str]]:
    """A network of that many people, and the page that invites it to each of several events."""
    with here.app().app_context():
        account, network, since = make.account(networks=["mdph-directeurs"]), make.network(), clock.today()
        with transaction():
            db.session.add_all([Membership(network_id=network.id, person_id=one.id, joined_on=since) for one in people(PEOPLE)])
        names = [make.event(f"Webinaire {number}", by=account).public_id for number in range(TIMES + 1)]
        cookie = make.signed_cookie(account)
        db.session.remove()
        db.engine.dispose()
    return cookie, [f"/gestion/evenements/{name}/inviter?reseaux=mdph-directeurs" for name in names]


def _pressed(here: Place, cookie: tuple[str, str], path: str) -> float:
    """Seconds from the button to the answer, for the whole network."""
    visitor = Visitor(here.url)
    visitor.cookies = dict([cookie])
    action, body = filled(visitor.get(path), "Inviter")
    began = time.monotonic()
    status, headers, _ = visitor.ask("POST", action or path, body)
    took = time.monotonic() - began
    page = visitor.get(headers["Location"].removeprefix(here.url)) if status == 303 else ""
    if f"{PEOPLE:,}".replace(",", "\u202f") not in page:
        raise RuntimeError(f"not everybody is being written to: {status}")
    return took


if __name__ == "__main__":
    main()
