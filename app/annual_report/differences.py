"""What the data would say today of a frozen report: figure by figure, event by event, sentence by sentence."""

import csv
import io
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.annual_report import queries, scope_words
from app.annual_report.bases import exact
from app.annual_report.contents import contents
from app.annual_report.counted import STOCKS, Counts, Rows, compared, counts, digest, lines
from app.annual_report.gathering import gather
from app.annual_report.models import AnnualReport, FrozenFigure, FrozenSentence
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
    Counts.ANSWERS: "réponse",
    Counts.ANSWERS_AND_PRESENT: "réponse",
    Counts.MEMBERS: "membre",
    Counts.LETTERS: "lettre",
    Counts.SPACES: "espace",
}


@dataclass(frozen=True)
class Part:
    """What one event, or one network, brings more or less than it did."""

    name: str
    title: str
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

    @property
    def is_of_rows_only(self) -> bool:
        """Nothing counted changed, but it is no longer the same rows that are counted."""
        return self.then == self.now and not self.parts


@dataclass(frozen=True)
class Differences:
    """All that differs; ``figures`` is how many were compared."""

    figures: int
    changes: tuple[Change, ...]
    sentences: tuple[tuple[str, str, str], ...]  # code, then, now


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
    frozen = _once(sentences)
    found = contents(report.year, report, ledger)
    told = {one.code: one.reason for _, every in found.told for one in every} | {code: one.text for code, one in found.phrases.items()}
    now = {key: figure(ledger, *_asked(one)) for key, one in frozen.items() if _is_known(one)}
    entries = {entry.id: entry for one in now.values() for entry in one.entries}
    rows = gather(entries.values(), [one.scope for one in frozen.values() if counts(one.kept.indicator_code) in STOCKS])
    titles = _titles(report) | {entry.public_id: entry.title for entry in entries.values()} | _networks(ledger)
    changes = [_change(one, now.get(key), rows, ledger, titles) for key, one in frozen.items()]
    return Differences(len(frozen), tuple(one for one in changes if one), tuple(_otherwise(sentences, told)))


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
    is_same = one.is_mention or exact(now.value) == kept.value
    if is_same and not parts and digest(lines(rows.keys(kept.indicator_code, under, one.scope))) == kept.digest:
        return None
    return Change(*about, kept.shown if one.is_mention or is_same else now.shown, parts)


def _part(one: _Frozen, name: str, both: tuple[int | None, int | None], titles: Mapping[str, str]) -> Part:
    then, now = both
    kind = counts(one.kept.indicator_code)
    title = titles.get(name, name)
    place = (
        f"au réseau «{NBSP}{title}{NBSP}»"
        if kind in (Counts.MEMBERS, Counts.LETTERS, Counts.SPACES)
        else f"à l’événement «{NBSP}{title}{NBSP}»"
    )
    if kind is Counts.EVENTS:
        words = f"L’événement «{NBSP}{title}{NBSP}» {'n’est plus compté' if now is None else 'est compté depuis le gel'}"
    else:
        more = (now or 0) - (then or 0)
        sign = "+" if more > 0 else "−" if more < 0 else ""
        words = f"{sign}{plural(abs(more), _WORDS[kind])} {place} depuis le gel ({number(then or 0)}, puis {number(now or 0)})"
    return Part(name, title, words)


def _otherwise(sentences: Iterable[FrozenSentence], told: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    for one in sentences:
        then, now = one.text or one.reason, told.get(one.code, "Cette phrase n’est plus proposée.")
        if then != now:
            yield one.code, then, now


def _titles(report: AnnualReport) -> dict[str, str]:
    text = zlib.decompress(queries.frozen_file(report, "evenements.csv")).decode()
    return {row["evenement"]: row["titre"] for row in csv.DictReader(io.StringIO(text), delimiter=";")}


def _networks(ledger: Ledger) -> dict[str, str]:
    names: Mapping[str, Mapping[str, str]] = ledger.once("filter names", queries.filter_names)
    return dict(names["reseau"])
