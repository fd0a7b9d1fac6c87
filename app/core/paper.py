"""What a document is made of, whichever file holds it: a title, headings, words, tables, and drawings with the table of what they draw."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from xml.sax.saxutils import escape

from app.core.tables import plain

INK, FAINT, ACCENT, SOFT, LINE = "#17181f", "#50525f", "#1b4b8f", "#e9eff8", "#c9c7bf"


@dataclass(frozen=True)
class Note:
    """Words that a line of an annex explains."""

    said: str
    number: int


Piece = str | Note


@dataclass(frozen=True)
class Heading:
    """A title of the first or second rank, on the same page as what it announces."""

    text: str
    level: Literal[1, 2] = 1
    begins_page: bool = False


@dataclass(frozen=True)
class Words:
    """A paragraph; ``lead`` opens the document, ``small`` explains."""

    pieces: tuple[Piece, ...]
    style: Literal["body", "lead", "small"] = "body"

    @property
    def text(self) -> str:
        """The paragraph without its notes."""
        return "".join(one.said if isinstance(one, Note) else one for one in self.pieces)


@dataclass(frozen=True)
class Table:
    """Rows under their headings; ``notes`` says of which note each row is the explanation."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]  # in hundredths
    numeric: frozenset[int] = frozenset()  # columns of numbers
    code: frozenset[int] = frozenset()  # columns of letters and figures that are compared one by one
    notes: tuple[int, ...] = ()
    is_compact: bool = False


@dataclass(frozen=True)
class Bars:
    """Numbers that are compared, drawn as bars: along a year, or each with its name."""

    caption: str
    rows: tuple[tuple[str, int], ...]
    unit: str  # what is counted: "événements"
    heading: str  # of the first column of its table
    is_along: bool = False  # months: columns side by side, with short names

    @property
    def alternative(self) -> str:
        """What is said to those who do not see the drawing; its table says the rest."""
        name, most = max(self.rows, key=lambda row: row[1], default=("", 0))
        most_said = f"{name}, {shown(most)} {self.unit}" if most else "zéro"
        return (
            f"Diagramme en barres\u00a0: {self.caption}. Le plus haut\u00a0: {most_said}. Toutes les valeurs sont dans le tableau qui suit."
        )

    @property
    def shares(self) -> list[float]:
        """The length of each bar, the longest being 1."""
        most = max((count for _, count in self.rows), default=0) or 1
        return [count / most for _, count in self.rows]

    @property
    def table(self) -> Table:
        """The same numbers, written."""
        if self.is_along:
            wide = (16, *[84 // len(self.rows)] * len(self.rows))
            names, counts = (name for name, _ in self.rows), (shown(count) for _, count in self.rows)
            row = (self.unit[:1].upper() + self.unit[1:], *counts)
            return Table(self.caption, (self.heading, *names), (row,), wide, frozenset(range(1, len(self.rows) + 1)), is_compact=True)
        rows = tuple((name, shown(count)) for name, count in self.rows)
        headings = (self.heading, self.unit[:1].upper() + self.unit[1:])
        return Table(self.caption, headings, rows, (64, 36), frozenset({1}), is_compact=True)


Block = Heading | Words | Table | Bars


@dataclass(frozen=True)
class Paper:
    """A whole document. ``mark`` stands on every page: a draft says so."""

    title: str
    subtitle: str
    author: str
    at: datetime  # what the file says of itself: the same report makes the same file
    blocks: tuple[Block, ...]
    facts: tuple[tuple[str, str], ...] = ()
    mark: str = ""
    foot: str = ""
    subject: str = ""
    leaf: tuple[str, str] = ("", "")  # the leaf of a calendar beside the title: "BILAN", "2024"

    @property
    def numbers(self) -> frozenset[int]:
        """The notes that are explained somewhere; others are not links."""
        return frozenset(number for one in self.blocks if isinstance(one, Table) for number in one.notes)

    @property
    def name(self) -> str:
        """What windows, tabs and lists of files call it, and what a reader of screens says first: a draft says so."""
        return f"{self.title} – {self.mark.lower()}" if self.mark else self.title

    @property
    def stamp(self) -> str:
        """Its instant, as the properties of office files say it."""
        return self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def shown(count: int) -> str:
    """``1 652``."""
    return f"{count:,}".replace(",", "\u202f")


def cleaned(text: str) -> str:
    """What a file of markup can hold: one line, no control, no half of a pair."""
    return plain(text)


def escaped(text: str) -> str:
    """The same between two marks of XML."""
    return escape(cleaned(text))


def ranked(paper: Paper) -> Iterator[tuple[int, Block]]:
    """Each block with its number among those of its kind: chapters, precisions, paragraphs, tables, drawings."""
    ranks: Counter[object] = Counter()
    for one in paper.blocks:
        kind = (type(one), one.level) if isinstance(one, Heading) else type(one)
        ranks[kind] += 1
        yield ranks[kind], one


def chapters(paper: Paper) -> list[tuple[int, str]]:
    """The number and the title of each heading of the first rank."""
    return [(rank, one.text) for rank, one in ranked(paper) if isinstance(one, Heading) and one.level == 1]
