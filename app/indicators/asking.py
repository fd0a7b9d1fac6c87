"""Of what a page of figures speaks: read from its address, checked, and said in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.core.text import clean_line
from app.indicators.choice_queries import Choices
from app.indicators.scope import BEGINNING, FILTERS, OURS, Scope
from app.ui.forms import LAST_DAY
from app.ui.french import NBSP, listed, short_day

LABELS = {
    "reseau": "Réseau",
    "genre": "Genre",
    "cycle": "Cycle",
    "serie": "Série",
    "region": "Région de l’événement",
    "departement": "Département de l’événement",
    "modalite": "Modalité de l’événement",
    "theme": "Thème",
    "organise": "Qui organise",
}
USUAL = "nous, seuls ou avec d’autres"
MOST = 60  # values of one filter
_EXAMPLE = "par exemple du 01/03/2024 au 31/05/2024"
_NO_DAY = {
    False: f"Période : il manque ce jour ; deux dates sont attendues, {_EXAMPLE}.",
    True: f"Période : ce n’est pas un jour entre {BEGINNING.year} et {LAST_DAY.year} ; deux dates sont attendues, {_EXAMPLE}.",
}
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

    def problems_of(self, name: str) -> list[str]:
        """What is wrong with one field."""
        return [words for field, words in self.problems if field == name]

    @property
    def seen(self) -> str:
        """The period that the form shows: whoever changes one way of writing it means that one."""
        return "/".join(self.chosen("annee") or [*self.chosen("du"), *self.chosen("au")])

    @property
    def alone(self) -> list[tuple[str, str, Scope]]:
        """Each filter with its words and the same days under it alone: which one lets nothing through."""
        said = self.scope.said()
        scopes = [Scope.read(self.scope.first, self.scope.last, {name: said[name]}) for name in LABELS if name in said]
        return [(*filter_words(one, self.choices)[0], one) for one in scopes]

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
    ensembles, whole = {code for code, _ in choices["ensemble"]}, " et les réseaux qui en dépendent"
    found = []
    for name, label in LABELS.items():
        names = dict(choices[name])
        if values := said.get(name):
            found.append((label, listed(f"{names.get(value, value)}{whole if value in ensembles else ''}" for value in values)))
    return found if scope.hostings != OURS else [*found, (LABELS["organise"], USUAL)]


def _period(said: Said, today: date, problems: list[tuple[str, str]]) -> tuple[dict[str, list[str]], tuple[date, date]]:
    year, first, last, seen = (clean_line((said.get(name) or [""])[0])[:30] for name in ("annee", "du", "au", "vu"))
    usual = date(today.year, 1, 1), date(today.year, 12, 31)
    typed = {name: [text] for name, text in (("annee", year), ("du", first), ("au", last)) if text}
    if year and seen == f"{first}/{last}":  # the days were there already: the year is what was typed
        first = last = ""
    begins, ends = _day(first), _day(last)
    if wrong := _wrong_days(year, seen, (first, begins), (last, ends)) if first or last else _wrong_year(year):
        problems.append(wrong)
        return typed, usual
    if begins and ends:
        return address_of(Scope(begins, ends)), (begins, ends)
    if year:
        return {"annee": [year]}, (date(int(year), 1, 1), date(int(year), 12, 31))
    return {"annee": [str(today.year)]}, usual


def _wrong_year(year: str) -> tuple[str, str] | None:
    """The field and why it cannot be read."""
    is_year = year.isascii() and year.isdecimal() and len(year) == 4 and BEGINNING.year < int(year) <= LAST_DAY.year
    return None if is_year or not year else ("annee", f"Année : un nombre entre {BEGINNING.year + 1} et {LAST_DAY.year} est attendu.")


def _wrong_days(year: str, seen: str, first: tuple[str, date | None], last: tuple[str, date | None]) -> tuple[str, str] | None:
    """The same for two days, each as it was typed and as it was read."""
    if first[1] is None or last[1] is None:
        name, typed = ("du", first[0]) if first[1] is None else ("au", last[0])
        return name, _NO_DAY[bool(typed)]
    if last[1] < first[1]:
        return "au", "Période : le dernier jour est avant le premier."
    if year and year != seen and {year} != {str(first[1].year), str(last[1].year)}:
        return "annee", "Période : une année, ou deux dates ; videz l’année ou les dates."
    return None


def _day(text: str) -> date | None:
    """A day as a browser sends it, or as one types it."""
    if text.count("/") == 2:
        text = "-".join(reversed(text.split("/")))
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None
    return on if BEGINNING <= on <= LAST_DAY else None
