"""Loading a year: it is checked, cast, written and counted again, whole or not at all."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time

from app.accounts.models import Account, Grant, Role, Scope
from app.core.db import add, db
from app.demo.cast import TEAM
from app.demo.year import checks, gatherings, rows
from app.demo.year.file import BrokenFile, Gathering, YearFile
from app.demo.year.groups import cast_of
from app.demo.year.members import Inside, Joining, Members
from app.demo.year.names import public_name
from app.demo.year.people import People, everybody
from app.demo.year.reading import read
from app.demo.year.recount import differences
from app.demo.year.reference import Reference
from app.demo.year.seats import Seating
from app.networks.models import CollaborativeSpace, Membership, Newsletter
from app.ui.french import plural

Say = Callable[[str], None]


def load_year(text: str, say: Say = lambda _words: None) -> bool:
    """The year of the file is there; says whether it was loaded, false when it already was. Call it within a transaction."""
    year = read(text)
    reference = rows.reference_on(year.last_day)
    checks.expect_sound(year, reference)
    known = _known_of(year)
    if any(one.year == year.year for one in known):
        return False
    # The year before may have been loaded from its own file: its events are told there with more than their date.
    year = replace(year, events=tuple(one for one in year.events if one not in known))
    say(f"Année {year.year} : {len(year.events)} événements à peupler.")
    _tell_of_others(year, known, say)
    cast = cast_of(year, reference)
    joining = Joining(year, cast, reference)
    agents = rows.known_agents()
    first_year = min(one.year for one in year.events)
    people = People(reference, agents, rows.last_agent(), first_year)
    people.meet(everybody(cast))
    members = {code: joining.members(code, _inside(code, year, reference, people)) for code in joining.codes()}
    people.meet(seat for one in members.values() for seat in one.people)
    facilitators = _team(year, reference)
    say(f"{people.write()} personnes.")
    numbers, halves = gatherings.write(year, reference, facilitators)
    seating = Seating(people, numbers, halves)
    seating.write(year, cast, facilitators)
    say(f"{len(seating.registrations)} inscriptions, {len(seating.presences)} mentions de présence, {len(seating.answers)} réponses.")
    _write_networks(year, reference, members, people)
    rows.take_note()
    say("Vérification de chaque nombre d’après la base…")
    if wrong := differences(year, numbers, reference):
        raise BrokenFile(wrong)
    return True


def _tell_of_others(year: YearFile, known: list[Gathering], say: Say) -> None:
    """Events that took place in these years and are not of this file, as those of the living demonstration, count in the report as well."""
    names = [gatherings.public_id_of(one) for one in (*year.events, *known)]
    for told in sorted({one.year for one in (*year.events, *known)}):
        if others := rows.others_held(names, told):
            say(
                f"Attention : en {told}, le bilan comptera aussi {plural(others, 'événement déjà là', 'événements déjà là')}, hors de ce fichier."
            )


def _known_of(year: YearFile) -> list[Gathering]:
    """Which of its events are there; some of its own year only is another file with the same names."""
    names = {gatherings.public_id_of(one): one for one in year.events}
    known = [names[name] for name in rows.known_events([*names])]
    own = [one for one in known if one.year == year.year]
    if own and len(own) < sum(one.year == year.year for one in year.events):
        shown = ", ".join(sorted(one.id for one in own)[:3])
        raise BrokenFile([f"{len(own)} de ses événements sont déjà là ({shown}…), venus d’un autre fichier."])
    return known


def _inside(code: str, year: YearFile, reference: Reference, people: People) -> Inside:
    network, figures = reference.networks[code].id, next((one for one in year.networks if one.code == code), None)
    surplus = rows.count_members(network, year.last_day) - figures.members if figures else 0
    if surplus > 0:
        rows.make_way(network, year.last_day, surplus)
    persons, organisations, _later = rows.members_of(network, year.last_day)
    seats = {seat for seat, (number, _name) in people.found.items() if number in persons}
    seats |= {(cell, rank) for cell, known in people.known.items() for rank, (number, _name) in enumerate(known) if number in persons}
    slugs = {slug for slug, (number, _kind) in reference.organisations.items() if number in organisations}
    return Inside(rows.count_members(network, year.last_day), seats, slugs)


def _team(year: YearFile, reference: Reference) -> dict[str, int]:
    """The demonstration's team: the first account facilitates every network of the year; gives who facilitates each."""
    since = datetime.combine(date(year.year - 2, 1, 1), time(9), UTC)
    accounts = [rows.account_of(email) or _opened(email, since) for email in TEAM]
    first = accounts[0]
    codes = dict.fromkeys([*(code for one in year.events for code in one.networks), *(one.code for one in year.networks)])
    given = rows.networks_given(first)
    for code in codes:
        number = reference.networks[code].id
        if number not in given:
            first.grants.append(Grant(role=Role.FACILITATOR, scope_kind=Scope.NETWORK, scope_id=number, granted_from=since))
    db.session.flush()
    return dict.fromkeys(codes, first.id)


def _opened(email: str, since: datetime) -> Account:
    return add(
        Account(public_id=public_name("account", email), email=email, name=TEAM[email], is_admin=email == [*TEAM][1], created_at=since)
    )


def _write_networks(year: YearFile, reference: Reference, members: Mapping[str, Members], people: People) -> None:
    """Memberships, newsletters and spaces."""
    joined = [row for code, one in members.items() for row in _memberships(code, one, year, reference, people)]
    letters = [
        {"network_id": reference.networks[one.network].id, "title": one.title[:200], "sent_on": one.sent_on, "recipients": one.recipients,
         "public_id": public_name("letter", year.year, rank, one.title)}
        for rank, one in enumerate(year.newsletters)
    ]  # fmt: skip
    spaces = [
        {"network_id": reference.networks[one.network].id, "name": one.name or "Espace collaboratif", "url": one.url[:500], "opened_on": one.opened_on,
         "closed_on": one.closed_on, "public_id": public_name("space", year.year, rank, one.url)}
        for rank, one in enumerate(year.spaces)
    ]  # fmt: skip
    rows.write_numbered(Membership, joined)
    rows.write_numbered(Newsletter, letters)
    rows.write_numbered(CollaborativeSpace, spaces)


def _memberships(code: str, members: Members, year: YearFile, reference: Reference, people: People) -> Iterator[dict[str, object]]:
    """Who comes in, until they come in again where a later year or the living demonstration says so."""
    network = reference.networks[code].id
    *_here, later = rows.members_of(network, year.last_day)
    persons = [(*people.found[seat], None, on) for seat, on in members.people.items()]
    organisations = [(None, slug, reference.organisations[slug][0], on) for slug, on in members.organisations.items()]
    for person, name, organisation, on in (*persons, *organisations):
        yield {
            "network_id": network,
            "person_id": person,
            "organisation_id": organisation,
            "joined_on": on,
            "left_on": later.get((person, organisation)),
            "public_id": public_name("member", year.year, code, name),
            "source": rows.SOURCE,
        }
