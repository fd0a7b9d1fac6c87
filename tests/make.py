"""People, events and the rest, made in one line for a test; real rows in the present database."""

from datetime import UTC, datetime, timedelta

import holidays

from app.accounts.guard import cookie_name, fingerprint, new_cookie, sign
from app.accounts.models import Account, Grant, Role, Scope, SignIn
from app.core import clock
from app.core.db import add, db, transaction
from app.directory.models import Organisation, Person
from app.events.models import Day, Event, EventKind, HalfDay, Part
from app.events.words import Door, Modality, PartKind, Period, State
from app.networks.models import Membership, Network
from app.registrations.models import Origin, Registration, Standing

_numbers = iter(range(1, 10_000_000))


def now() -> datetime:
    """The present instant, to the second."""
    return clock.now().replace(microsecond=0)


def at(text: str) -> datetime:
    """``2027-03-12 09:30`` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def keep(row):
    """Write a row and commit it, as a request would have done."""
    with transaction():
        add(row)
    return row


def account(name="Camille Roussel", *, admin=False, networks=(), events=(), **more) -> Account:
    """An account, with grants over networks (codes) to facilitate and events to organise."""
    number = next(_numbers)
    values = {"email": f"compte-{number}@cnsa.example.org", "name": name, "is_admin": admin, "created_at": now()} | more
    row = Account(**values)
    since = now() - timedelta(days=30)
    for code in networks:
        row.grants.append(Grant(role=Role.FACILITATOR, scope_kind=Scope.NETWORK, scope_id=network(code).id, granted_from=since))
    for one in events:
        row.grants.append(Grant(role=Role.ORGANISER, scope_kind=Scope.EVENT, scope_id=one.id, granted_from=since))
    return keep(row)


def signed_cookie(who: Account) -> tuple[str, str]:
    """The name and value of a cookie that opens the house to this account."""
    secret = new_cookie()
    keep(SignIn(account_id=who.id, fingerprint=fingerprint(secret), started_at=clock.now(), browser="essai"))
    return cookie_name(), sign(secret)


def sign_in(client, who: Account):
    """The browser holds a signed-in cookie of this account."""
    client.set_cookie(*signed_cookie(who))
    return client


def network(code="mdph-directeurs") -> Network:
    """A network of the reference."""
    return db.session.query(Network).filter_by(code=code).one()


def organisation(slug="mdph-14") -> Organisation:
    """An organisation of the reference."""
    return db.session.query(Organisation).filter_by(slug=slug).one()


def person(
    first_name="Élodie", last_name="Marchand", *, org="mdph-14", department="14", role="directeur_mdph", member_of=(), **more
) -> Person:
    """A professional with a posting, member of these networks (codes)."""
    number = next(_numbers)
    values = {
        "email": f"personne-{number}@{org}.example.org",
        "first_name": first_name,
        "last_name": last_name,
        "organisation_id": organisation(org).id if org else None,
        "department_code": department,
        "job_role_code": role,
        "created_at": now(),
    } | more
    row = Person(**values)
    row.refresh_search()
    keep(row)
    for code in member_of:
        keep(Membership(network_id=network(code).id, person_id=row.id, joined_on=clock.today() - timedelta(days=100)))
    return row


def event(
    title="Webinaire d’essai",
    *,
    kind="webinaire",
    by=None,
    networks=("mdph-directeurs",),
    begins_in=timedelta(days=20),
    lasts=timedelta(minutes=90),
    state=State.PUBLISHED,
    **more,
) -> Event:
    """An event with its day and half-day, published unless said otherwise, at 9:00 UTC of a working day about ``begins_in`` from now."""
    starts_at = more.pop("starts_at", None) or _beginning(begins_in)
    modality = more.pop("modality", db.session.get(EventKind, kind).modality)
    values = {
        "kind_code": kind,
        "title": title,
        "state": state,
        "modality": modality,
        "starts_at": starts_at,
        "ends_at": starts_at + lasts,
        "place": "" if modality is Modality.ONLINE else "Salle Condorcet",
        "address": "" if modality is Modality.ONLINE else "66 avenue du Maine, 75014 Paris",
        "join_url": "" if modality is Modality.ONSITE else "https://visio.example.org/salle",
        "capacity": 100,
        "door": Door.NETWORK,
        "created_at": now(),
        "changed_at": now(),
        "published_at": None if state is State.DRAFT else now(),
        "cancelled_at": now() if state is State.CANCELLED else None,
        "facilitator_id": (by or account(networks=networks)).id,
        "networks": [network(code) for code in networks],
    } | more
    row = Event(**values)
    row.days.append(Day(on=starts_at.date(), starts_at=starts_at, ends_at=values["ends_at"]))
    periods = [Period.WHOLE] if modality is Modality.ONLINE else [Period.MORNING, Period.AFTERNOON]
    row.half_days = [HalfDay(on=starts_at.date(), period=period, position=index) for index, period in enumerate(periods)]
    return keep(row)


def two_days(title="Séminaire d’essai", **more) -> Event:
    """An on-site event of two days, 9 h to 17 h."""
    starts_at = (now() + timedelta(days=20)).replace(hour=8, minute=0, second=0)
    row = event(title, kind="seminaire", starts_at=starts_at, lasts=timedelta(hours=33), **more)
    with transaction():
        next_day = starts_at + timedelta(days=1)
        row.days[0].ends_at = starts_at + timedelta(hours=9)
        row.days.append(Day(on=next_day.date(), starts_at=next_day, ends_at=row.ends_at))
    return row


def workshop(of: Event, title="Atelier", *, capacity=10):
    """A workshop of an event, with its own seats."""
    return keep(Part(event_id=of.id, kind=PartKind.WORKSHOP, title=title, starts_at=of.starts_at, ends_at=of.ends_at, capacity=capacity))


def registration(of: Event, who: Person | None = None, *, standing=Standing.CONFIRMED, **more) -> Registration:
    """Someone registered at an event, confirmed unless said otherwise, without any letter."""
    who = who or person()
    values = {
        "origin": Origin.INVITATION,
        "modality": Modality.ONLINE if of.is_online else Modality.ONSITE,
        "organisation_id": who.organisation_id,
        "department_code": who.department_code,
        "job_role_code": who.job_role_code,
        "registered_by": who.actor,
        "registered_at": now(),
        "confirmed_at": now() if standing is Standing.CONFIRMED else None,
        "waiting_since": now() if standing is Standing.WAITING else None,
        "withdrawn_at": now() if standing is Standing.WITHDRAWN else None,
    } | more
    return keep(Registration(event_id=of.id, person_id=who.id, standing=standing, **values))


def _beginning(begins_in: timedelta) -> datetime:
    """Less than a day away: that very moment. Further: a working day, so that no test depends on the day it runs."""
    moment = now() + begins_in
    if abs(begins_in) < timedelta(days=1):
        return moment
    step = timedelta(days=1 if begins_in > timedelta() else -1)
    moment = moment.replace(hour=9, minute=0, second=0)
    while moment.weekday() > 4 or moment.date() in holidays.country_holidays("FR", years=moment.year):
        moment += step
    return moment
