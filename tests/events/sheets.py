"""A sheet in one line, for tests."""

from datetime import datetime, timedelta

from app.events.sheet import EventSheet
from app.events.words import Modality
from app.registrations.models import Origin, Registration, Standing
from tests import make


def sheet(starts_at: datetime | None = None, *, lasts=timedelta(minutes=90), networks=("mdph-directeurs",), **more) -> EventSheet:
    """A webinar of a network, in three weeks unless said otherwise."""
    begins = starts_at or (make.now() + timedelta(days=21)).replace(hour=9, minute=0, second=0)
    values = {
        "kind_code": "webinaire",
        "title": "Webinaire d’essai",
        "starts_at": begins,
        "ends_at": begins + lasts,
        "modality": Modality.ONLINE,
        "network_ids": tuple(make.network(code).id for code in networks),
        "join_url": "https://visio.example.org/salle",
        "capacity": 100,
    } | more
    return EventSheet(**values)


def registered(event, **more) -> Registration:
    """Someone who holds a seat, or stands where one says."""
    person = make.person()
    values = {"event_id": event.id, "person_id": person.id, "standing": Standing.CONFIRMED, "holds_seat": True}
    values |= {"origin": Origin.FACILITATOR, "modality": Modality.ONLINE, "registered_at": make.now(), "confirmed_at": make.now()}
    return make.keep(Registration(**values | more))
