"""Every page of a year (report, figures, coverage, dashboards, solicitation): its statements, its time, its memory, as the year grows.

``python -m bench.year_pages [--sizes 15000,300000,1000000] [--only PART] [--every]``: on PostgreSQL; the first size on SQLite too.
``python -m bench.year_pages --on ADDRESS``: a database that already has such a year.
"""

import argparse
import json
import os
import re
import time
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import event, func, select

from app.accounts.models import Account
from app.core.db import db
from app.events.models import Event
from app.indicators.dictionary import INDICATORS
from app.registrations.models import Registration
from bench.demo_year import large_year
from bench.harness import Place, place
from tests import make

YEAR, MOST = 2024, 25
PATIENCE = 2.0  # seconds that somebody waits for a page of a million registrations; files, and the report, may take ten
_FRAME = ("PRAGMA", "BEGIN", "SET ", "SAVEPOINT", "RELEASE", "ROLLBACK")
# One figure of each way of reckoning, and of each sort of rows.
SOME = ("evenements_tenus", "invitations", "invites_distincts", "inscriptions", "participations", "presents_distincts", "mediane_participants",
        "taux_presence", "heures_participants", "taux_satisfaction", "reponses", "couverture", "departements_presents", "mdph_presents",
        "structures_inscrits", "membres", "lettres_envoyees")  # fmt: skip


@dataclass(frozen=True)
class Page:
    """What is asked for; ``form`` is what a button sends."""

    address: str
    form: dict[str, str] | None = None
    limit: float = PATIENCE


@dataclass(frozen=True)
class Visit:
    """What one request cost: seconds of ours and of the database, statements, most memory held, size of the answer."""

    status: int
    seconds: float
    asking: float
    statements: int
    megabytes: float
    kilobytes: float


def pages(every: bool) -> Iterator[Page]:
    """All that a facilitator opens about the year, in an order that works: the report is begun, reviewed, frozen, begun again."""
    yield from _report()
    yield from _figures(every)
    yield from _coverage()
    for address in ("/annee/{y}", "/reseaux/mdph-directeurs/annee/{y}", "/reseaux/rencontres-territoriales/annee/{y}",
                    "/gestion/cycles/rt-cycle-2/chiffres", "/departements/14/annee/{y}", "/departements/975/annee/{y}",
                    "/annuaire/structures/mdph-14/annee/{y}", "/annuaire/structures/ars-28/annee/{y}",
                    "/sollicitations?annee={y}", "/sollicitations?annee={y}&reseau=mdph-directeurs"):  # fmt: skip
        yield Page(address.format(y=YEAR))


def _report() -> Iterator[Page]:
    own, last = f"/bilan/{YEAR}", f"/bilan/{YEAR}/v1"
    yield Page("/bilan")
    yield Page("/bilan", {"annee": str(YEAR)})
    yield Page(own, limit=10)
    yield Page(f"{own}/phrases/P07", limit=10)
    yield Page(f"{own}/phrases/P07", {"text": "Une phrase de {annee}.", "variant": "1", "act": "voir"}, limit=10)
    yield from (Page(f"/bilan/ajouts{tail}") for tail in ("", "/phrase", "/chapitre"))
    yield from (Page(f"{last}/document.{format}", limit=10) for format in ("pdf", "docx", "odt", "html", "txt"))
    yield Page(f"{own}/relire", {})
    yield Page(f"{own}/figer")
    yield Page(f"{own}/figer", {}, limit=60)
    yield from (Page(last), Page(f"{last}/document.pdf"), Page(f"{last}/document.docx"))
    yield Page(f"{last}/differences", limit=60)
    yield Page(f"{last}/preuves", {}, limit=60)
    yield Page(f"{own}/nouvelle-version", {})
    yield Page(f"{own}/v2", limit=10)


def _figures(every: bool) -> Iterator[Page]:
    yield from (
        Page(f"/chiffres?{said}") for said in (f"annee={YEAR}", f"annee={YEAR}&reseau=mdph-directeurs", f"du={YEAR}-03-01&au={YEAR}-03-31")
    )
    yield from (Page(f"/chiffres/{tail}") for tail in ("definitions", "declares", "declares/nouveau", "declares/import"))
    for code in INDICATORS if every else SOME:
        address = f"/chiffres/{code}?annee={YEAR}"
        yield Page(address)
        yield Page(address.replace("?", "/lignes?"))
        yield Page(address.replace("?", "/lignes?") + "&page=999999")
    yield from (Page(f"/chiffres/export.{format}?annee={YEAR}", {}, limit=10) for format in ("csv", "xlsx"))
    for code, format in (
        ("inscriptions", "csv"),
        ("inscriptions", "xlsx"),
        ("inscriptions", "ods"),
        ("mdph_presents", "csv"),
        ("invitations", "csv"),
    ):
        yield Page(f"/chiffres/{code}/export.{format}?annee={YEAR}", {}, limit=600)


