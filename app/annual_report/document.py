"""The report as it is read: chapters, paragraphs, sentences, and what stands behind each number. Screens and files are made from this."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app.annual_report.models import STAGES, Stage
from app.ui.french import NBSP, sentence

_ENDS = (".", "!", "?", "…", ":", ";")
_LISTED = f"{NBSP};"  # after each thing of a list but the last


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
    """One sentence, cut at its slots, as it stands among the others: a capital where it begins, a full stop where it ends."""

    code: str
    pieces: tuple[Piece, ...]
    bases: tuple[Basis, ...] = ()  # of its slots, and of what chose its words
    note: str = ""
    follows: str = ""
    is_edited: bool = False
    quote: str = ""  # what is copied of it into another text

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(one if isinstance(one, str) else one.said for one in self.pieces)


@dataclass(frozen=True)
class LeftOut:
    """A sentence that is not told, and why."""

    code: str
    reason: str
    is_by_hand: bool = False
    words: str = ""  # what it would say, when it was left out by hand
    follows: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Sentences that are read together."""

    phrases: tuple[Phrase, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its words, sentence after sentence."""
        first, *others = (phrase.pieces for phrase in self.phrases)
        return (*first, *(piece for pieces in others for piece in (" ", *pieces)))

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
            if _goes_on(told, at):
                paragraphs[-1].append(one)
            else:
                paragraphs.append([one])
    left_out = tuple(one for one in told if isinstance(one, LeftOut))
    return Section(code, title, tuple(Paragraph(tuple(_closed(phrases))) for phrases in paragraphs), left_out)


def _goes_on(told: Sequence[Phrase | LeftOut], at: int) -> bool:
    """Whether it shares the paragraph before; a list goes on without those of its items that are left out."""
    follows, before = told[at].follows, at - 1
    while follows == "liste" and before > 0 and isinstance(told[before], LeftOut) and told[before].follows == "liste":
        before -= 1
    return bool(follows) and before >= 0 and isinstance(told[before], Phrase)


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


def _closed(phrases: Sequence[Phrase]) -> Iterator[Phrase]:
    for at, phrase in enumerate(phrases):
        goes_on, is_carried_on = _is_listed(phrases, at), _is_listed(phrases, at + 1)
        first, *rest = phrase.pieces or ("",)
        end = () if phrase.text.rstrip().endswith(_ENDS) else (_LISTED if is_carried_on else ".",)
        yield replace(phrase, pieces=(first if goes_on else _capital(first), *rest, *end))


def _is_listed(phrases: Sequence[Phrase], at: int) -> bool:
    """Whether that one goes on with the list of the one before."""
    return 0 < at < len(phrases) and phrases[at].follows == "liste"


def _capital(piece: Piece) -> Piece:
    return sentence(piece) if isinstance(piece, str) else replace(piece, said=sentence(piece.said))
