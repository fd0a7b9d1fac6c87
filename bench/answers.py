"""Whether an address that we know and one that we don't are answered in the same time (T14): in turn, in one run."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

from app.core import limits
from app.core.db import db, transaction
from app.events.words import Door
from bench.cast import people
from bench.forms import filled
from bench.harness import Visitor, place, serving, told
from tests import make

ROUNDS = 60  # of each
MOST = 50  # milliseconds between the two
READING = 2.2  # seconds before a form may come back


def main() -> None:
    with place() as here, here.app().app_context():
        known = people(ROUNDS)
        event = make.event("Webinaire pour tous", door=Door.ANYONE, capacity=10 * ROUNDS)
        own = make.event("Webinaire du réseau", networks=("mdph-directeurs",), capacity=10 * ROUNDS)
        for person in known:
            make.account(person.name, email=person.email)
            make.registration(event, person)
            make.registration(own, person)
        addresses = [one.email for one in known]
        db.session.remove()
        with serving(here):
            compare("signing in", here.url, "/connexion", "lien", addresses)
            compare("finding one’s registrations", here.url, "/mes-inscriptions", "Recevoir", addresses)
            compare("asking for one’s link", here.url, f"/evenements/{own.slug}/inscription", "Recevoir", addresses)
            compare("registering", here.url, f"/evenements/{event.slug}/inscription", "inscri", addresses, **WHO)


WHO = {
    "first_name": "Élodie",
    "last_name": "Roy",
    "organisation": "MDPH du Calvados",
    "department": "14",
    "job_role": "directeur_mdph",
    "modality": "online",
}


def compare(what: str, url: str, path: str, button: str, known: list[str], **more: str) -> None:
    """Send the same form for known and unknown addresses in turn; say how far apart their answers are."""
    forms = [_open(url, path, button, address, more) for known_one in known for address in (known_one, f"nul-{known_one}")]
    time.sleep(READING)
    spent: tuple[list[float], list[float]] = ([], [])
    for number, send in enumerate(forms):
        if number % 4 == 0:
            _forget_counts()
        spent[number % 2].append(send())
    ours, theirs = statistics.median(spent[0]), statistics.median(spent[1])
    told(f"{what}: known less unknown, median", abs(ours - theirs), "ms", MOST)
    print(
        f"  known {ours:.1f} ms, unknown {theirs:.1f} ms: {ours / theirs:.2f} times; nine in ten {_tenth(spent[0]):.1f} and {_tenth(spent[1]):.1f} ms"
    )


def _open(url: str, path: str, button: str, address: str, more: dict[str, str]) -> Callable[[], float]:
    """A browser of its own in front of the filled form: what it returns sends it and says how many milliseconds that took."""
    visitor = Visitor(url)
    action, body = filled(visitor.get(path), button, email=address, **more)

    def send() -> float:
        begun = time.perf_counter()
        status, headers, _ = visitor.ask("POST", action or path, body)
        spent = 1000 * (time.perf_counter() - begun)
        if status != 303 or not headers["Location"].endswith(("envoyee", "envoyees")):
            raise RuntimeError(f"{path}: {status}")
        return spent

    return send


def _forget_counts() -> None:
    """Nobody is stopped for asking too often: these are many people, on one machine."""
    with transaction():
        limits.forget_old(make.now() + timedelta(days=2))


def _tenth(values: list[float]) -> float:
    return statistics.quantiles(values, n=10)[-1]


if __name__ == "__main__":
    main()
