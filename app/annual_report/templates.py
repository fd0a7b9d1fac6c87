"""The sentences of the report as they are written down: their figures, and one wording for each situation."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from app.annual_report.mentions import MENTIONS
from app.indicators.dictionary import INDICATORS
from app.indicators.scope import BEGINNING, FILTERS, Scope

FOLDER = Path(__file__).resolve().parents[2] / "reference" / "annual_report"
ALWAYS = {"annee", "annee_precedente"}  # slots that every sentence has
FOLLOWS = ("", "phrase", "liste")  # a paragraph of its own; after the sentence before; one more of the list that it begins
QUOTED = "{phrase}"  # in a text, where its quote stands
_RANGE = re.compile(r"(\d+)(\+|-(\d+))?|>(\d+)")


@dataclass(frozen=True)
class Range:
    """How many it takes: ``0``, ``2+``, ``2-3``, ``>0`` (for what is not whole)."""

    least: int
    most: int | None
    is_above: bool = False  # the least itself is not in it

    @classmethod
    def read(cls, text: str) -> "Range":
        """The range that this text writes (ValueError otherwise)."""
        found = _RANGE.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"not a range: {text!r}")
        if found[4]:
            return cls(int(found[4]), None, is_above=True)
        least = int(found[1])
        return cls(least, None if found[2] == "+" else int(found[3] or least))

    def holds(self, amount: int | Fraction | None) -> bool:
        """Whether the amount is in it; what is not known is in none."""
        if amount is None or (self.is_above and amount == self.least):
            return False
        return self.least <= amount and (self.most is None or amount <= self.most)


@dataclass(frozen=True)
class Figured:
    """One figure of a sentence: an indicator, or a mention, over filters and a period told from the year."""

    name: str
    indicator: str = ""
    mention: str = ""
    period: str = "year"  # year, year_before, before (all that came before the year)
    filters: Mapping[str, list[str]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)  # of networks, for the mention that lists them

    @classmethod
    def read(cls, name: str, said: Mapping[str, Any]) -> "Figured":
        """The figure as a file or a form writes it (ValueError for words that mean nothing)."""
        filters = {key: [value] if isinstance(value, str) else [*value] for key, value in said.items() if key in FILTERS}
        unknown = {*said} - {*FILTERS} - {"indicator", "mention", "period", "labels"}
        found = cls(name, said.get("indicator", ""), said.get("mention", ""), said.get("period", "year"), filters, said.get("labels", {}))
        is_one = (found.indicator in INDICATORS) != (found.mention in MENTIONS)
        if unknown or not is_one or found.period not in ("year", "year_before", "before"):
            raise ValueError(f"{name}: {said}")
        found.scope(2000)  # its filters mean something
        return found

    def scope(self, year: int) -> Scope:
        """What it speaks of, in the report of that year."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        if self.period == "year_before":
            first, last = date(year - 1, 1, 1), date(year - 1, 12, 31)
        elif self.period == "before":
            first, last = BEGINNING, date(year - 1, 12, 31)
        return Scope.read(first, last, self.filters)


@dataclass(frozen=True)
class Form:
    """A wording, and the figures with which it is true."""

    key: str
    text: str
    when: Mapping[str, Range]
    quote: str = ""  # the part of it that the published report gives among other words, printed one a line; empty for the whole

    def is_true(self, amounts: Mapping[str, int | Fraction | None]) -> bool:
        return all(wanted.holds(amounts[name]) for name, wanted in self.when.items())


@dataclass(frozen=True)
class Clauses:
    """A list inside a sentence: each clause is there when its figures allow it."""

    name: str
    last: str  # what stands before the last one: " et "
    forms: tuple[Form, ...]


@dataclass(frozen=True)
class Sentence:
    """One sentence of the report: figures, wordings in the order of preference, and why it is left out when none is true."""

    code: str
    figures: tuple[Figured, ...]
    forms: tuple[Form, ...]
    otherwise: str
    clauses: tuple[Clauses, ...] = ()
    note: str = ""
    follows: str = ""

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Sentence":
        """The sentence that a file or a form writes (ValueError, KeyError for what means nothing)."""
        figures = tuple(Figured.read(name, one) for name, one in said.get("figures", {}).items())
        lists = [
            Clauses(name, one["last"], tuple(_form(at, clause) for at, clause in enumerate(one["clause"])))
            for name, one in said.get("lists", {}).items()
        ]
        forms = tuple(_form(at, one) for at, one in enumerate(said["form"]))
        if said.get("follows", "") not in FOLLOWS:
            raise ValueError(f"{said['code']}: follows {said['follows']}")
        return cls(said["code"], figures, forms, said.get("otherwise", ""), tuple(lists), said.get("note", ""), said.get("follows", ""))

    @property
    def names(self) -> set[str]:
        """The slots that its wordings may use."""
        return ALWAYS | {one.name for one in self.figures} | {one.name for one in self.clauses}


@dataclass(frozen=True)
class Chapter:
    """A chapter of the report, and its sentences."""

    code: str
    title: str
    sentences: tuple[Sentence, ...]


@cache
def chapters() -> tuple[Chapter, ...]:
    """The chapters of ``reference/annual_report``, in the order of their files."""
    return tuple(_chapter(tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.toml")))


def _chapter(said: Mapping[str, Any]) -> Chapter:
    return Chapter(said["code"], said["title"], tuple(Sentence.read(one) for one in said["sentence"]))


def _form(at: int, said: Mapping[str, Any]) -> Form:
    when = {name: Range.read(str(wanted)) for name, wanted in said.get("when", {}).items()}
    quote = said.get("quote", "")
    return Form(said.get("key", str(at + 1)), said["text"].replace(QUOTED, quote), when, quote)
