"""The rows behind a figure as a page and a file show them: headings, and cells that may be links."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from app.accounts.models import Account
from app.core.tables import Cell
from app.indicators import rows_queries as queries
from app.indicators.anonymity import told
from app.indicators.contributions import Contribution, contributions
from app.indicators.entries import Entry
from app.indicators.figures import Figure
from app.indicators.indicator import Rows, Unit
from app.indicators.ledger import Ledger
from app.indicators.reaching import SORTS
from app.indicators.rows_queries import PAGE, Guest, Wanted, Window
from app.satisfaction.models import LEVELS
from app.ui.numbers import tenths

Row = TypeVar("Row")
HIDDEN = "réservé à l’équipe de l’événement"


@dataclass(frozen=True)
class Said:
    """What a cell says, and the page it leads to: the kind of thing and its public name."""

    said: Cell
    kind: str = ""  # event, person, organisation, network
    name: str = ""


@dataclass(frozen=True)
class Listing:
    """The rows of one window, and how many there are in all."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Said]]
    total: int
    note: str = ""
    is_personal: bool = False

    def last(self, size: int = PAGE) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // size))


@dataclass(frozen=True)
class Reader:
    """Who reads, and when: names are those of the events whose people they may read."""

    account: Account
    at: datetime


def listing(ledger: Ledger, figure: Figure, reader: Reader, names: Mapping[str, str], window: Window) -> Listing:
    """The rows behind a figure; ``names`` are those of networks."""
    return _LISTINGS[figure.indicator.rows](ledger, figure, reader, names, window)


def wanted_of(code: str) -> Wanted:
    """Which registrations an indicator counts."""
    name, _, suffix = code.rpartition("_")
    present = {"participations": True, "presents_distincts": True, "absences": False}.get(code, True if suffix == "presents" else None)
    by_place = suffix in ("inscrits", "presents")
    return Wanted(present, SORTS[name].type if by_place else "", by_place)


def _events(ledger: Ledger, figure: Figure, reader: Reader, names: Mapping[str, str], window: Window) -> Listing:
    found = contributions(ledger, figure)
    rows = [
        [Said(one.entry.on), _event(one.entry), _networks(one.entry, names), Said(_amount(figure, one))]
        for one in _cut(found.each, window)
        if one.entry
    ]
    return Listing(["Date", "Événement", "Réseaux", found.what], rows, len(found.each))


def _amount(figure: Figure, one: Contribution) -> Cell:
    """A number that a spreadsheet reckons with; a rate keeps the words of what it is made of."""
    if one.amount is None or isinstance(one.amount, int):
        return one.amount
    return tenths(one.amount) / 10 if figure.indicator.unit is Unit.HOURS else one.words


def _answers(ledger: Ledger, figure: Figure, reader: Reader, names: Mapping[str, str], window: Window) -> Listing:
    counted = [(entry, ledger.counts(entry)) for entry in figure.entries if ledger.counts(entry).answered]
    shown = {entry.id for entry, _ in told(counted)}
    rows = [
        [
            *(Said(entry.on), _event(entry), Said(one.present), Said(one.answered if entry.id in shown else "moins de cinq, ou masqué")),
            *(Said(one.answers.get(level, 0) if entry.id in shown else None) for level in LEVELS),
        ]
        for entry, one in _cut(counted, window)
    ]
    note = "Sous cinq réponses, rien n’est montré ; quand un seul petit événement pourrait être déduit du total, un second est masqué avec lui."
    return Listing(["Date", "Événement", "Présents", "Réponses", *LEVELS.values()], rows, len(counted), note)


def _registrations(ledger: Ledger, figure: Figure, reader: Reader, names: Mapping[str, str], window: Window) -> Listing:
    ids = [entry.id for entry in figure.entries]
    total, found = queries.registrations(ids, wanted_of(figure.indicator.code), window)
    return _people(figure, reader, total, found, "Présence", is_known=ledger.is_attendance_known)


