"""How each figure of the dictionary is reckoned from what the ledger read."""

from collections.abc import Callable, Collection
from dataclasses import replace
from fractions import Fraction
from statistics import median

from app.indicators.anonymity import is_told, told
from app.indicators.dictionary import INDICATORS
from app.indicators.entries import Counts, Entry
from app.indicators.figures import Figure
from app.indicators.ledger import Ledger
from app.indicators.reaching import SORTS, Sort
from app.indicators.scope import Scope

Reckoning = Callable[[Ledger, Scope, str], Figure]


def figure(ledger: Ledger, code: str, scope: Scope) -> Figure:
    """The indicator of that code over that scope (KeyError for a code that the dictionary has not)."""
    return ledger.once((code, scope), lambda: _with_declared(ledger, _FIGURES[code](ledger, scope, code)))


def prepare(ledger: Ledger, asked: Collection[tuple[str, Scope]]) -> None:
    """Read at once what these figures of a report need; a mention has no code."""
    ledger.prepare_report({scope for _, scope in asked})
    people = [_registered(ledger, scope) for code, scope in asked if code in _OF_PEOPLE]
    ledger.prepare_reach(people, [_registered(ledger, scope) for code, scope in asked if code in _OF_PLACES])


def _with_declared(ledger: Ledger, found: Figure) -> Figure:
    """What was declared stands beside; a zero of days of which nothing at all is written gives way to it."""
    declared = ledger.declared(found.indicator.code, found.scope)
    if declared is None:
        return found
    is_bare = found.value == 0 and (found.indicator.is_stock or ledger.is_empty(found.scope))
    return replace(found, declared=declared, value=None if is_bare else found.value)


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
    ours = {entry.public_id: entry.own_networks & ledger.networks(scope) for entry in found}
    parts = {name: len(networks) for name, networks in ours.items()}
    return Figure(INDICATORS[code], scope, len(frozenset().union(*ours.values())), tuple(found), parts=parts)


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
        unfinished = _unfinished(found) if of == "attendance" else 0
        return Figure(INDICATORS[code], scope, value, tuple(found), unknown, parts=parts, unfinished=unfinished)

    return reckon


def _unfinished(found: Collection[Entry]) -> int:
    return sum(not entry.is_attendance_closed for entry in found)


def _invited(ledger: Ledger, scope: Scope, code: str) -> Figure:
    """Of the events to which one invited from here; of the others, nobody knows who was told."""
    held = ledger.held(scope)
    invited = ledger.invitations(held)
    found = [entry for entry in held if entry.id in invited]
    unknown = len(held) - len(found)
    parts = {entry.public_id: invited[entry.id] for entry in found}
    if unknown and not found:
        value = None
    else:
        value = sum(parts.values()) if code == "invitations" else ledger.people_invited(found)
    return Figure(INDICATORS[code], scope, value, tuple(found), unknown, parts=parts)


def _of_presents(of: Callable[[list[int]], int | Fraction], is_quotient: bool = False) -> Reckoning:
    """A figure of the numbers present at each event: mean, median, least, most; only the mean is one number divided by another."""

    def reckon(ledger: Ledger, scope: Scope, code: str) -> Figure:
        found, unknown = _known(ledger, scope)
        parts = {entry.public_id: ledger.counts(entry).present for entry in found}
        value = of([*parts.values()]) if parts else None
        total, number = (sum(parts.values()), len(parts)) if is_quotient else (None, None)
        return Figure(INDICATORS[code], scope, value, tuple(found), unknown, total, number, parts=parts, unfinished=_unfinished(found))

    return reckon


def _ratio(
    above: Callable[[Counts], int], below: Callable[[Counts], int], among: Callable[[Counts], bool] = lambda _counts: True
) -> Reckoning:
    """Two totals, one out of the other: pooled, never a mean of rates."""

    def reckon(ledger: Ledger, scope: Scope, code: str) -> Figure:
        known, unknown = _known(ledger, scope)
        found = [entry for entry in known if among(ledger.counts(entry))]
        counted = [(entry, ledger.counts(entry)) for entry in found]
        numerator, denominator = sum(above(one) for _, one in counted), sum(below(one) for _, one in counted)
        value = Fraction(numerator, denominator) if denominator else None
        parts = {entry.public_id: above(one) for entry, one in counted}
        unfinished = _unfinished(found)
        return Figure(INDICATORS[code], scope, value, tuple(found), unknown, numerator, denominator, parts=parts, unfinished=unfinished)

    return reckon


def _satisfaction(ledger: Ledger, scope: Scope, code: str) -> Figure:
    """The satisfied among those who gave an opinion, all events together; nothing at all is told of too few answers."""
    known, unknown = _known(ledger, scope)
    counted = [(entry, ledger.counts(entry)) for entry in known if ledger.counts(entry).answered]
    found = tuple(entry for entry, _ in counted)
    answered, expressed = sum(one.answered for _, one in counted), sum(one.expressed for _, one in counted)
    if not is_told(answered) or not expressed:
        return Figure(INDICATORS[code], scope, None, found, unknown, is_hidden=answered > 0 and not is_told(answered))
    satisfied = sum(one.satisfied for _, one in counted)
    parts = {entry.public_id: one.satisfied for entry, one in told(counted)}
    return Figure(INDICATORS[code], scope, Fraction(satisfied, expressed), found, unknown, satisfied, expressed, parts=parts)


