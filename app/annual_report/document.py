"""The report as it is read: chapters, paragraphs, sentences, and what stands behind each number. Screens and files are made from this."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app.annual_report.models import STAGES, Stage
from app.ui.french import sentence

_ENDS = (".", "!", "?", "…", ":")


@dataclass(frozen=True)
class Basis:
    """What stands behind a number, or behind dates and names: its definition, its filters, and the rows that were counted."""

    slot: str
    code: str  # of the dictionary, or "mention:dates"
    label: str
    shown: str  # as a table shows it
    value: str  # exact: an integer, or a fraction n/d; empty when it is not known
    definition: str
    filters: str  # in words
    scope: Mapping[str, Any]  # as addresses say it, with "du" and "au"
    detail: str = ""  # of what it was reckoned, and what is not known
    number: int = 0  # of its note
    rows: int | None = None  # frozen reports
    digest: str = ""

    @property
    def is_mention(self) -> bool:
        return self.code.startswith("mention:")


@dataclass(frozen=True)
class Slot:
    """Words of a sentence that come from the data."""

    name: str
    said: str
    basis: Basis


Piece = str | Slot


@dataclass(frozen=True)
class Phrase:
    """One sentence, cut at its slots."""

    code: str
    pieces: tuple[Piece, ...]
    bases: tuple[Basis, ...] = ()  # of its slots, and of what chose its words
    note: str = ""
    follows: str = ""
    is_edited: bool = False

    @property
    def text(self) -> str:
        """The sentence alone, as it is copied into another text."""
        return "".join(one if isinstance(one, str) else one.said for one in self.pieces)


@dataclass(frozen=True)
class LeftOut:
    """A sentence that is not told, and why."""

    code: str
    reason: str
    is_by_hand: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Sentences that are read together."""

    phrases: tuple[Phrase, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its words as they stand in a document: a capital at each beginning, a full stop at each end."""
        return tuple(_closed(self.phrases))

    @property
    def text(self) -> str:
        """The whole paragraph."""
        return "".join(one if isinstance(one, str) else one.said for one in self.pieces)


@dataclass(frozen=True)
class Section:
    """A chapter."""

    code: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def phrases(self) -> list[Phrase]:
        return [phrase for paragraph in self.paragraphs for phrase in paragraph.phrases]

    @property
    def count(self) -> int:
        """How many sentences it tells."""
        return len(self.phrases)


@dataclass(frozen=True)
class Document:
    """The report of a year, as it stands or as it was frozen."""

    year: int
    version: int
    stage: Stage
    sections: tuple[Section, ...]
    at: datetime  # computed then, or frozen then
    digest: str = ""  # of a frozen report
    notes: tuple[Basis, ...] = field(default_factory=tuple)  # each once, by its number

    @property
    def title(self) -> str:
        return f"Bilan {self.year}"

    @property
    def stage_said(self) -> str:
        return STAGES[self.stage]

    @property
    def is_frozen(self) -> bool:
        return self.stage is Stage.FROZEN


def section(code: str, title: str, told: Sequence[Phrase | LeftOut]) -> Section:
    """A chapter of these sentences; those that follow the one before share its paragraph."""
    paragraphs: list[list[Phrase]] = []
    for at, one in enumerate(told):
        if isinstance(one, Phrase):
            if one.follows and at and isinstance(told[at - 1], Phrase):
                paragraphs[-1].append(one)
            else:
                paragraphs.append([one])
    left_out = tuple(one for one in told if isinstance(one, LeftOut))
    return Section(code, title, tuple(Paragraph(tuple(phrases)) for phrases in paragraphs), left_out)


def numbered(sections: list[Section]) -> tuple[tuple[Section, ...], tuple[Basis, ...]]:
    """The same chapters with a number for each note; a figure told twice has one note."""
    notes: dict[tuple[str, str], Basis] = {}

    def give(basis: Basis) -> Basis:
        key = (basis.code, repr(sorted(basis.scope.items())))
        if key not in notes:
            notes[key] = replace(basis, number=len(notes) + 1)
        return replace(basis, number=notes[key].number)

    def phrase(one: Phrase) -> Phrase:
        pieces = tuple(piece if isinstance(piece, str) else replace(piece, basis=give(piece.basis)) for piece in one.pieces)
        return replace(one, pieces=pieces, bases=tuple(give(basis) for basis in one.bases))

    def paragraph(one: Paragraph) -> Paragraph:
        return Paragraph(tuple(phrase(each) for each in one.phrases))

    done = tuple(replace(one, paragraphs=tuple(paragraph(each) for each in one.paragraphs)) for one in sections)
    return done, tuple(notes.values())


def _closed(phrases: tuple[Phrase, ...]) -> Iterator[Piece]:
    for at, phrase in enumerate(phrases):
        goes_on = at > 0 and _goes_on(phrases[at - 1], phrase)
        first, *rest = phrase.pieces or ("",)
        if at:
            yield " "
        yield first if goes_on else _capital(first)
        yield from rest
        is_carried_on = at + 1 < len(phrases) and _goes_on(phrase, phrases[at + 1])
        if not is_carried_on and not _is_ended(phrase):
            yield "."


def _goes_on(one: Phrase, other: Phrase) -> bool:
    return other.follows == "suite" and not _is_ended(one)


def _is_ended(phrase: Phrase) -> bool:
    return phrase.text.rstrip().endswith(_ENDS)


def _capital(piece: Piece) -> Piece:
    return sentence(piece) if isinstance(piece, str) else replace(piece, said=sentence(piece.said))
