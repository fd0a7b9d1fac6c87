"""What the grants of an account are about, by name: the networks and events that accounts, below, know as numbers only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import select

from app.accounts.models import Account, Grant, Scope
from app.core.db import db
from app.core.text import searchable
from app.events.models import Event
from app.networks.models import Network


@dataclass(frozen=True)
class NamedGrant:
    """A grant with the name of what it is about, and the word under which an address names it."""

    grant: Grant
    label: str
    code: str


def rights_of(account: Account, at: datetime) -> list[NamedGrant]:
    """What this account holds or will hold, networks first."""
    held = [grant for grant in account.grants if grant.granted_to is None or grant.granted_to > at]
    return _networks_named(held) + _events_named(held)


def events_like(words: str, limit: int = 20) -> Sequence[Event]:
    """The events whose title holds these words, accents or not, the latest first."""
    wanted = searchable(words)
    titles = db.session.execute(select(Event.id, Event.title).order_by(Event.starts_at.desc()))
    # No column keeps titles without accents: an administrator looks through some hundreds of them, once in a while.
    found = list(islice((number for number, title in titles if wanted and wanted in searchable(title)), limit))
    return db.session.scalars(select(Event).where(Event.id.in_(found)).order_by(Event.starts_at.desc())).all()


def event_named(public_id: str) -> Event | None:
    """The event with this public name, whoever runs it: for administrators."""
    return db.session.scalar(select(Event).where(Event.public_id == public_id))


def _networks_named(held: Sequence[Grant]) -> list[NamedGrant]:
    grants = [grant for grant in held if grant.scope_kind is Scope.NETWORK]
    if not grants:
        return []
    rows = db.session.scalars(select(Network).where(Network.id.in_({g.scope_id for g in grants})))
    known = {network.id: network for network in rows}
    return [NamedGrant(g, known[g.scope_id].name, known[g.scope_id].code) for g in grants if g.scope_id in known]


def _events_named(held: Sequence[Grant]) -> list[NamedGrant]:
    grants = [grant for grant in held if grant.scope_kind is Scope.EVENT]
    if not grants:
        return []
    known = {event.id: event for event in db.session.scalars(select(Event).where(Event.id.in_({g.scope_id for g in grants})))}
    return [NamedGrant(g, known[g.scope_id].title, known[g.scope_id].public_id) for g in grants if g.scope_id in known]