def _coverage() -> Iterator[Page]:
    places = ("", "/reseaux/mdph-directeurs", "/gestion/cycles/rt-cycle-2", f"/gestion/series/ems-apa-{YEAR}")
    for start in places:
        said = f"?annee={YEAR}" if not start or start.startswith("/reseaux") else ""
        more = said + "&" if said else "?"
        tails = [*(f"{more}type={type}" for type in ("cd", "mdph", "ars")), f"{more}type=cd&page=999999", f"/etapes{said}"]
        tails += [f"/carte{more}mesure={one}" for one in ("participants", "inscriptions", "evenements", "structures")]
        tails += [f"/{door}{more}liste={one}" for door in ("absents", "inviter") for one in ("periode", "cd-sans-mdph", "mdph-sans-cd")]
        tails += [f"/absents{more}liste=douze-mois", f"/fonctions{said}", f"/fonctions{more}fonction=directeur_mdph"]
        yield from (Page(f"{start}/couverture{tail}") for tail in tails)
        yield from (
            Page(f"{start}/couverture/export/{what}.csv{said}", {}, limit=10) for what in ("evenements", "etapes", "carte", "absents")
        )


def visit(app: Flask, cookie: tuple[str, str], page: Page) -> Visit:
    """One request in a process of its own, so that its memory is its own; the second of two when it only reads and was quick."""
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        with os.fdopen(reading) as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        return Visit(**json.loads(said)) if said else Visit(500, 0, 0, 0, 0, 0)
    try:
        found = _ask(app, cookie, page)
        if page.form is None and found.seconds < 5:
            found = min(found, _ask(app, cookie, page), key=lambda one: one.seconds)
        with os.fdopen(writing, "w") as pipe:
            pipe.write(json.dumps(asdict(found)))
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _ask(app: Flask, cookie: tuple[str, str], page: Page) -> Visit:
    statements: list[str] = []
    clock = {"began": 0.0, "asking": 0.0}

    def before(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        clock["began"] = time.perf_counter()
        statements.extend([statement] if not statement.lstrip().upper().startswith(_FRAME) else [])

    def after(*_said: object) -> None:
        clock["asking"] += time.perf_counter() - clock["began"]

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", before)
        event.listen(db.engine, "after_cursor_execute", after)
    browser = app.test_client()
    browser.set_cookie(*cookie)
    held, began = _held(), time.perf_counter()
    answer = browser.open(page.address, method="GET" if page.form is None else "POST", data=page.form)
    size = sum(len(part) for part in answer.iter_encoded())
    seconds = time.perf_counter() - began
    answer.close()
    return Visit(answer.status_code, seconds, clock["asking"], len(statements), _held() - held, size / 1024)


def _held() -> float:
    """The most memory this process ever held, in megabytes."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def walk(here: Place, only: str, every: bool) -> int:
    """One line a page, those above a limit marked; says how many are."""
    app = here.app()
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        registrations = db.session.scalar(select(func.count(Registration.id)))
        events = db.session.scalar(select(func.count(Event.id)))
        known = db.session.scalar(select(Account).where(Account.email == "mesures@cnsa.example.org"))
        account = known or make.account("Camille Roussel", admin=True, email="mesures@cnsa.example.org")
        cookie = make.signed_cookie(account)
        print(f"\n{registrations:,} registrations, {events:,} events, {db.engine.dialect.name}")
        db.session.remove()
        db.engine.dispose()
    asked = [page for page in pages(every) if only in page.address]
    for address in dict.fromkeys(page.address for page in asked if page.form is None):  # templates are compiled, modules read
        if registrations and registrations < 20_000:
            _warm(app, cookie, address)
    return sum(_told(page, visit(app, cookie, page)) for page in asked)


def _warm(app: Flask, cookie: tuple[str, str], address: str) -> None:
    browser = app.test_client()
    browser.set_cookie(*cookie)
    browser.get(address)
    with app.app_context():
        db.engine.dispose()


def _told(page: Page, found: Visit) -> bool:
    wrong = [f"{found.statements} statements"] if found.statements > MOST else []
    wrong += ["slow"] if found.seconds > page.limit else []
    wrong += [f"answers {found.status}"] if found.status not in (200, 303) else []
    numbers = (
        f"{found.statements:3} {found.seconds:8.2f} s ({found.asking:7.2f} asking) {found.megabytes:6.0f} MB {found.kilobytes:8.0f} kB"
    )
    print(f"{numbers}  {'POST ' * (page.form is not None)}{page.address}{'  <-- ' * bool(wrong)}{', '.join(wrong)}", flush=True)
    return bool(wrong)


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench.year_pages")
    asked.add_argument("--sizes", default="15000,300000,1000000", help="registrations, at least 15000")
    asked.add_argument("--only", default="", help="pages whose address holds this")
    asked.add_argument("--every", action="store_true", help="every figure of the dictionary, not one of each sort")
    asked.add_argument("--on", help="the address of a database that already has a year")
    said = asked.parse_args()
    if said.on:
        walk(Place(Path(os.environ.get("INSTANCE_DIR", "/tmp")), said.on), said.only, said.every)
        return
    sizes = [int(one) for one in said.sizes.split(",")]
    for engine, size in [("sqlite", sizes[0]), *(("postgresql", one) for one in sizes)]:
        with place(engine) as here:
            with here.app().app_context():
                large_year(size)
                db.session.remove()
                db.engine.dispose()
            walk(here, said.only, said.every)


if __name__ == "__main__":
    main()
