"""What one does with networks and their members."""

from datetime import date, datetime

from app.accounts.models import Account
from app.core.db import add, db
from app.core.errors import Refusal
from app.core.text import searchable, slug_of
from app.directory.models import Organisation, Person
from app.journal import actions as journal
from app.networks.models import Membership, Network, Objection, Unit
from app.networks.queries import all_memberships_of, last_membership, network_by_code, networks, objection_of


def join(
    network: Network, member: Person | Organisation, account: Account, *, on: date, at: datetime, source: str = "manual"
) -> Membership:
    """The person, or the organisation, belongs to the network from that day on; someone who already does stays as they are."""
    person_id, organisation_id = _expect_unit(network, member)
    if network.is_closed:
        raise Refusal("Ce réseau est fermé : il ne reçoit plus de membres.")
    last = last_membership(network, person_id, organisation_id)
    if last and last.left_on is None:
        return last
    if last and last.left_on and on < last.left_on:
        raise Refusal("Ce membre n’avait pas encore quitté le réseau à cette date.", "on")
    membership = add(Membership(network_id=network.id, person_id=person_id, organisation_id=organisation_id, joined_on=on, source=source))
    journal.write(account.actor, "membership_begun", network.thing, at=at, after={"member": membership.public_id})
    return membership


def _expect_unit(network: Network, member: Person | Organisation) -> tuple[int | None, int | None]:
    if isinstance(member, Person):
        if not network.counts_people:
            raise Refusal("Ce réseau réunit des structures : ajoutez la structure de cette personne.")
        return member.id, None
    if network.counts_people:
        raise Refusal("Ce réseau réunit des personnes, non des structures.")
    return None, member.id


def leave(membership: Membership, account: Account, *, on: date, at: datetime) -> None:
    """The member is outside from that day on; that they were inside is kept."""
    if on < membership.joined_on:
        raise Refusal("Cette date précède l’entrée dans le réseau.", "on")
    membership.left_on = on
    journal.write(account.actor, "membership_ended", membership.network.thing, at=at, after={"member": membership.public_id})


def object_to_mail(network: Network, person: Person, *, at: datetime) -> None:
    """No more mail of this network reaches the person; they stay a member, and registered to what they are registered to."""
    for membership in all_memberships_of([person.id]):
        if membership.network_id == network.id:
            membership.objected_at = membership.objected_at or at
    if objection_of(network.id, person.id) is None:
        db.session.add(Objection(network_id=network.id, person_id=person.id, objected_at=at))
        journal.write(person.actor, "network_mail_objected", network.thing, at=at)


def accept_mail(network: Network, person: Person, *, at: datetime) -> None:
    """The person wants the mail of this network again."""
    for membership in all_memberships_of([person.id]):
        if membership.network_id == network.id:
            membership.objected_at = None
    if objection := objection_of(network.id, person.id):
        db.session.delete(objection)
        journal.write(person.actor, "network_mail_accepted", network.thing, at=at)


def create(account: Account, *, name: str, unit: str, parent: str, types: list[str], roles: list[str], on: date, at: datetime) -> Network:
    """A new network."""
    code = slug_of(name, 50)
    if network_by_code(code):
        raise Refusal("Un réseau porte déjà ce nom.", "name")
    network = add(Network(code=code, name=name, membership_unit=Unit(unit), created_on=on))
    _describe(network, name, parent, types, roles)
    journal.write(account.actor, "network_created", network.thing, at=at)
    return network


def describe(network: Network, account: Account, *, name: str, parent: str, types: list[str], roles: list[str], at: datetime) -> None:
    """The network is called and made otherwise; the name it had is remembered."""
    if searchable(name) != searchable(network.name):
        network.former_name = network.name
    _describe(network, name, parent, types, roles)
    journal.write(account.actor, "network_described", network.thing, at=at)


def _describe(network: Network, name: str, parent: str, types: list[str], roles: list[str]) -> None:
    if any(searchable(other.name) == searchable(name) and other.id != network.id for other in networks(closed=True)):
        raise Refusal("Un réseau porte déjà ce nom.", "name")
    above = network_by_code(parent) if parent else None
    if _is_under(above, network):
        raise Refusal("Un réseau ne peut pas dépendre de lui-même.", "parent")
    network.name, network.parent = name, above
    network.audience_types, network.audience_roles = "|".join(types), "|".join(roles)
    if len(network.audience_roles) > 250:
        raise Refusal("Trop de fonctions : décrivez plutôt ce réseau par ses types de structures.", "roles")


def _is_under(above: Network | None, network: Network) -> bool:
    while above is not None:
        if above.id == network.id:
            return True
        above = above.parent
    return False


def close(network: Network, account: Account, *, on: date, at: datetime) -> None:
    """The network ends; its members and its events of before are kept."""
    network.closed_on = network.closed_on or on
    journal.write(account.actor, "network_closed", network.thing, at=at)


def reopen(network: Network, account: Account, *, at: datetime) -> None:
    """The network lives again."""
    network.closed_on = None
    journal.write(account.actor, "network_reopened", network.thing, at=at)
