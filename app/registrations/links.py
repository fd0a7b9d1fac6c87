"""The links of a registration and of a demand."""

from datetime import datetime, timedelta

from app.core.links import proof, proves, secret_address, split_token
from app.registrations.models import Demand, Registration
from app.registrations.queries import registration_named

LIFE = timedelta(days=30)  # after the end of the event


def personal_link(registration: Registration) -> str:
    """The address of the person's own page, the same in each of their letters until it is revoked."""
    return secret_address("registration_pages.mine", "participant", registration.public_id, *_facts(registration))


def personal_token(registration: Registration) -> str:
    """The end of that address, for a redirection inside the site."""
    return f"{registration.public_id}{proof('participant', registration.public_id, *_facts(registration))}"


def opens(registration: Registration, given: str) -> bool:
    """Whether the link was given by us, has not been revoked since, and is still somebody's."""
    if registration.person.anonymised_at is not None:
        return False
    return proves(given, "participant", registration.public_id, *_facts(registration))


def registration_opened_by(token: str, at: datetime) -> Registration | None:
    """The registration that this address opens; nothing for one that is unknown, revoked or too old."""
    public_id, given = split_token(token)
    registration = registration_named(public_id)
    is_good = registration and opens(registration, given) and at <= registration.event.ends_at + LIFE
    return registration if is_good else None


def demand_link(demand: Demand) -> str:
    """The address that confirms what was typed on a public page."""
    return secret_address("registration_pages.confirm", "demande", demand.public_id)


def opens_demand(demand: Demand, given: str) -> bool:
    return proves(given, "demande", demand.public_id)


def _facts(registration: Registration) -> tuple[int, int]:
    return registration.version, registration.person.version
