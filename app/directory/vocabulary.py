"""The words by which a list names organisations, departments and functions, all of them known at once."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from app.core.text import searchable
from app.directory.models import TYPES, Department, JobRole, Organisation

TYPE_WORDS = (
    {searchable(label): code for code, label in TYPES.items()}
    | {code: code for code in ("cnsa", "ars", "cd", "mdph", "partner")}
    | {"mda": "mdph", "mdph mda": "mdph", "departement": "cd", "agence regionale de sante": "ars", "mtph": "mdph_com", "mta": "mdph_com"}
)


Word = TypeVar("Word", bound=Hashable)
Thing = TypeVar("Thing")


class Unknown(Exception):
    """A word of the list that names nothing we know; the message says what is expected."""


@dataclass(frozen=True)
class Vocabulary:
    """What each word stands for; a word that would stand for two things stands for none."""

    organisations: dict[str, Organisation]
    seats: dict[tuple[str, str], Organisation]  # the only one of a type in a department
    departments: dict[str, Department]
    job_roles: dict[str, JobRole]

    def organisation(self, text: str, kind: str, department: Department | None) -> Organisation | None:
        """The organisation said by its name, or by its type and department; None when nothing is said."""
        wanted, type_code = searchable(text), self.type_code(kind) or self.type_code(text)
        found = self.organisations.get(wanted) or self.organisations.get(searchable(f"{kind} {text}"))
        if found is None and type_code and department and (not wanted or wanted in TYPE_WORDS):
            found = self.seats.get((type_code, department.code))
        if found is None and wanted:
            raise Unknown(f"« {text} » n’est pas une structure connue.{_meant(wanted, self.organisations)}")
        return found

    def type_code(self, text: str) -> str | None:
        """The code of a type of organisation."""
        return TYPE_WORDS.get(searchable(text))

    def department(self, text: str) -> Department | None:
        """The department said by its number or its name."""
        wanted = searchable(text)
        found = self.departments.get(wanted) or self.departments.get(wanted.zfill(2))
        if found is None and wanted:
            raise Unknown(f"« {text} » n’est pas un département : un numéro comme 14, ou un nom comme Calvados, est attendu.")
        return found

    def job_role(self, text: str) -> JobRole | None:
        """The function said by its label."""
        wanted = searchable(text)
        found = self.job_roles.get(wanted)
        if found is None and wanted:
            raise Unknown(f"« {text} » n’est pas une fonction de la liste.{_meant(wanted, self.job_roles)}")
        return found


def vocabulary(organisations: list[Organisation], departments: list[Department], job_roles: list[JobRole]) -> Vocabulary:
    """The words for these things."""
    names = [(searchable(name), one) for one in organisations for name in one.names]
    seats = [((one.type, department.code), one) for one in organisations for department in one.departments]
    places = [(searchable(name), one) for one in departments for name in (one.code, one.name, one.label)]
    roles = [(searchable(name), one) for one in job_roles for name in (one.code, one.label)]
    return Vocabulary(_only(names), _only(seats), _only(places), _only(roles))


def _only(pairs: Iterable[tuple[Word, Thing]]) -> dict[Word, Thing]:
    """Each word with its thing, those that would stand for several left out."""
    found: dict[Word, Thing] = {}
    doubtful: set[Word] = set()
    for word, thing in pairs:
        if found.setdefault(word, thing) is not thing:
            doubtful.add(word)
    return {word: thing for word, thing in found.items() if word and word not in doubtful}


def _meant(wanted: str, known: dict[str, Organisation] | dict[str, JobRole]) -> str:
    close = [known[word] for word in get_close_matches(wanted, known, n=2, cutoff=0.6)]
    names = [one.short_name if isinstance(one, Organisation) else one.label for one in close]
    return f" Vouliez-vous dire {' ou '.join(f'« {name} »' for name in dict.fromkeys(names))} ?" if names else ""
