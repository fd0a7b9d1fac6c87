"""The people and events of the measures, written as rows."""

from urllib.parse import urlsplit

from app.core.db import db, transaction
from app.directory.models import Person
from app.events.models import Event
from app.invitations.links import invitation_link
from app.invitations.models import Invitation
from app.registrations.models import Origin, Registration, Standing
from tests import make


def people(count: int) -> list[Person]:
    """That many directors, spread over the MDPH."""
    organisations = [one for one in db.session.query(make.Organisation).filter_by(type="mdph") if one.departments]
    made = []
    for number in range(count):
        of = organisations[number % len(organisations)]
        one = Person(
            email=f"agent-{number}@{of.slug}.example.org", first_name="Camille", last_name=f"Delmas {number}", organisation_id=of.id,
            department_code=of.departments[0].code, job_role_code="directeur_mdph", created_at=make.now(),
        )  # fmt: skip
        one.refresh_search()
        made.append(one)
    with transaction():
        db.session.add_all(made)
    return made


def invited(count: int, capacity: int | None) -> list[str]:
    """An event with that many invited people; the path of each one's personal page."""
    event = make.event("Webinaire d’actualité", kind="journee_nationale", capacity=capacity)
    invitations = [Invitation(event_id=event.id, person_id=one.id, invited_at=make.now()) for one in people(count)]
    with transaction():
        db.session.add_all(invitations)
    return [urlsplit(invitation_link(i)).path for i in invitations]


def registered(count: int) -> Event:
    """An event with that many registrations."""
    event = make.event("Webinaire d’actualité", capacity=count)
    rows = [
        Registration(
            event_id=event.id,
            person_id=one.id,
            standing=Standing.CONFIRMED,
            holds_seat=True,
            origin=Origin.INVITATION,
            modality=event.modality,
            organisation_id=one.organisation_id,
            department_code=one.department_code,
            job_role_code=one.job_role_code,
            registered_by=one.actor,
            registered_at=make.now(),
            confirmed_at=make.now(),
        )  # fmt: skip
        for one in people(count)
    ]
    with transaction():
        db.session.add_all(rows)
        db.session.merge(event).seats_taken = count
    return event
