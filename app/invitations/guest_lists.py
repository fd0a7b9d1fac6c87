"""Reading a list of people to invite: which column says what, who is on each line, what is wrong with it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from app.core.text import canonical_email, clean_line, has_letter, searchable
from app.ui.french import NBSP

# The heading of a column, without accents, and what the column holds.
HEADINGS = {
    "email": ("email", "e mail", "mail", "courriel", "adresse", "adresse electronique", "adresse mail", "adresse email", "adresse e mail"),
    "first_name": ("prenom", "prenoms"),
    "last_name": ("nom", "nom de famille", "nom usuel"),
    "organisation": ("structure", "organisation", "organisme", "etablissement", "collectivite", "employeur", "entite"),
    "department": ("departement", "code departement", "dept", "dpt", "n departement"),
    "job_role": ("fonction", "poste", "metier", "role", "qualite"),
}
_UNHEADED = ("first_name", "last_name", "organisation", "department", "job_role")
_WITH_NAME = re.compile(r"^\s*\"?'?(?P<name>[^<>\"]*?)'?\"?\s*<\s*(?P<email>[^<>\s]+@[^<>\s]+)\s*>\s*$")
_PARTED = re.compile(r"[._]+")


@dataclass(frozen=True)
class Line:
    """One person of a list, as the list says them."""

    number: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    organisation: str = ""
    department: str = ""
    job_role: str = ""
    problem: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def kept(self) -> dict[str, str]:
        """What is written of it until the list is confirmed."""
        return {key: value for key, value in asdict(self).items() if value}


def read_lines(rows: Sequence[Sequence[str]]) -> list[Line]:
    """One line per person, those that name nobody or somebody twice marked with their problem."""
    columns = _columns(rows[0]) if rows else {}
    found: list[Line] = []
    for number, row in enumerate(rows, start=1):
        if any(row) and not (columns and number == 1):
            found += _headed(number, row, columns) if columns else _unheaded(number, row)
    return _once_each(_checked(line) for line in found)


def kept_lines(lines: Iterable[Mapping[str, str]]) -> list[Line]:
    """The lines as they were written down."""
    return [Line(**line) for line in lines]


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Which column holds what, if the first row is one of headings."""
    if any("@" in cell for cell in row):
        return {}
    words = [searchable(cell) for cell in row]
    found = {field: words.index(name) for field, names in HEADINGS.items() for name in reversed(names) if name in words}
    return found if "email" in found or "last_name" in found else {}


def _headed(number: int, row: Sequence[str], columns: Mapping[str, int]) -> list[Line]:
    """What each column says; a line whose address stands elsewhere is read as if there were no headings."""
    cells = {field: row[index] for field, index in columns.items() if index < len(row)}
    if not cells.get("email") and any("@" in cell for cell in row):
        return _unheaded(number, row)
    return [_line(number, cells.pop("email", ""), **cells)]


def _unheaded(number: int, row: Sequence[str]) -> list[Line]:
    """Addresses say who is meant; beside a single one, the other cells are first name, last name, organisation..."""
    with_address = [cell for cell in row if "@" in cell]
    if len(with_address) > 1:
        return [_line(number, cell) for cell in with_address]
    others = [cell for cell in row if cell and "@" not in cell]
    return [_line(number, with_address[0] if with_address else "", **dict(zip(_UNHEADED, others, strict=False)))]


def _line(number: int, address: str, **cells: str) -> Line:
    bounded = {field: clean_line(value)[: 160 if field == "organisation" else 80] for field, value in cells.items()}
    line = Line(str(number), email=address, **bounded)
    if given := _WITH_NAME.match(address):
        line = replace(line, email=given["email"])
        if given["name"] and not line.name:
            first, _, last = clean_line(given["name"]).partition(" ")
            line = replace(line, first_name=first[:80], last_name=last[:80])
    return line


def _checked(line: Line) -> Line:
    if not line.email:
        return line if line.first_name and line.last_name else replace(line, problem="aucune adresse sur cette ligne")
    address = canonical_email(line.email)
    if address is None:
        return replace(line, email=line.email[:254], problem=f"l’adresse «{NBSP}{line.email[:80]}{NBSP}» est incomplète")
    if any("://" in name or (name and not has_letter(name)) for name in (line.first_name, line.last_name)):
        return replace(line, email=address, problem="le nom n’est pas un nom")
    return _named(replace(line, email=address))


def _named(line: Line) -> Line:
    """Without a name, ``prenom.nom@…`` gives one; the preview shows it before anything is created."""
    if line.name:
        return line
    parts = [part for part in _PARTED.split(line.email.partition("@")[0]) if part.replace("-", "").isalpha()]
    if len(parts) < 2:
        return line
    return replace(line, first_name=parts[0].title()[:80], last_name=" ".join(parts[1:]).title()[:80])


def _once_each(lines: Iterable[Line]) -> list[Line]:
    seen: dict[str, str] = {}
    found = []
    for given in lines:
        line = given
        who = line.email or searchable(f"{line.last_name} {line.first_name} {line.organisation}")
        if not line.problem and who in seen:
            line = replace(line, problem=f"déjà à la ligne {seen[who]}")
        elif not line.problem:
            seen[who] = line.number
        found.append(line)
    return found
