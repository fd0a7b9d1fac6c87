"""The closed lists of an event: its states, how one comes, who may register, what a partner does."""

import re
from enum import StrEnum

_YEARLY = re.compile(r"(.+)-\d{4}")


def stem_of(code: str) -> str:
    """``ems-apa`` of ``ems-apa-2024``; a series without a year is its own stem."""
    found = _YEARLY.fullmatch(code)
    return found[1] if found else code


def season(stem: str, year: int) -> str:
    """The code of the dates of a series in one year: figures and the report count its seasons together, by what their codes begin with."""
    return f"{stem}-{year}"


class State(StrEnum):
    """Where an event stands; postponing is not a state: it gives new dates."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    HELD = "held"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


STATES = {
    State.DRAFT: "Brouillon",
    State.PUBLISHED: "Publié",
    State.CLOSED: "Inscriptions closes",
    State.HELD: "Tenu",
    State.ARCHIVED: "Archivé",
    State.CANCELLED: "Annulé",
}


class Modality(StrEnum):
    """How people come: a hybrid registration says which of the two."""

    ONSITE = "onsite"
    ONLINE = "online"
    HYBRID = "hybrid"


MODALITIES = {Modality.ONSITE: "Sur place", Modality.ONLINE: "À distance", Modality.HYBRID: "Sur place et à distance"}


class Door(StrEnum):
    """Who may register."""

    NETWORK = "network"
    INVITED = "invited"
    ANYONE = "anyone"


DOORS = {
    Door.NETWORK: "Les membres des réseaux et les personnes invitées",
    Door.INVITED: "Les personnes invitées seulement",
    Door.ANYONE: "Tout le monde",
}


class Hosting(StrEnum):
    """Whose event it is: an external one is only recorded, and counts in no total of ours."""

    OWN = "own"
    JOINT = "joint"
    EXTERNAL = "external"


HOSTINGS = {Hosting.OWN: "Organisé par nous", Hosting.JOINT: "Co-organisé", Hosting.EXTERNAL: "Organisé par d’autres"}

PARTNER_ROLES = {
    "co_organiser": "Co-organisateur",
    "co_host": "Coanimé avec",
    "prepared_with": "Préparé avec",
    "joint_with": "Commun avec",
    "attended_by": "En présence de",
    "speaker": "Intervenant",
}


class PartKind(StrEnum):
    """A time of an event."""

    PLENARY = "plenary"
    POLITICAL = "political"
    TECHNICAL = "technical"
    WORKSHOP = "workshop"


PART_KINDS = {
    PartKind.PLENARY: "Plénière",
    PartKind.POLITICAL: "Temps politique",
    PartKind.TECHNICAL: "Temps technique",
    PartKind.WORKSHOP: "Atelier",
}


class Period(StrEnum):
    """The unit that is signed: a half-day on site, the whole séance online."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    WHOLE = "whole"


PERIODS = {Period.MORNING: "matin", Period.AFTERNOON: "après-midi", Period.WHOLE: "séance"}
