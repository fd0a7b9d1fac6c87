"""Every figure, under every filter and in pairs of filters, against somebody who counts row after row."""

import os
from datetime import date
from fractions import Fraction
from random import Random

import pytest

from app.events.words import Hosting, Modality
from app.indicators import rows_queries as queries
from app.indicators.contributions import contributions
from app.indicators.dictionary import INDICATORS
from app.indicators.ledger import Ledger
from app.indicators.listing import wanted_of
from app.indicators.reckoning import figure
from app.indicators.rows_queries import Window
from app.indicators.scope import Scope
from tests.indicators.oracle import Oracle
from tests.indicators.random_year import KINDS, NETWORKS, PLACES, YEAR, RandomYear

VALUES = {
    "networks": NETWORKS,
    "kinds": KINDS,
    "cycles": ("rt-cycle-1", "rt-cycle-2"),
    "series": ("suite", "autre"),
    "themes": (),
    "regions": ("44", "28", "53", "84", "04"),
    "departments": PLACES,
    "modalities": tuple(Modality),
    "hostings": tuple(Hosting),
}
PERIODS = (
    (date(YEAR, 1, 1), date(YEAR, 12, 31)),
    (date(YEAR - 1, 1, 1), date(YEAR - 1, 12, 31)),
    (date(YEAR, 1, 1), date(YEAR, 6, 30)),
    (date(YEAR, 12, 31), date(YEAR, 12, 31)),
    (date(YEAR - 1, 1, 1), date(YEAR + 1, 12, 31)),
)


def scopes(draw: Random, themes):
    """The bare year, each filter by itself, then pairs of filters over other periods."""
    values = VALUES | {"themes": themes}

    def some(name):
        return {name: tuple(draw.sample([*values[name]], draw.randint(1, min(3, len(values[name])))))}

    yield from (Scope(*period) for period in PERIODS)
    yield from (Scope(*PERIODS[0], **some(name)) for name in values)
    for _ in range(10):
        one, other = draw.sample([*values], 2)
        yield Scope(*draw.choice(PERIODS), **some(one), **some(other))


def told(found):
    """What a figure says, as the oracle says it."""
    return {
        "value": found.value,
        "unknown": found.unknown,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "out_of": found.out_of,
        "apart": found.apart,
        "unplaced": found.unplaced,
        "unfinished": found.unfinished,
        "hidden": found.is_hidden,
        "events": {entry.id for entry in found.entries},
    }


def compared(ledger, oracle, scope):
    """Where a figure of this scope, or what stands behind it, is not what the oracle counts."""
    said = {name: getattr(scope, name) for name in VALUES if getattr(scope, name)}
    for code in INDICATORS:
        right, found = oracle.answer(code, scope.first, scope.last, **said), figure(ledger, code, scope)
        if found.value is None and found.declared:
            continue  # a zero of days of which nothing is written is left to what was declared
        ours = told(found)
        wrong = {name: (ours[name], value) for name, value in right.items() if ours[name] != value}
        if wrong or (found.value is not None and not _stands(ledger, found)):
            yield f"{code} {scope}: ours, right: {wrong}"


def _stands(ledger, found):
    """Whether the lines behind a figure, and what each event or network brought, make it again."""
    brought = contributions(ledger, found)
    amounts = [one.amount for one in brought.each if one.amount is not None]
    if brought.is_additive and sum(amounts) != found.value:
        return False
    if found.indicator.counts_each_once and not max(amounts, default=0) <= found.value <= sum(amounts):
        return False
    return _COUNTED_AGAIN.get(found.indicator.code, lambda _ledger, found: found.value)(ledger, found) == found.value


def _guests(found):
    return queries.registrations([entry.id for entry in found.entries], wanted_of(found.indicator.code), ALL)


def _seen(found):
    total, rows = _guests(found)
    return len([one for one in rows if one.mark]), total


def _invited(found):
    return queries.invitations([entry.id for entry in found.entries], ALL)


ALL = Window(1, 10_000)
_COUNTED_AGAIN = {
    **dict.fromkeys(("inscriptions", "participations", "absences"), lambda _ledger, found: _guests(found)[0]),
    **dict.fromkeys(("inscrits_distincts", "presents_distincts"), lambda _ledger, found: len({one.person for one in _guests(found)[1]})),
    **dict.fromkeys(
        [f"{name}_{suffix}" for name in ("structures", "collectivites", "mdph", "ars") for suffix in ("inscrits", "presents")],
        lambda _ledger, found: len({one.slug for one in _guests(found)[1]} - {""}),
    ),
    **dict.fromkeys(
        ("departements_inscrits", "departements_presents"),
        lambda _ledger, found: len({one.department for one in _guests(found)[1]} - {""}) - found.apart,
    ),
    "taux_presence": lambda _ledger, found: Fraction(*_seen(found)),
    "invitations": lambda _ledger, found: _invited(found)[0],
    "invites_distincts": lambda _ledger, found: len({one.person for one in _invited(found)[1]}),
    "membres": lambda ledger, found: len(
        {one.person or one.slug for one in queries.memberships(ledger.networks(found.scope), found.scope.last, ALL)[1]}
    ),
}


LIGHT = ("couverture", "mdph_inscrits")  # which pages that count nothing else ask


def differences(number):
    drawn = RandomYear(number)
    oracle, ledger, light, draw = Oracle(), Ledger(), Ledger(counting=False), Random(number)
    asked = [*scopes(draw, [one.code for one in drawn.themes])]
    if number % 2:
        ledger.prepare(*asked)
    found = [words for scope in asked for words in compared(ledger, oracle, scope)]
    return found + [(code, scope) for scope in asked for code in LIGHT if figure(light, code, scope) != figure(ledger, code, scope)]


@pytest.mark.parametrize("number", [int(one) for one in os.environ.get("YEARS", "0 1").split()])
def test_figures_are_what_one_counts_by_hand(number):
    """``YEARS="7 8 9"`` draws others."""
    assert differences(number) == []