def _invitations(ledger: Ledger, figure: Figure, reader: Reader, names: Mapping[str, str], window: Window) -> Listing:
    total, found = queries.invitations([entry.id for entry in figure.entries], window)
    return _people(figure, reader, total, found, "Réponse", is_known=lambda _entry: True)


def _people(
    figure: Figure, reader: Reader, total: int, found: Sequence[Guest], heading: str, *, is_known: Callable[[Entry], bool]
) -> Listing:
    entries = {entry.id: entry for entry in figure.entries}
    mine = queries.readable(reader.account, {one.event_id for one in found}, reader.at)
    rows = []
    for one in found:
        entry = entries[one.event_id]
        name = f"{one.last_name} {one.first_name}".strip()
        rows.append(
            [
                *(Said(entry.on), _event(entry)),
                Said(name, "person", one.person) if one.event_id in mine else Said(HIDDEN),
                *(Said(one.organisation, "organisation" if one.slug else "", one.slug), Said(one.department), Said(one.job_role)),
                Said(one.mark or ("" if heading == "Réponse" else "absent" if is_known(entry) else "non connue")),
            ]
        )
    headings = ["Date", "Événement", "Nom", "Structure", "Département", "Fonction", heading]
    where = "Structure, département et fonction sont ceux du jour de l’inscription." if heading == "Présence" else ""
    return Listing(headings, rows, total, where, is_personal=True)


def _memberships(ledger: Ledger, figure: Figure, reader: Reader, names: Mapping[str, str], window: Window) -> Listing:
    total, found = queries.memberships(ledger.networks(figure.scope), figure.scope.last, window)
    rows = [
        [
            Said(names.get(one.network, one.network), "network", one.network),
            Said(one.name, "person", one.person) if one.person else Said(one.organisation, "organisation", one.slug),
            *(Said(one.organisation, "organisation" if one.slug else "", one.slug), Said(one.joined_on), Said(one.left_on)),
        ]
        for one in found
    ]
    return Listing(["Réseau", "Membre", "Structure", "Depuis le", "Sortie"], rows, total, is_personal=True)


def _letters(ledger: Ledger, figure: Figure, reader: Reader, names: Mapping[str, str], window: Window) -> Listing:
    found = ledger.letters_of(figure.scope)
    rows = [
        [Said(one.sent_on), Said(one.title), Said(names.get(one.network, one.network), "network", one.network), Said(one.recipients)]
        for one in _cut(found, window)
    ]
    return Listing(["Envoyée le", "Lettre", "Réseau", "Destinataires"], rows, len(found))


def _spaces(ledger: Ledger, figure: Figure, reader: Reader, names: Mapping[str, str], window: Window) -> Listing:
    found = ledger.spaces_of(figure.scope)
    rows = [
        [Said(one.opened_on), Said(one.name), Said(names.get(one.network, one.network), "network", one.network), Said(one.closed_on)]
        for one in _cut(found, window)
    ]
    return Listing(["Ouvert le", "Espace", "Réseau", "Fermé le"], rows, len(found))


def _event(entry: Entry) -> Said:
    return Said(entry.title, "event", entry.public_id)


def _networks(entry: Entry, names: Mapping[str, str]) -> Said:
    return Said(", ".join(sorted(names.get(code, code) for code in entry.own_networks)))


def _cut(rows: Sequence[Row], window: Window) -> Sequence[Row]:
    return rows[window.first : window.first + window.size]


_LISTINGS: dict[Rows, Callable[[Ledger, Figure, Reader, Mapping[str, str], Window], Listing]] = {
    Rows.EVENTS: _events,
    Rows.ANSWERS: _answers,
    Rows.REGISTRATIONS: _registrations,
    Rows.INVITATIONS: _invitations,
    Rows.MEMBERSHIPS: _memberships,
    Rows.NEWSLETTERS: _letters,
    Rows.SPACES: _spaces,
}
