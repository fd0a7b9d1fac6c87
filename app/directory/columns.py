"""The columns of a list of people, recognised by their headings in French; a list without headings is a list of addresses."""

import re
from dataclasses import dataclass, field

from app.core.text import canonical_email, clean_line, has_letter, searchable

HEADINGS = {
    "last_name": ("nom", "nom de famille", "nom d usage"),
    "first_name": ("prenom", "prenoms"),
    "email": ("courriel", "adresse electronique", "email", "e mail", "mail", "mel", "adresse mail", "adresse e mail", "adresse courriel"),
    "organisation": ("structure", "organisation", "organisme", "employeur"),
    "kind": ("type", "type de structure", "type d organisation"),
    "department": ("departement", "dept", "dpt", "numero de departement"),
    "job_role": ("fonction", "role", "poste"),
    "networks": ("reseau", "reseaux"),
    "phone": ("telephone", "tel"),
}
LABELS = {
    "last_name": "Nom",
    "first_name": "Prénom",
    "email": "Courriel",
    "organisation": "Structure",
    "kind": "Type",
    "department": "Département",
    "job_role": "Fonction",
    "networks": "Réseau",
    "phone": "Téléphone",
}
_COLUMNS = {word: name for name, words in HEADINGS.items() for word in words}
_NAMED = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>@\s]+@[^<>\s]+)>$")
_SPOKEN = re.compile(r"^(?P<first>[^\W\d_]{2,})\.(?P<last>[^\W\d_]+(?:-[^\W\d_]+)*)$")


@dataclass(frozen=True)
class Said:
    """What one line says, by column."""

    number: int
    values: dict[str, str] = field(default_factory=dict)
    is_guessed: bool = False  # the name was read in the address

    def get(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True)
class Table:
    """The lines of a list, and the headings that mean nothing to us."""

    lines: list[Said]
    ignored: list[str] = field(default_factory=list)


def table(rows: list[list[str]]) -> Table:
    """The lines that say something, each with its number in the file."""
    first = next((index for index, row in enumerate(rows) if any(row)), 0)
    headings = [_COLUMNS.get(searchable(cell)) for cell in rows[first]] if rows else []
    if "email" not in headings and "last_name" not in headings:
        lines = [_without_heading(number, row) for number, row in enumerate(rows, 1) if any(row)]
        return Table(lines)
    lines = [_with_headings(number, row, headings) for number, row in enumerate(rows, 1) if number > first + 1 and any(row)]
    ignored = [cell for cell, name in zip(rows[first], headings, strict=True) if cell and name is None]
    return Table(lines, ignored)


def _with_headings(number: int, row: list[str], headings: list[str | None]) -> Said:
    values: dict[str, str] = {}
    for name, cell in zip(headings, row, strict=False):
        if name and cell:
            values.setdefault(name, cell)
    return _named(number, values)


def _without_heading(number: int, row: list[str]) -> Said:
    """An address anywhere in the line, ``Prénom Nom <adresse>``, or ``Nom;Prénom;adresse``."""
    address = next((cell for cell in row if "@" in cell), "")
    others = [cell for cell in row if cell and cell != address and has_letter(cell)]
    values = {"email": address}
    if len(others) >= 2:
        values |= {"last_name": others[0], "first_name": others[1]}
    return _named(number, values)


def _named(number: int, values: dict[str, str]) -> Said:
    """Complete the names with what the address says of them, when the list does not."""
    found = _NAMED.match(values.get("email", "").strip().rstrip(";,"))
    if found:
        values["email"] = found["email"]
        first, _, last = clean_line(found["name"].strip("\"' ")).partition(" ")
        if first and last:
            values = {"first_name": first, "last_name": last} | values
    if values.get("first_name") or values.get("last_name"):
        return Said(number, values)
    address = canonical_email(values.get("email", "")) or ""
    spoken = _SPOKEN.match(address.partition("@")[0])
    if spoken is None:
        return Said(number, values)
    return Said(number, values | {"first_name": spoken["first"].title(), "last_name": spoken["last"].title()}, is_guessed=True)
