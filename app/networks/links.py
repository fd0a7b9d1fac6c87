"""The link by which someone stops the mail of one network, derived when a letter is made."""

from app.core.links import new_public_id, proves, secret_address
from app.directory.models import Person
from app.directory.queries import person_by_public_id
from app.networks.models import Membership, Network
from app.networks.queries import network_by_public_id

PURPOSE = "desinscription"
_NAME = 26  # letters of a public id


def unsubscribe_link(membership: Membership, person: Person | None = None) -> str | None:
    """The one-click address for this person in this network; ``person`` is needed when an organisation is the member."""
    reader = person or membership.person
    if reader is None:
        return None
    return secret_address("networks.unsubscribe", PURPOSE, membership.network.public_id + reader.public_id)


def example_link(network: Network) -> str:
    """The address of nobody, for a letter that is looked at before anybody receives it: it opens nothing."""
    return secret_address("networks.unsubscribe", PURPOSE, network.public_id + new_public_id())


def opened_by(token: str) -> tuple[Network, Person] | None:
    """The network and the person whose link this is, also once they left or were merged; nothing when it is not ours."""
    names, given = token[: 2 * _NAME], token[2 * _NAME :]
    if not proves(given, PURPOSE, names):
        return None
    network, person = network_by_public_id(names[:_NAME]), person_by_public_id(names[_NAME:])
    return (network, person) if network and person else None
