"""The report of a year as it stands: its chapters and those of facilitators, with what was written by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.annual_report import queries, wording
from app.annual_report.bases import basis
from app.annual_report.document import Basis, Document, LeftOut, Phrase, Piece, Section, Slot, numbered, section
from app.annual_report.frozen import document_of_frozen
from app.annual_report.models import ANY_WORDING, AnnualReport, OwnSentence, SentenceEdit, Stage
from app.annual_report.scope_words import Names
from app.annual_report.telling import Edits, Told, tell_all
from app.annual_report.templates import Chapter, Sentence, chapters
from app.annual_report.wording import Words
from app.indicators import reckoning
from app.indicators.figures import Figure
from app.indicators.ledger import Ledger
from app.ui.french import typeset

GONE = "Cette phrase utilise un chiffre qui n’existe plus : corrigez-la ou retirez-la."


@dataclass(frozen=True)
class Contents:
    """The chapters as told, for screens that change them; ``document`` is the same to be read."""

    year: int
    told: list[tuple[Chapter, list[Told]]]
    names: Names

    @property
    def sections(self) -> list[Section]:
        """The same to be read, each sentence among the others."""
        return [section(one.code, one.title, [_phrase(each, self.year, self.names) for each in every]) for one, every in self.told]

    @property
    def phrases(self) -> dict[str, Phrase]:
        """Those that are told, as they are read."""
        return {phrase.code: phrase for one in self.sections for phrase in one.phrases}

    @property
    def by_code(self) -> dict[str, Told]:
        return {one.code: one for _, sentences in self.told for one in sentences}

    def chapter_of(self, code: str) -> Chapter:
        """The chapter in which a sentence stands."""
        return next(chapter for chapter, sentences in self.told if any(one.code == code for one in sentences))


def document(year: int, report: AnnualReport | None, ledger: Ledger, at: datetime) -> Document:
    """The report as it is read: what was frozen, or what is true now in the words that people gave it."""
    if report and report.is_frozen:
        return document_of_frozen(report)
    return as_read(contents(year, report, ledger), report, at)


def contents(year: int, report: AnnualReport | None, ledger: Ledger, edits: Iterable[SentenceEdit] | None = None) -> Contents:
    """Every sentence of that year, figures computed now, with what was written by hand (``edits``, when it was read already)."""
    if edits is None:
        edits = queries.edits_of(report) if report else []
    found = with_own(chapters())
    reckoning.prepare(
        ledger, {(figured.indicator, figured.scope(year)) for one in found for each in one.sentences for figured in each.figures}
    )
    told = tell_all(found, year, ledger, edits_for_telling(edits))
    return Contents(year, told, ledger.once("filter names", queries.filter_names))


def edits_for_telling(edits: Iterable[SentenceEdit]) -> Edits:
    """What was written by hand, by sentence and wording; a sentence left out under every wording."""
    found: dict[tuple[str, str], str | None] = {}
    for one in edits:
        if one.text and one.variant != ANY_WORDING:
            found[one.sentence_code, one.variant] = one.text
        if one.is_left_out:
            found[one.sentence_code, ANY_WORDING] = None
    return found


def with_own(ours: Sequence[Chapter]) -> list[Chapter]:
    """The chapters of the reference, then those of facilitators; their sentences come after ours."""
    added: dict[str, list[Sentence]] = {}
    for one in queries.own_sentences():
        added.setdefault(one.chapter_code, []).append(sentence_of(one))
    own = [Chapter(one.public_id, one.title, ()) for one in queries.own_chapters()]
    return [replace(chapter, sentences=(*chapter.sentences, *added.get(chapter.code, ()))) for chapter in (*ours, *own)]


def sentence_of(own: OwnSentence) -> Sentence:
    """The sentence that facilitators wrote; one whose figures are gone says so in its place."""
    try:
        return Sentence.read({**own.definition, "code": own.code})
    except (KeyError, ValueError):
        return Sentence(own.code, (), (), GONE)


def as_read(told: Contents, report: AnnualReport | None, at: datetime) -> Document:
    """The document of these contents."""
    sections, notes = numbered(told.sections)
    version, stage = (report.version, report.stage) if report else (1, Stage.DRAFT)
    return Document(told.year, version, stage, sections, at, notes=notes)


def _phrase(told: Told, year: int, names: Names) -> Phrase | LeftOut:
    """A sentence with what stands behind it, or the reason why it is not told."""
    if not told.text:
        return LeftOut(told.code, told.reason, told.is_left_out, told.quote, told.sentence.follows)
    bases = bases_of(told, year, names)
    pieces = tuple(_pieces(told, {one.slot: one for one in bases}))
    return Phrase(told.code, pieces, bases, told.sentence.note, told.sentence.follows, told.is_edited, told.quote)


def bases_of(told: Told, year: int, names: Names) -> tuple[Basis, ...]:
    """What stands behind each figure of a sentence, said or not."""
    found = []
    for one in told.sentence.figures:
        standing = told.standing.get(one.name)
        if isinstance(standing, Figure | Words):
            found.append(basis(one, standing, one.scope(year), names))
    return tuple(found)


def _pieces(told: Told, bases: dict[str, Basis]) -> Iterable[Piece]:
    """The words between the slots joined, so that a printer's spaces fall where they do in the whole."""
    words = ""
    for part in wording.parts(told.template, told.standing):
        if isinstance(part, str):
            words += part
        elif part[0].pair or part[0].name not in bases:
            words += part[1]
        else:
            yield from [typeset(words)] if words else []
            yield Slot(part[0].name, typeset(part[1]), bases[part[0].name])
            words = ""
    yield from [typeset(words)] if words else []
