"""A sheet of declared figures: one line each, read by its headings; filters by their code or by their name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.errors import Refusal
from app.core.text import searchable
from app.indicators.actions import Declaration, check
from app.indicators.choice_queries import Choices
from app.indicators.dictionary import INDICATORS
from app.indicators.models import DeclaredFigure
from app.indicators.scope import Scope
from app.ui.french import NBSP

NEEDED = ["Chiffre", "Année", "Valeur", "Source"]
FILTERS = {
    "Réseau": "reseau",
    "Genre": "genre",
    "Cycle": "cycle",
    "Série": "serie",
    "Thème": "theme",
    "Région": "region",
    "Département": "departement",
    "Modalité": "modalite",
    "Qui organise": "organise",
}
HEADINGS = [*NEEDED, *FILTERS]
_CODES = {searchable(name): code for code, one in INDICATORS.items() for name in (code, one.label)}
_ALIASES = {searchable(heading): heading for heading in HEADINGS}


@dataclass(frozen=True)
class Problem:
    """What is wrong with one line of the file."""

    line: int
    words: str


def read(
    rows: Sequence[Sequence[str]], choices: Choices, known: Sequence[DeclaredFigure], on: date
) -> tuple[list[Declaration], list[Problem]]:
    """What the lines declare, and what is wrong with them: all is taken, or nothing."""
    first = next((index for index, row in enumerate(rows) if any(row)), 0)
    columns = [_ALIASES.get(searchable(cell), "") for cell in rows[first]]
    if missing := [heading for heading in NEEDED if heading not in columns]:
        raise Refusal(f"Il manque une colonne{NBSP}: {', '.join(missing)}. Partez du modèle.", "file")
    found: list[Declaration] = []
    problems: list[Problem] = []
    so_far = [*known]
    for number, row in enumerate(rows[first + 1 :], first + 2):
        said = {column: cell for column, cell in zip(columns, row, strict=False) if column and cell}
        if not said:
            continue
        try:
            one = _declaration(said, choices)
            so_far.append(check(one, so_far, on))
            found.append(one)
        except Refusal as refusal:
            problems.append(Problem(number, refusal.message))
    if not found and not problems:
        raise Refusal("Ce fichier n’a que ses titres.", "file")
    return found, problems


def _declaration(said: dict[str, str], choices: Choices) -> Declaration:
    code = _CODES.get(searchable(said.get("Chiffre", "")))
    if code is None:
        raise Refusal(f"«{NBSP}{said.get('Chiffre', '')[:60]}{NBSP}» n’est pas un chiffre de la liste.")
    year = said.get("Année", "")
    if not (year.isascii() and year.isdecimal() and len(year) == 4 and int(year) > 0):
        raise Refusal("Une année est attendue, par exemple 2022.")
    filters = {name: [_value(heading, said[heading], choices[name])] for heading, name in FILTERS.items() if said.get(heading)}
    return Declaration(
        code, Scope.read(date(int(year), 1, 1), date(int(year), 12, 31), filters), said.get("Valeur", ""), said.get("Source", "")[:300]
    )


def _value(heading: str, text: str, known: Sequence[tuple[str, str]]) -> str:
    wanted = searchable(text)
    found = {value for value, words in known if wanted in (searchable(value), searchable(words))}
    if len(found) != 1:
        raise Refusal(f"{heading}{NBSP}: «{NBSP}{text[:60]}{NBSP}» n’est pas dans la liste.")
    return found.pop()
