"""The journal as an administrator reads it: which acts, and the names of those who acted and of what they acted upon."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Account
from app.accounts.queries import accounts_like
from app.core.clock import PARIS
from app.core.db import db
from app.directory.models import Organisation, Person
from app.directory.people_queries import Filter, people
from app.events.grant_queries import events_like
from app.events.models import Cycle, Event, Series
from app.journal.models import Act
from app.networks.models import Network
from app.outbox.models import OutboxLetter
from app.registrations.models import Registration

PAGE = 50
MOST_NAMED = 50  # accounts, people, events that one name may mean


@dataclass(frozen=True)
class Sought:
    """What one looks for in the journal: who acted and upon what, by the journal's keys or by name; which act; from when to when."""

    who: str = ""
    what: str = ""
    verb: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Named:
    """A key of the journal with its name, and what its page is found by."""

    key: str
    words: str
    code: str
    under: str = ""

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]


def acts(sought: Sought, page: int) -> tuple[Sequence[Act], int]:
    """A page of the acts looked for, the latest first; and how many there are in all."""
    wanted = [*_wanted(sought)]
    total = db.session.scalar(select(func.count()).select_from(Act).where(*wanted)) or 0
    rows = select(Act).where(*wanted).order_by(Act.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return db.session.scalars(rows).all(), total


def named(keys: Iterable[str]) -> dict[str, Named]:
    """The names of these keys, in one question; what is gone has none."""
    sought: dict[str, set[str]] = {}
    for key in keys:
        kind, _, code = key.partition(":")
        sought.setdefault(kind, set()).add(code)
    lists = [naming(sought[kind]) for kind, naming in _NAMINGS.items() if kind in sought]
    if not lists:
        return {}
    return {f"{row.kind}:{row.code}": Named(f"{row.kind}:{row.code}", *row[1:]) for row in db.session.execute(union_all(*lists))}


def _wanted(sought: Sought) -> Iterable[ColumnElement[bool]]:
    if sought.verb:
        yield Act.verb == sought.verb
    if sought.first:
        yield Act.at >= _midnight(sought.first)
    if sought.last:
        yield Act.at < _midnight(sought.last + timedelta(days=1))
    if sought.who:
        yield Act.actor.in_(_keys_of_actors(sought.who))
    if sought.what:
        yield _about(sought.what)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), PARIS)


def _keys_of_actors(said: str) -> list[str]:
    """A key is itself; a name is that of accounts and of people."""
    if ":" in said or said == "système":
        return [said]
    accounts, _ = accounts_like(said, page=1, size=MOST_NAMED)
    return [one.actor for one in accounts] + [one.actor for one in people(Filter(words=said), 1)]


def _about(said: str) -> ColumnElement[bool]:
    """The acts upon one thing; and, under the name of an event or a person, upon their registrations too."""
    if ":" in said:
        keys, events, persons = [said], _ids(Event, said), _ids(Person, said)
    else:
        found, met = events_like(said, MOST_NAMED), people(Filter(words=said), 1)
        keys = [*_keys_of_actors(said), *(one.thing for one in found), *_networks_like(said)]
        events, persons = [one.id for one in found], [one.id for one in met]
    theirs = or_(Registration.event_id.in_(events), Registration.person_id.in_(persons))
    return or_(Act.thing.in_(keys), Act.thing.in_(select(literal("inscription:") + Registration.public_id).where(theirs)))


def _ids(table: type[Event] | type[Person], key: str) -> list[int]:
    kind, _, code = key.partition(":")
    if kind != {Event: "événement", Person: "personne"}[table]:
        return []
    return [*db.session.scalars(select(table.id).where(table.public_id == code))]


def _networks_like(said: str) -> list[str]:
    found = select(Network).where(func.lower(Network.name).contains(said.lower(), autoescape=True)).limit(MOST_NAMED)
    return [one.thing for one in db.session.scalars(found)]


def _list(kind: str, code: InstrumentedAttribute[Any], words: Any, under: Any = None) -> Select[Any]:
    return select(
        literal(kind).label("kind"), words.label("words"), code.label("code"), (literal("") if under is None else under).label("under")
    )


def _whole_name() -> Any:
    return Person.first_name + " " + Person.last_name


def _registrations(codes: Iterable[str]) -> Select[Any]:
    """A registration is named by its person and its event; its page stands under the event, by the person."""
    words = _whole_name() + literal(" – ") + Event.title
    places = Event.public_id + literal("/") + Person.public_id
    joined = _list("inscription", Registration.public_id, words, places).join(Person, Person.id == Registration.person_id)
    return joined.join(Event, Event.id == Registration.event_id).where(Registration.public_id.in_([*codes]))


def _plain(kind: str, code: InstrumentedAttribute[Any], words: Any) -> Any:
    return lambda codes: _list(kind, code, words).where(code.in_([*codes]))


_NAMINGS: dict[str, Any] = {
    "compte": _plain("compte", Account.public_id, Account.name),
    "personne": _plain("personne", Person.public_id, _whole_name()),
    "événement": _plain("événement", Event.public_id, Event.title),
    "inscription": _registrations,
    "réseau": _plain("réseau", Network.code, Network.name),
    "structure": _plain("structure", Organisation.slug, Organisation.short_name),
    "série": _plain("série", Series.code, Series.name),
    "cycle": _plain("cycle", Cycle.code, Cycle.name),
    "courrier": _plain("courrier", OutboxLetter.public_id, func.coalesce(OutboxLetter.subject, OutboxLetter.kind)),
}
