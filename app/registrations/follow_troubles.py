"""The people of an event whose address has to be corrected."""

from app.directory.undeliverable import Trouble, troubles_of
from app.events.models import Event
from app.registrations.trouble_queries import out_of_reach


def to_correct(event: Event) -> list[Trouble]:
    """Why letters do not reach them; those who only complained have an address that works."""
    found = troubles_of(person for _event, person in out_of_reach(Event.id == event.id))
    return [trouble for trouble in found.values() if not trouble.is_complaint]
