"""A list of people against the directory: who is known, who is new, who changes, and what is wrong, line by line."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.core.text import canonical_email, has_letter, searchable
from app.directory.columns import LABELS, Said, Table, table
from app.directory.models import Department, JobRole, Organisation, Person
from app.directory.people_queries import people_with_emails
from app.directory.queries import known_words, same_person
from app.directory.vocabulary import Unknown, Vocabulary

LONGEST_NAME = 80


class Outcome(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    KNOWN = "known"
    CHANGED = "changed"
    REPEATED = "repeated"
    ERROR = "error"


OUTCOMES = {
    Outcome.NEW: "Nouvelle personne",
    Outcome.KNOWN: "Déjà connue",
    Outcome.CHANGED: "Modifiée",
    Outcome.REPEATED: "En double dans la liste",
    Outcome.ERROR: "À corriger",
}


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell, and what is expected."""

    column: str
    message: str


@dataclass
class Line:
    """One line of the list and what it means."""

    number: int
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    organisation: Organisation | None = None
    department: Department | None = None
    job_role: JobRole | None = None
    networks: list[str] = field(default_factory=list)  # as they are said: networks stand above the directory
    person: Person | None = None
    repeats: int | None = None  # the number of the line that says it first
    is_guessed: bool = False
    problems: list[Problem] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # what, before, after

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def outcome(self) -> Outcome:
        if self.problems:
            return Outcome.ERROR
        if self.repeats is not None:
            return Outcome.REPEATED
        if self.person is None:
            return Outcome.NEW
        return Outcome.CHANGED if self.changes else Outcome.KNOWN


def match(rows: list[list[str]], on: date) -> list[Line]:
    """What each line of an uploaded or pasted list means on that day; two lines for one person are said to repeat."""
    return lines_of(table(rows), on)


def lines_of(given: Table, on: date) -> list[Line]:
    """As ``match``, for a list whose columns are already recognised."""
    words = known_words(on)
    addresses = [address for said in given.lines if (address := canonical_email(said.get("email")))]
    known = people_with_emails(addresses)
    lines = [_line(said, words, known) for said in given.lines]
    _mark_repeated(lines)
    return lines


def _line(said: Said, words: Vocabulary, known: dict[str, Person]) -> Line:
    line = Line(
        said.number, canonical_email(said.get("email")) or "", said.get("first_name"), said.get("last_name"), is_guessed=said.is_guessed
    )
    line.phone = said.get("phone")[:30]
    line.networks = [name.strip() for name in said.get("networks").split("|") if name.strip()]
    _read_place(line, said, words)
    found = known.get(line.email)
    line.person = same_person(found) if found else None
    _check(line, said)
    if line.person:
        _check_same(line, line.person)
        line.changes = _changes(line, line.person)
    return line


def _read_place(line: Line, said: Said, words: Vocabulary) -> None:
    try:
        line.department = words.department(said.get("department"))
    except Unknown as unknown:
        line.problems.append(Problem(LABELS["department"], str(unknown)))
    try:
        line.organisation = words.organisation(said.get("organisation"), said.get("kind"), line.department)
    except Unknown as unknown:
        line.problems.append(Problem(LABELS["organisation"], str(unknown)))
    try:
        line.job_role = words.job_role(said.get("job_role"))
    except Unknown as unknown:
        line.problems.append(Problem(LABELS["job_role"], str(unknown)))


def _check(line: Line, said: Said) -> None:
    if not line.email:
        given = said.get("email")
        what = f"« {given} » n’est pas une adresse" if given else "L’adresse manque"
        line.problems.append(Problem(LABELS["email"], f"{what} : une adresse comme prenom.nom@departement.fr est attendue."))
    for column, value in (("last_name", line.last_name), ("first_name", line.first_name)):
        if value and (not has_letter(value) or len(value) > LONGEST_NAME or "://" in value):
            line.problems.append(
                Problem(LABELS[column], f"« {value[:LONGEST_NAME]} » n’est pas un nom : des lettres, {LONGEST_NAME} au plus.")
            )
        if not value and line.email and line.person is None:
            line.problems.append(Problem(LABELS[column], "Cette adresse n’est pas dans l’annuaire : indiquez le nom et le prénom."))


def _check_same(line: Line, person: Person) -> None:
    """Two other names behind one address are another person: a shared mailbox is not renamed by a list."""
    said = (searchable(line.first_name), searchable(line.last_name))
    known = {searchable(person.first_name), searchable(person.last_name)}
    if not line.is_guessed and all(said) and not known & set(said):
        message = f"Cette adresse est celle de {person.name} : une adresse propre à {line.name} est attendue."
        line.problems.append(Problem(LABELS["email"], message))


def _changes(line: Line, person: Person) -> list[tuple[str, str, str]]:
    """What the list says otherwise than the directory; what it does not say changes nothing, nor does a guess."""
    said: list[tuple[str, str, str]] = []
    if not line.is_guessed:
        said += [("Nom", person.last_name, line.last_name), ("Prénom", person.first_name, line.first_name)]
    said.append(
        (
            "Structure",
            person.organisation.short_name if person.organisation else "",
            line.organisation.short_name if line.organisation else "",
        )
    )
    said.append(("Département", person.department.label if person.department else "", line.department.label if line.department else ""))
    said.append(("Fonction", person.job_role.label if person.job_role else "", line.job_role.label if line.job_role else ""))
    return [(what, before, after) for what, before, after in said if after and _differ(what, before, after)]


def _differ(what: str, before: str, after: str) -> bool:
    # A list in capitals, or without its accents, does not correct a name.
    return searchable(before) != searchable(after) if what in ("Nom", "Prénom") else before != after


def _mark_repeated(lines: list[Line]) -> None:
    first: dict[object, int] = {}
    for line in lines:
        key = line.person.id if line.person else line.email
        if key and first.setdefault(key, line.number) != line.number:
            line.repeats = first[key]
