"""Of what a page of figures speaks: read from its address, checked, and said in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.core.text import clean_line
from app.indicators.choice_queries import Choices
from app.indicators.scope import FILTERS, OURS, Scope
from app.ui.forms import LAST_DAY
from app.ui.french import NBSP, listed, short_day

LABELS = {
    "reseau": "Réseau",
    "genre": "Genre",
    "cycle": "Cycle",
    "serie": "Série",
    "region": "Région de l’événement",
    "departement": "Département de l’événement",
    "modalite": "Modalité",
    "theme": "Thème",
    "organise": "Qui organise",
}
USUAL = "nous, seuls ou avec d’autres"
MOST = 60  # values of one filter
BEGINNING = date(1900, 1, 1)  # of "all that came before"
Said = Mapping[str, list[str]]


@dataclass(frozen=True)
class Asked:
    """A scope, how its address is written, and what could not be understood of it."""

    scope: Scope
    address: dict[str, list[str]]
    choices: Choices
    problems: list[tuple[str, str]] = field(default_factory=list)  # field and words

    @property
    def period(self) -> str:
        """``en 2024``, ``du 1er mars 2024 au 31 mai 2024``."""
        return period_words(self.scope)

    def chosen(self, name: str) -> list[str]:
        """The values of a filter, as the address says them."""
        return self.address.get(name, [])

    @property
    def filters(self) -> list[tuple[str, str]]:
        """The filters by their names; who organises is always said."""
        return filter_words(self.scope, self.choices)


def read(said: Said, choices: Choices, today: date) -> Asked:
    """What an address asks; words that mean nothing are told, and nothing is guessed."""
    problems: list[tuple[str, str]] = []
    period, days = _period(said, today, problems)
    filters: dict[str, list[str]] = {}
    for name in FILTERS:
        known = dict(choices[name])
        values = [*dict.fromkeys(clean_line(value)[:80] for value in said.get(name, [])[:MOST] if value.strip())]
        problems += [
            (name, f"{LABELS[name]}{NBSP}: «{NBSP}{value[:40]}{NBSP}» n’est pas dans la liste.") for value in values if value not in known
        ]
        if values := [value for value in values if value in known]:
            filters[name] = values
    scope = Scope.read(*days, filters)
    return Asked(scope, {**period, **scope.said()}, choices, problems)


def address_of(scope: Scope) -> dict[str, list[str]]:
    """How the address of a scope is written."""
    year = scope.year
    days = {"annee": [str(year)]} if year else {"du": [scope.first.isoformat()], "au": [scope.last.isoformat()]}
    return {**days, **scope.said()}


def period_words(scope: Scope) -> str:
    """The days of a scope inside a sentence."""
    if scope.year:
        return f"en {scope.year}"
    if scope.first <= BEGINNING:
        return f"jusqu’au {short_day(scope.last)}"
    if scope.first == scope.last:
        return f"le {short_day(scope.first)}"
    return f"du {short_day(scope.first)} au {short_day(scope.last)}"


def filter_words(scope: Scope, choices: Choices) -> list[tuple[str, str]]:
    """Each filter by its label, its values by their names."""
    said = scope.said()
    found = []
    for name, label in LABELS.items():
        names = dict(choices[name])
        if values := said.get(name):
            found.append((label, listed(names.get(value, value) for value in values)))
    return found if scope.hostings != OURS else [*found, (LABELS["organise"], USUAL)]


def _period(said: Said, today: date, problems: list[tuple[str, str]]) -> tuple[dict[str, list[str]], tuple[date, date]]:
    year, first, last = (clean_line((said.get(name) or [""])[0])[:20] for name in ("annee", "du", "au"))
    usual = {"annee": [str(today.year)]}, (date(today.year, 1, 1), date(today.year, 12, 31))
    if first or last:
        days = [_day(text) for text in (first, last)]
        begins, ends = days
        if begins is None or ends is None:
            wrong = "du" if begins is None else "au"
            problems.append((wrong, "Période : deux dates sont attendues, par exemple du 01/03/2024 au 31/05/2024."))
            return usual
        if ends < begins:
            problems.append(("au", "Période : le dernier jour est avant le premier."))
            return usual
        return address_of(Scope(begins, ends)), (begins, ends)
    if not year:
        return usual
    if not (year.isascii() and year.isdecimal() and len(year) == 4 and BEGINNING.year < int(year) <= LAST_DAY.year):
        problems.append(("annee", f"Année : un nombre entre {BEGINNING.year + 1} et {LAST_DAY.year} est attendu."))
        return usual
    return {"annee": [year]}, (date(int(year), 1, 1), date(int(year), 12, 31))


def _day(text: str) -> date | None:
    """A day as a browser sends it, or as one types it."""
    if text.count("/") == 2:
        text = "-".join(reversed(text.split("/")))
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None
    return on if BEGINNING <= on <= LAST_DAY else None
