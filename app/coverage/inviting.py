"""Inviting the absents: who of each organisation is meant by an event, and where somebody has to be found first."""

from dataclasses import dataclass
from datetime import date

from app.coverage import absent, vacancies
from app.coverage.absent import Listing, Missing
from app.coverage.people_queries import people_known
from app.coverage.reading import Reading
from app.coverage.territories import Country
from app.directory.models import JobRole, Person
from app.events.models import Event
from app.invitations.invitees_queries import territories_of
from app.networks.audiences import Audience, people


@dataclass(frozen=True)
class Guests:
    """The people of the absent organisations that an event means, organisation by organisation."""

    networks: list[str]  # the codes of those the event is for
    meant: list[tuple[Missing, list[Person]]]
    outside: list[Missing]  # people are known there, none of whom the event means
    unknown: list[Missing]  # nobody is known there
    elsewhere: list[Missing]  # of territories that the event is not for

    @property
    def total(self) -> int:
        return sum(len(found) for _, found in self.meant)

    @property
    def slugs(self) -> str:
        """The organisations, as the page of invitations is asked for them."""
        return " ".join(one.body.slug for one, _ in self.meant)


def missing_of(reading: Reading, listing: Listing, role: JobRole | None, on: date) -> list[Missing]:
    """The organisations of a list of absents; for a function, those where nobody holds it."""
    if role is None:
        return absent.missing(reading, listing)
    vacant = vacancies.vacancies(reading.country, role, on)
    known = people_known([one.body.id for one in vacant])
    return [Missing(one.body, one.places, None, known.get(one.body.id, 0)) for one in vacant]


def guests_of(event: Event, found: list[Missing], country: Country, on: date) -> Guests:
    """Among those who work in these organisations, where the event is for their territory, the members of its networks; everybody when it has none."""
    networks, covered = [network.code for network in event.networks], _covered(event, country)
    near = [one for one in found if not covered or not one.body.departments or covered & {*one.body.departments}]
    slugs = [one.body.slug for one in near]
    by_body: dict[int | None, list[Person]] = {}
    for person in people(Audience(networks=networks, organisations=slugs), on) if slugs else []:
        by_body.setdefault(person.organisation_id, []).append(person)
    return Guests(
        networks,
        [(one, by_body[one.body.id]) for one in near if one.body.id in by_body],
        [one for one in near if one.body.id not in by_body and not one.is_unknown],
        [one for one in near if one.is_unknown],
        [one for one in found if one not in near],
    )


def _covered(event: Event, country: Country) -> set[str]:
    """The departments that an event is for, a region named alone being all of its own; nothing is the whole country."""
    regions, departments = territories_of(event)
    named = {one.region_code for one in country.territories if one.code in departments}
    return {*departments} | {one.code for one in country.territories if one.region_code in {*regions} - named}
