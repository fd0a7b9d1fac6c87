"""What a facilitator fills in to describe an event: plain values, from the form to the action."""

from dataclasses import dataclass
from datetime import datetime

from app.events.models import Event, EventKind
from app.events.words import Door, Hosting, Modality

_BY_INVITATION = {"rencontre_territoriale", "journee_nationale", "reunion_regionale"}
_UNLISTED = {"instance", "assemblee_personnel"}


@dataclass(frozen=True)
class PartnerLine:
    """An organisation beside the organiser, as it is typed, and what it does."""

    name: str
    role: str


@dataclass(frozen=True)
class EventSheet:
    """Everything that describes an event before people come into it."""

    kind_code: str
    title: str
    starts_at: datetime
    ends_at: datetime
    modality: Modality
    network_ids: tuple[int, ...]
    description: str = ""
    timezone: str = "Europe/Paris"
    hosting: Hosting = Hosting.OWN
    place: str = ""
    address: str = ""
    access: str = ""
    join_url: str = ""
    cycle_code: str = ""
    series_code: str = ""
    region_codes: tuple[str, ...] = ()
    department_codes: tuple[str, ...] = ()
    partners: tuple[PartnerLine, ...] = ()
    capacity: int | None = None
    quota_per_organisation: int | None = None
    has_waiting_list: bool = True
    needs_approval: bool = False
    door: Door = Door.NETWORK
    is_listed: bool = True
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    theme_codes: tuple[str, ...] = ()


def usual_door(kind: EventKind) -> Door:
    """Who may register to an event of this kind, unless one says otherwise."""
    if kind.code in _BY_INVITATION:
        return Door.INVITED
    return Door.NETWORK


def usually_listed(kind: EventKind) -> bool:
    """Whether the public list shows events of this kind, unless one says otherwise."""
    return kind.code not in _UNLISTED


def sheet_of(event: Event) -> EventSheet:
    """The event as it stands, ready to be corrected or copied."""
    return EventSheet(
        kind_code=event.kind_code,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        modality=event.modality,
        network_ids=tuple(network.id for network in event.networks),
        description=event.description,
        timezone=event.timezone,
        hosting=event.hosting,
        place=event.place,
        address=event.address,
        access=event.access,
        join_url=event.join_url,
        cycle_code=event.cycle.code if event.cycle else "",
        series_code=event.series.code if event.series else "",
        region_codes=tuple(region.code for region in event.regions),
        department_codes=tuple(department.code for department in event.departments),
        partners=tuple(PartnerLine(partner.name, partner.role) for partner in event.partners),
        capacity=event.capacity,
        quota_per_organisation=event.quota_per_organisation,
        has_waiting_list=event.has_waiting_list,
        needs_approval=event.needs_approval,
        door=event.door,
        is_listed=event.is_listed,
        opens_at=event.opens_at,
        closes_at=event.closes_at,
        theme_codes=tuple(theme.code for theme in event.themes),
    )
