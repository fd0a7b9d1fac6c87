"""Reading the rows behind a report, and writing them down for its proofs with people under pseudonyms."""

import hashlib
import hmac
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from app.annual_report import kept_tables, row_queries
from app.annual_report.counted import STOCKS, UNTOLD, Counts, Participation, Rows, counts, digest
from app.annual_report.models import AnnualReport, FrozenRows
from app.core.links import proofs
from app.indicators.anonymity import told
from app.indicators.entries import Entry
from app.indicators.ledger import Ledger
from app.indicators.scope import Scope

EVENTS = ("evenement", "titre", "debut", "fuseau", "genre", "organisation", "etat", "serie", "cycle", "reseaux", "minutes", "demi_journees")
PARTICIPANTS = ("inscription", "personne", "structure", "type", "departement", "demi_journees_presentes")
MANIFEST = "bilan.json"


class Files:
    """The files of rows of a report that is being frozen."""

    def __init__(self, report: AnnualReport) -> None:
        self.report = report
        self.kept: list[FrozenRows] = []
        self._key = keys_of(report)[0]

    def keep(self, name: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """One table."""
        all_rows = [*rows]
        self.keep_content(name, title, len(all_rows), kept_tables.written(headings, all_rows))

    def keep_content(self, name: str, title: str, rows: int, content: bytes) -> str:
        """Any file; its digest."""
        kept = {"rows": rows, "digest": digest(content), "content": zlib.compress(content, 6)}
        self.kept.append(FrozenRows(report_id=self.report.id, name=name, title=title[:250], **kept))
        return digest(content)

    def pseudonym(self, person: str | None) -> str:
        """The same person has the same pseudonym in all of one report, and another in the next."""
        return pseudonym(self._key, person) if person else ""


def keys_of(report: AnnualReport) -> list[bytes]:
    """The key of a report's pseudonyms, then those it would have had with the server's former keys: in no archive, in no database."""
    return [one.encode() for one in proofs("preuves du bilan", report.public_id)]


def pseudonym(key: bytes, person: str) -> str:
    """What this person is called under that key; it begins with a letter, or a spreadsheet would read some of them as numbers."""
    return "p" + hmac.new(key, person.encode(), hashlib.sha256).hexdigest()[:20]


@dataclass
class Behind:
    """What stands behind the figures of a report: events, those among them whose answers are counted, and periods of networks."""

    entries: dict[int, Entry] = field(default_factory=dict)
    answered: dict[int, Entry] = field(default_factory=dict)
    stocks: list[Scope] = field(default_factory=list)

    def add(self, code: str, scope: Scope, entries: Iterable[Entry]) -> None:
        """One more figure; a mention has no code."""
        by_id = {entry.id: entry for entry in entries}
        self.entries |= by_id
        if counts(code) in (Counts.ANSWERS, Counts.ANSWERS_AND_PRESENT):
            self.answered |= by_id
        if counts(code) in STOCKS:
            self.stocks.append(scope)


def gather(behind: Behind, ledger: Ledger, files: Files | None = None) -> Rows:
    """The rows of these events, and of the networks at the ends of these periods; written down when there are files for them."""
    found = Rows()
    by_id = behind.entries
    if files:
        _keep_events(by_id.values(), files)
    for event_id, group in groupby(row_queries.participants([*by_id]), key=lambda one: one.event_id):
        rows, event = [*group], by_id[event_id]
        found.registrations[event.public_id] = [
            Participation(one.registration, one.half_days, one.department or "", one.organisation or "") for one in rows
        ]
        if files:
            said = [(one.registration, files.pseudonym(one.person), *one[3:]) for one in rows]
            files.keep(f"participants/{event.public_id}.csv", event.title, PARTICIPANTS, said)
    found.answers = _answers(behind.answered.values(), ledger)
    if files:
        answers = [(event, level, count) for event, levels in sorted(found.answers.items()) for level, count in levels.items()]
        files.keep("reponses.csv", "Réponses aux questionnaires", ("evenement", "niveau", "nombre"), answers)
    _gather_stocks(found, behind.stocks, ledger, files)
    return found


def _answers(entries: Collection[Entry], ledger: Ledger) -> dict[str, dict[str, int]]:
    """The answers of each event by level; of those that are too few, only how many they are."""
    counted = [(entry, ledger.counts(entry)) for entry in entries]
    shown = {entry.id for entry, _ in told(counted)}
    return {
        entry.public_id: {level.value: one.answers[level] for level in sorted(one.answers)} if entry.id in shown else {UNTOLD: one.answered}
        for entry, one in counted
        if one.answered
    }


def _gather_stocks(found: Rows, scopes: Collection[Scope], ledger: Ledger, files: Files | None) -> None:
    for on in sorted({scope.last for scope in scopes}):
        _gather_members(found, on, ledger, files)
    if not scopes:
        return
    first, last = min(one.first for one in scopes), max(one.last for one in scopes)
    letters = [one for one in ledger.letters if first <= one.sent_on <= last]
    found.letters = [(one.network, one.key, one.sent_on) for one in letters]
    if files:
        said = [(one.network, one.key, one.sent_on, one.title, one.recipients) for one in letters]
        files.keep("lettres.csv", "Lettres d’information", ("reseau", "lettre", "envoyee_le", "titre", "destinataires"), said)


def _gather_members(found: Rows, on: date, ledger: Ledger, files: Files | None) -> None:
    members, spaces = row_queries.members(on), [one for one in ledger.every_space if one.is_open(on)]
    found.members[on] = [(network, key) for network, key, *_ in members]
    found.spaces[on] = [(one.network, one.key) for one in spaces]
    if files:
        said = [(network, key, files.pseudonym(person) or slug, since) for network, key, person, slug, since in members]
        files.keep(f"membres-{on}.csv", f"Membres au {on}", ("reseau", "adhesion", "membre", "depuis"), said)
        opened = [(one.network, one.key, one.opened_on, one.name) for one in spaces]
        files.keep(f"espaces-{on}.csv", f"Espaces au {on}", ("reseau", "espace", "ouvert_le", "nom"), opened)


def _keep_events(entries: Collection[Entry], files: Files) -> None:
    said = [
        (
            *(one.public_id, one.title, one.starts_at.isoformat(), one.timezone, one.kind, one.hosting.value, one.state.value),
            *(one.series, one.cycle, ",".join(sorted(one.own_networks)), round(one.hours * 60), one.half_days),
        )
        for one in sorted(entries, key=lambda one: (one.starts_at, one.public_id))
    ]
    files.keep("evenements.csv", "Événements", EVENTS, said)
