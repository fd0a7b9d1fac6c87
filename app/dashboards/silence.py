"""Networks that nothing has gathered for a long time."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from app.networks.models import Network


def silent(networks: Iterable[Network], last: Mapping[int, datetime], at: datetime, weeks: int) -> dict[int, int | None]:
    """The open networks without an event for so many weeks, nor any to come: since how many weeks, ``None`` when they never had one.

    A chapter is not one of them: its networks speak for it. Nor is a network younger than that.
    """
    everything = [*networks]
    chapters = {one.parent_id for one in everything}
    limit = at - timedelta(weeks=weeks)
    asked = [one for one in everything if not one.is_closed and one.id not in chapters]
    quiet = [one for one in asked if (last[one.id] < limit if one.id in last else not _is_young(one, limit))]
    return {one.id: (at - last[one.id]).days // 7 if one.id in last else None for one in quiet}


def _is_young(network: Network, limit: datetime) -> bool:
    return network.created_on is not None and network.created_on > limit.date()