def _mean_of_rates(ledger: Ledger, scope: Scope, code: str) -> Figure:
    """Each event of which the rate is told weighs the same, however many answered."""
    known, unknown = _known(ledger, scope)
    counted = [(entry, ledger.counts(entry)) for entry in known]
    # The mean of two rates of which one is masked would give that one away, and the answers of the events too small to be told with it.
    shown = told(counted)
    rated = [(entry, one) for entry, one in shown if one.expressed]
    rates = [Fraction(one.satisfied, one.expressed) for _, one in rated]
    is_hidden = not rates and len(shown) < sum(one.answered > 0 for _, one in counted)
    value = sum(rates, Fraction(0)) / len(rates) if rates else None
    return Figure(INDICATORS[code], scope, value, tuple(entry for entry, _ in rated), unknown, is_hidden=is_hidden)


def _hours(ledger: Ledger, scope: Scope, code: str) -> Figure:
    found, unknown = _known(ledger, scope)
    value = None if unknown and not found else sum((hours_at(ledger, entry) for entry in found), Fraction(0))
    return Figure(INDICATORS[code], scope, value, tuple(found), unknown, unfinished=_unfinished(found))


def hours_at(ledger: Ledger, entry: Entry) -> Fraction:
    """The hours of an event for each participant, in proportion to the half-days at which they were present."""
    return entry.hours * Fraction(ledger.counts(entry).half_days_present, entry.half_days) if entry.half_days else Fraction(0)


def _people(*, present: bool) -> Reckoning:
    def reckon(ledger: Ledger, scope: Scope, code: str) -> Figure:
        found, unknown = _known(ledger, scope, "attendance" if present else "registrations")
        value = None if unknown and not found else ledger.people(_registered(ledger, scope), present=present)
        counted = {entry.public_id: ledger.counts(entry) for entry in found}
        parts = {name: one.present if present else one.registered for name, one in counted.items()}
        unfinished = _unfinished(found) if present else 0
        return Figure(INDICATORS[code], scope, value, tuple(found), unknown, parts=parts, unfinished=unfinished)

    return reckon


def _registered(ledger: Ledger, scope: Scope) -> list[Entry]:
    """The events of which somebody registered is known. Where attendance is not, nobody was seen: one reading serves those who came too."""
    return _known(ledger, scope, "registrations")[0]


def _reached(sort: Sort, *, present: bool) -> Reckoning:
    def reckon(ledger: Ledger, scope: Scope, code: str) -> Figure:
        found, unknown = _known(ledger, scope, "attendance" if present else "registrations")
        reach = ledger.reach(sort, _registered(ledger, scope), present=present)
        return Figure(
            INDICATORS[code],
            scope,
            None if unknown and not found else len(reach.values),
            tuple(found),
            unknown,
            out_of=ledger.out_of(sort, scope, reach),
            apart=reach.apart,
            unplaced=reach.unplaced,
            unfinished=_unfinished(found) if present else 0,
        )

    return reckon


def _coverage(ledger: Ledger, scope: Scope, code: str) -> Figure:
    found, unknown = _known(ledger, scope)
    expected, seen = ledger.expected(scope), ledger.seen(_registered(ledger, scope))
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
    "invitations": _invited,
    "invites_distincts": _invited,
    "inscriptions": _total(lambda one: one.registered, "registrations"),
    "inscrits_distincts": _people(present=False),
    "participations": _total(lambda one: one.present),
    "presents_distincts": _people(present=True),
    "absences": _total(lambda one: one.registered - one.present),
    "moyenne_participants": _of_presents(lambda each: Fraction(sum(each), len(each)), is_quotient=True),
    "mediane_participants": _of_presents(lambda each: median(map(Fraction, each))),
    "minimum_participants": _of_presents(min),
    "maximum_participants": _of_presents(max),
    "taux_presence": _ratio(lambda one: one.present, lambda one: one.registered),
    "heures_participants": _hours,
    "reponses": _total(lambda one: one.answered),
    "taux_reponse": _ratio(lambda one: one.respondents, lambda one: one.present, lambda one: one.was_asked),
    "taux_satisfaction": _satisfaction,
    "moyenne_taux_satisfaction": _mean_of_rates,
    "couverture": _coverage,
    "membres": _stock(Ledger.members),
    "lettres_envoyees": _stock(lambda ledger, scope: len(ledger.letters_of(scope))),
    "espaces_ouverts": _stock(lambda ledger, scope: len(ledger.spaces_of(scope))),
}
_OF_PEOPLE = ("inscrits_distincts", "presents_distincts")
_OF_PLACES = ("couverture", *(f"{name}_{suffix}" for name in SORTS for suffix in ("inscrits", "presents")))
for _name, _sort in SORTS.items():
    for _suffix, _present in (("inscrits", False), ("presents", True)):
        _FIGURES[f"{_name}_{_suffix}"] = _reached(_sort, present=_present)
