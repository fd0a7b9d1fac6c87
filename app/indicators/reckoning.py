"""How each figure of the dictionary is reckoned from what the ledger read."""

from collections.abc import Callable
from fractions import Fraction
from statistics import median

from app.indicators.dictionary import INDICATORS
from app.indicators.entries import Counts, Entry
from app.indicators.figures import Figure
from app.indicators.ledger import Ledger
from app.indicators.scope import Scope
from app.satisfaction.models import FEWEST

Reckoning = Callable[[Ledger, Scope, str], Figure]


def figure(ledger: Ledger, code: str, scope: Scope) -> Figure:
    """The indicator of that code over that scope (KeyError for a code that the dictionary has not)."""
    return ledger.once((code, scope), lambda: _FIGURES[code](ledger, scope, code))


def _events(keep: Callable[[Entry], bool]) -> Reckoning:
    def reckon(ledger: Ledger, scope: Scope, code: str) -> Figure:
        found = [entry for entry in ledger.entries(scope) if keep(entry)]
        return Figure(INDICATORS[code], scope, len(found), tuple(found), parts={entry.public_id: 1 for entry in found})

    return reckon


def _months(ledger: Ledger, scope: Scope, code: str) -> Figure:
    found = ledger.held(scope)
    return Figure(INDICATORS[code], scope, len({(entry.on.year, entry.on.month) for entry in found}), tuple(found))


def _networks(ledger: Ledger, scope: Scope, code: str) -> Figure:
    found = ledger.held(scope)
    lines = ledger.chapters()
    active = {own for entry in found for own in entry.own_networks if not scope.networks or {*lines[own]} & {*scope.networks}}
    return Figure(INDICATORS[code], scope, len(active), tuple(found))


def _known(ledger: Ledger, scope: Scope, of: str = "attendance") -> tuple[list[Entry], int]:
    """The events of which this is known, and how many are left."""
    ask = ledger.is_attendance_known if of == "attendance" else ledger.are_registrations_known
    held = ledger.held(scope)
    found = [entry for entry in held if ask(entry)]
    return found, len(held) - len(found)


def _total(count: Callable[[Counts], int], of: str = "attendance") -> Reckoning:
    def reckon(ledger: Ledger, scope: Scope, code: str) -> Figure:
        found, unknown = _known(ledger, scope, of)
        parts = {entry.public_id: count(ledger.counts(entry)) for entry in found}
        value = None if unknown and not found else sum(parts.values())
        return Figure(INDICATORS[code], scope, value, tuple(found), unknown, parts=parts)

    return reckon


def _of_presents(of: Callable[[list[int]], int | Fraction]) -> Reckoning:
    """A figure of the numbers present at each event: mean, median, least, most."""

    def reckon(ledger: Ledger, scope: Scope, code: str) -> Figure:
        found, unknown = _known(ledger, scope)
        parts = {entry.public_id: ledger.counts(entry).present for entry in found}
        value = of([*parts.values()]) if parts else None
        return Figure(INDICATORS[code], scope, value, tuple(found), unknown, sum(parts.values()), len(parts), parts=parts)

    return reckon


def _ratio(above: Callable[[Counts], int], below: Callable[[Counts], int], fewest: int = 0) -> Reckoning:
    """Two totals, one out of the other: pooled, never a mean of rates."""

    def reckon(ledger: Ledger, scope: Scope, code: str) -> Figure:
        found, unknown = _known(ledger, scope)
        counted = [(entry, ledger.counts(entry)) for entry in found]
        numerator, denominator = sum(above(one) for _, one in counted), sum(below(one) for _, one in counted)
        value = Fraction(numerator, denominator) if denominator >= max(fewest, 1) else None
        parts = {entry.public_id: above(one) for entry, one in counted}
        return Figure(INDICATORS[code], scope, value, tuple(found), unknown, numerator, denominator, parts=parts)

    return reckon


