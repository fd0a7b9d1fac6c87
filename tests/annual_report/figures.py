"""Figures of any value, without events behind them: what the words of a sentence are tried with."""

from fractions import Fraction
from itertools import product

from app.annual_report.wording import Words
from app.indicators.dictionary import INDICATORS, Rounding, Unit
from app.indicators.figures import Figure
from app.indicators.scope import Scope

YEAR = 2027
COUNTS = (0, 1, 2, 4, 11, 16, 17, 150, 673)
FEWER = (0, 1, 2, 11)
RATES = (Fraction(0), Fraction(805, 1000), Fraction(331, 411), Fraction(1), None)
MEANS = (None, Fraction(0), Fraction(1), Fraction(3, 2), Fraction(7), Fraction(106), Fraction(100))
ALWAYS_KNOWN = (Unit.EVENTS, Unit.MONTHS, Unit.NETWORKS, Unit.MEMBERS, Unit.LETTERS, Unit.SPACES)
MENTIONS = {
    "regions": [Words("", 0), Words("en Normandie", 1), Words("en Normandie et dans les Hauts-de-France", 2)],
    "dates": [Words("", 0), Words("le 1er mars", 1), Words("les 1er mars et 10 octobre", 2)],
    "each_date": [Words("", 0), Words("Le 1er mars", 1), Words("Le 1er mars / Le 10 octobre", 2)],
    "first_date": [Words("", 0), Words("le 27 février", 1)],
    "partners": [Words("", 0), Words("la DGCS", 1), Words("la DGESCO et la DGCS", 2)],
    "rank_of_cycle": [Words("", 0), Words("premier", 1), Words("11e", 11)],
    "networks": [Words("", 0), Words("correspondants juridiques", 1), Words("correspondants juridiques, référents", 2)],
}


def figure(code="evenements_tenus", value=0, *, unknown=0):
    """A figure of the dictionary with this value."""
    return Figure(INDICATORS[code], Scope.of_year(YEAR), value, unknown=unknown)


def choices(one, counts):
    """What a figure of a sentence may be."""
    if one.mention:
        return MENTIONS[one.mention]
    rounding = INDICATORS[one.indicator].rounding
    if rounding is not Rounding.EXACT:
        return [figure(one.indicator, value) for value in (RATES if rounding is Rounding.RATE else MEANS)]
    known = [figure(one.indicator, value) for value in counts]
    if INDICATORS[one.indicator].unit in ALWAYS_KNOWN:
        return known
    partly = [figure(one.indicator, value, unknown=1) for value in (0, 1, 17)]
    return [*known, *partly, figure(one.indicator, None, unknown=2)]


def situations(sentence):
    """Every combination of what its figures may be."""
    counts = COUNTS if len(sentence.figures) < 4 else FEWER
    each = [choices(one, counts) for one in sentence.figures]
    names = [one.name for one in sentence.figures]
    for values in product(*each):
        yield {"annee": YEAR, "annee_precedente": YEAR - 1, **dict(zip(names, values, strict=True))}
