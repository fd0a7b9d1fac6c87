"""What the data would say today of a frozen report: figure by figure, event by event, sentence by sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.annual_report import queries, scope_words
from app.annual_report.bases import definition_of, detail, details, exact
from app.annual_report.contents import Contents, contents
from app.annual_report.counted import STOCKS, Counts, Rows, compared, counts, digest, lines
from app.annual_report.frozen import events_of
from app.annual_report.gathering import Behind, gather
from app.annual_report.models import AnnualReport, FrozenFigure, FrozenSentence
from app.events.words import Hosting
from app.indicators.dictionary import INDICATORS
from app.indicators.figures import Figure
from app.indicators.ledger import Ledger
from app.indicators.reckoning import figure
from app.indicators.scope import Scope
from app.ui.french import NBSP, number, plural

_WORDS = {
    Counts.INVITED: "invitation",
    Counts.REGISTERED: "inscription",
    Counts.PRESENT: "participant",
    Counts.BOTH: "participant",
    Counts.REGISTERED_PLACES: "inscription",
    Counts.PRESENT_PLACES: "participant",
    Counts.ANSWERS: "réponse",
    Counts.ANSWERS_AND_PRESENT: "réponse",
    Counts.MEMBERS: "membre",
    Counts.LETTERS: "lettre",
    Counts.SPACES: "espace",
}
_DEFINITION = "Définition"
_ABSENCES = "absences"  # counts those who were not there, among the same rows


@dataclass(frozen=True)
class Part:
    """What one event, or one network, brings more or less than it did."""

    name: str
    words: str


@dataclass(frozen=True)
class Change:
    """A figure that would not be the same today."""

    codes: tuple[str, ...]  # of the sentences that say it
    label: str
    filters: str
    then: str
    now: str
    parts: tuple[Part, ...] = ()
    others: tuple[tuple[str, str, str], ...] = ()  # what is said beside the value: of what, then, now
    has_other_rows: bool = False

    @property
    def is_only_defined_otherwise(self) -> bool:
        """The same value of the same rows, which other words explain today."""
        return self.then == self.now and not self.parts and not self.has_other_rows and {name for name, *_ in self.others} == {_DEFINITION}


@dataclass(frozen=True)
class Differences:
    """All that differs; ``figures`` is how many were compared."""

    figures: int
    changes: tuple[Change, ...]
    words: tuple[tuple[str, str, str], ...]  # which sentence or title, then, now

    @property
    def moved(self) -> list[Change]:
        """Those that rows or values changed."""
        return [one for one in self.changes if not one.is_only_defined_otherwise]

    @property
    def defined_otherwise(self) -> list[Change]:
        """Those of which only the definition is worded otherwise."""
        return [one for one in self.changes if one.is_only_defined_otherwise]


@dataclass
class _Frozen:
    """One figure, whatever the number of sentences that say it."""

    kept: FrozenFigure
    codes: list[str] = field(default_factory=list)

    @property
    def scope(self) -> Scope:
        return scope_words.read(self.kept.scope)

    @property
    def is_mention(self) -> bool:
        return self.kept.indicator_code.startswith("mention:")


def differences(report: AnnualReport, ledger: Ledger) -> Differences:
    """The frozen report against the data as they are now."""
    sentences = queries.frozen_sentences(report)
    frozen, found = _once(sentences), contents(report.year, report, ledger)
    now = {key: figure(ledger, *_asked(one)) for key, one in frozen.items() if _is_known(one)}
    behind = Behind()
    for key, one in now.items():
        behind.add(frozen[key].kept.indicator_code, one.scope, one.entries)
    rows = gather(behind, ledger)
    titles = _titles(report, frozen.values(), found, ledger)
    changes = [_change(one, now.get(key), rows, ledger, titles) for key, one in frozen.items()]
    return Differences(len(frozen), tuple(one for one in changes if one), tuple(_otherwise(sentences, found)))


def _once(sentences: Iterable[FrozenSentence]) -> dict[str, _Frozen]:
    found: dict[str, _Frozen] = {}
    for sentence in sentences:
        for one in sentence.figures:
            key = f"{one.indicator_code} {sorted(one.scope.items())}"
            found.setdefault(key, _Frozen(one)).codes.append(sentence.code)
    return found


def _is_known(one: _Frozen) -> bool:
    return one.is_mention or one.kept.indicator_code in INDICATORS


def _asked(one: _Frozen) -> tuple[str, Scope]:
    """Dates and names come from the events that were held."""
    return "evenements_tenus" if one.is_mention else one.kept.indicator_code, one.scope


def _change(one: _Frozen, now: Figure | None, rows: Rows, ledger: Ledger, titles: Mapping[str, str]) -> Change | None:
    kept = one.kept
    about = (tuple(dict.fromkeys(one.codes)), kept.label, kept.filters, kept.shown)
    if now is None:
        return Change(*about, "ce chiffre n’existe plus")
    under = rows.parts(now, ledger.networks(one.scope))
    parts = tuple(_part(one, *difference, titles) for difference in compared(under, kept.parts).items())
    keys = rows.keys(counts(kept.indicator_code), under, one.scope.first, one.scope.last)
    others, has_other_rows = tuple(_said_beside(one, now)), digest(lines(keys)) != kept.digest
    shown = kept.shown if one.is_mention or _is_same(kept, now) else now.shown
    if shown == kept.shown and not parts and not others and not has_other_rows:
        return None
    return Change(*about, shown, parts, others, has_other_rows)


def _is_same(kept: FrozenFigure, now: Figure) -> bool:
    """The same value; where none is known, the same that was declared instead, or the same words."""
    return exact(now.value) == kept.value and (now.value is not None or now.shown == kept.shown)


def _said_beside(one: _Frozen, now: Figure) -> Iterable[tuple[str, str, str]]:
    """The definition, and of what the value was reckoned: what a note of the report says of it."""
    kept, unit = one.kept, now.indicator.unit
    definition = definition_of(kept.indicator_code)
    if definition != kept.definition:
        yield _DEFINITION, kept.definition, definition
    then, today = detail(kept.basis, unit), "" if one.is_mention else detail(details(now), unit)
    if then != today:
        yield "Détail", then or "rien", today or "rien"


def _part(one: _Frozen, name: str, both: tuple[int | None, int | None], titles: Mapping[str, str]) -> Part:
    then, now = both
    kind, title = counts(one.kept.indicator_code), f"«{NBSP}{titles.get(name, name)}{NBSP}»"
    if kind is Counts.EVENTS:
        words = f"L’événement {title} {'n’est plus compté' if now is None else 'est compté depuis le gel'}"
        return Part(name, words)
    unit = "absence" if one.kept.indicator_code == _ABSENCES else _WORDS[kind]
    more = (now or 0) - (then or 0)
    amount = f"{'+' if more > 0 else '−' if more < 0 else ''}{plural(abs(more), unit)}"
    if kind in STOCKS or (now is not None and then is not None):
        place = "au réseau" if kind in STOCKS else "à l’événement"
        words = f"{amount} {place} {title} depuis le gel ({number(then or 0)}, puis {number(now or 0)})"
    else:
        words = f"{amount}{NBSP}: l’événement {title} {'n’est plus compté' if now is None else 'est compté depuis le gel'}"
    return Part(name, words)


def _otherwise(sentences: Sequence[FrozenSentence], found: Contents) -> Iterable[tuple[str, str, str]]:
    """The sentences that would be said otherwise, those that would no longer be there, those that were not; then the titles."""
    told = {one.code: one.reason for _, every in found.told for one in every} | {code: one.text for code, one in found.phrases.items()}
    for one in sentences:
        then, now = one.text or one.reason, told.get(one.code, "Cette phrase n’est plus proposée.")
        if then != now:
            yield f"Phrase {one.code}", then, now
    frozen = {one.code for one in sentences}
    for code, phrase in found.phrases.items():
        if code not in frozen:
            yield f"Phrase {code}", "Elle n’était pas dans ce bilan.", phrase.text
    titles = {chapter.code: chapter.title for chapter, _ in found.told}
    for code, title in {one.chapter_code: one.chapter_title for one in sentences}.items():
        if titles.get(code, title) != title:
            yield "Titre d’un chapitre", title, titles[code]


def _titles(report: AnnualReport, frozen: Iterable[_Frozen], found: Contents, ledger: Ledger) -> dict[str, str]:
    """The names of events and networks, as they are today; those of the frozen report, for what is no longer there."""
    periods = {(one.scope.first, one.scope.last): one.scope for one in frozen}.values()
    every = (ledger.entries(Scope(one.first, one.last, hostings=tuple(Hosting))) for one in periods)
    known = {entry.public_id: entry.title for entries in every for entry in entries} | {**found.names["reseau"]}
    if {name for one in frozen for name in one.kept.parts} <= known.keys():
        return known
    return {row["evenement"]: row["titre"] for row in events_of(report)} | known