def _mean_of_rates(ledger: Ledger, scope: Scope, code: str) -> Figure:
    found, unknown = _known(ledger, scope)
    rates = [Fraction(one.satisfied, one.expressed) for one in map(ledger.counts, found) if one.answered >= FEWEST and one.expressed]
    return Figure(INDICATORS[code], scope, sum(rates, Fraction(0)) / len(rates) if rates else None, tuple(found), unknown)


def _hours(ledger: Ledger, scope: Scope, code: str) -> Figure:
    found, unknown = _known(ledger, scope)
    each = [entry.hours * Fraction(ledger.counts(entry).half_days_present, entry.half_days) for entry in found if entry.half_days]
    return Figure(INDICATORS[code], scope, sum(each, Fraction(0)), tuple(found), unknown)


def _reached(name: str, *, present: bool, out_of: str = "", apart: str = "") -> Reckoning:
    def reckon(ledger: Ledger, scope: Scope, code: str) -> Figure:
        found, unknown = _known(ledger, scope, "attendance" if present else "registrations")
        reach = ledger.reach(found, present=present)
        value = None if unknown and not found else getattr(reach, name)
        total = ledger.out_of(out_of, scope) if out_of else None
        return Figure(INDICATORS[code], scope, value, tuple(found), unknown, out_of=total, apart=getattr(reach, apart) if apart else 0)

    return reckon


def _coverage(ledger: Ledger, scope: Scope, code: str) -> Figure:
    found, unknown = _known(ledger, scope)
    expected, seen = ledger.expected(scope), ledger.seen(found)
    numerator, denominator = len(expected.organisations & seen), len(expected.organisations)
    value = Fraction(numerator, denominator) if denominator and (found or not unknown) else None
    apart = len(expected.apart & seen)
    return Figure(INDICATORS[code], scope, value, tuple(found), unknown, numerator, denominator, apart=apart)


def _stock(count: Callable[[Ledger, Scope], int]) -> Reckoning:
    return lambda ledger, scope, code: Figure(INDICATORS[code], scope, count(ledger, scope))


_FIGURES: dict[str, Reckoning] = {
    "evenements_tenus": _events(lambda entry: entry.is_held),
    "evenements_programmes": _events(lambda entry: entry.is_announced),
    "evenements_annules": _events(lambda entry: entry.is_called_off),
    "evenements_partages": _events(lambda entry: entry.is_held and len(entry.own_networks) > 1),
    "mois_avec_evenement": _months,
    "reseaux_actifs": _networks,
    "inscriptions": _total(lambda one: one.registered, "registrations"),
    "inscrits_distincts": _reached("people", present=False),
    "participations": _total(lambda one: one.present),
    "presents_distincts": _reached("people", present=True),
    "absences": _total(lambda one: one.registered - one.present),
    "moyenne_participants": _of_presents(lambda each: Fraction(sum(each), len(each))),
    "mediane_participants": _of_presents(lambda each: median(map(Fraction, each))),
    "minimum_participants": _of_presents(min),
    "maximum_participants": _of_presents(max),
    "taux_presence": _ratio(lambda one: one.present, lambda one: one.registered),
    "heures_participants": _hours,
    "reponses": _total(lambda one: one.answered),
    "taux_reponse": _ratio(lambda one: min(one.answered, one.present), lambda one: one.present),
    "taux_satisfaction": _ratio(lambda one: one.satisfied, lambda one: one.expressed, FEWEST),
    "moyenne_taux_satisfaction": _mean_of_rates,
    "couverture": _coverage,
    "membres": _stock(Ledger.members),
    "lettres_envoyees": _stock(Ledger.newsletters),
    "espaces_ouverts": _stock(Ledger.spaces),
}
for _code, _name, _out_of, _apart in (
    ("departements", "departments", "departments", "departments_apart"),
    ("regions", "regions", "", ""),
    ("structures", "organisations", "", ""),
    ("collectivites", "cd", "cd", ""),
    ("mdph", "mdph", "mdph", "mdph_apart"),
    ("ars", "ars", "ars", ""),
):
    for _suffix, _present in (("inscrits", False), ("presents", True)):
        _FIGURES[f"{_code}_{_suffix}"] = _reached(_name, present=_present, out_of=_out_of, apart=_apart)
