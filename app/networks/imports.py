"""A list of people that also says their networks."""

from collections.abc import Sequence
from datetime import date, datetime

from app.accounts.models import Account
from app.core.text import searchable
from app.directory import imports
from app.directory.columns import LABELS
from app.directory.matching import Line, Problem
from app.directory.models import ImportBatch
from app.networks.actions import join
from app.networks.models import Network
from app.networks.queries import networks_run_by


def preview(batch: ImportBatch, account: Account, *, on: date, at: datetime) -> list[Line]:
    """What each line of the list means, the networks it names included."""
    lines = imports.preview(batch, on)
    known = _by_name(networks_run_by(account, at))
    for line in lines:
        for said in line.networks:
            if problem := _problem(said, known):
                line.problems.append(Problem(LABELS["networks"], problem))
    return lines


def carry_out(batch: ImportBatch, account: Account, *, on: date, at: datetime) -> int:
    """Everybody on the list is in the directory and in the networks it says; how many people that makes."""
    lines = preview(batch, account, on=on, at=at)
    people = imports.carry_out(batch, lines, account, at=at)
    known = _by_name(networks_run_by(account, at))
    for line in lines:
        person = people.get(line.repeats or line.number)
        for said in line.networks if person else []:
            join(known[searchable(said)], person, account, on=on, at=at, source="import")  # type: ignore[arg-type]
    return len(people)


def _by_name(networks: Sequence[Network]) -> dict[str, Network]:
    return {searchable(name): network for network in networks for name in (network.code, network.name)}


def _problem(said: str, known: dict[str, Network]) -> str:
    network = known.get(searchable(said))
    if network is None:
        return f"« {said} » n’est pas un réseau que vous animez : le nom exact d’un de vos réseaux est attendu."
    return "" if network.counts_people else f"« {network.name} » réunit des structures : on y ajoute une structure, depuis sa page."
