"""Figures as files: the rows, then what they are, over what, and when they were counted."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from app.core.tables import Cell
from app.indicators.asking import Asked, period_words
from app.indicators.comparing import Change, change
from app.indicators.dictionary import GROUPS
from app.indicators.figures import Figure
from app.indicators.indicator import Rounding, Unit
from app.indicators.ledger import Ledger
from app.indicators.listing import Reader, listing
from app.indicators.reckoning import figure
from app.indicators.rows_queries import AT_ONCE, Roll, Window
from app.ui.french import moment, number, plural, sentence
from app.ui.numbers import tenths

Row = Sequence[Cell]


def rows_of(ledger: Ledger, found: Figure, reader: Reader, names: Mapping[str, str], asked: Asked) -> tuple[Sequence[str], Iterator[Row]]:
    """The headings and the rows behind one figure."""
    roll = Roll()
    first = listing(ledger, found, reader, names, Window(1, AT_ONCE, roll))

    def rows() -> Iterator[Row]:
        yield from ([cell.said for cell in row] for row in first.rows)
        for page in range(2, first.last(AT_ONCE) + 1):
            further = listing(ledger, found, reader, names, Window(page, AT_ONCE, roll))
            yield from ([cell.said for cell in row] for row in further.rows)
        yield []
        yield from _told(found, asked, reader.at)

    return first.headings, rows()


def table_of(ledger: Ledger, asked: Asked, at: datetime) -> tuple[Sequence[str], Iterator[Row]]:
    """Every figure of a scope beside that of the year before."""
    scope, before = asked.scope, asked.scope.a_year_before()
    ledger.prepare(scope, before)

    def rows() -> Iterator[Row]:
        for name, group in GROUPS.items():
            for indicator in group:
                now, then = figure(ledger, indicator.code, scope), figure(ledger, indicator.code, before)
                moved = change(now, then, not ledger.entries(before))
                yield [
                    *(name, indicator.label, as_number(now), indicator.unit.value, _base(now), now.unknown or None, remark(now)),
                    *(None if moved.is_from_nothing else as_number(then), _moved(moved, then), indicator.definition, indicator.code),
                ]
        yield []
        yield from _framed(asked, at)

    period, last = sentence(period_words(scope)), sentence(period_words(before))
    headings = ["Chapitre", "Chiffre", period, "Unité", "Sur", "Événements non connus", "Remarque", last, "Écart", "Définition", "Code"]
    return headings, rows()


def as_number(found: Figure) -> Cell:
    """The value as a spreadsheet reckons with it, rounded as it is shown; what is not known is empty."""
    value = found.stated
    if value is None:
        return None
    if found.indicator.rounding is Rounding.EXACT:
        return int(value)
    return Decimal(tenths(Fraction(value) * 100 if found.indicator.unit is Unit.SHARE else value)) / 10


def remark(found: Figure) -> str:
    """What goes with a value: where it was declared, why it is not known, what stands beside it."""
    said = []
    if found.is_declared and found.declared:
        said.append(sentence(found.declared.words))
    elif found.value is None:
        said.append(found.shown)
    elif found.unknown and found.indicator.is_additive:
        said.append(f"au moins : {plural(found.unknown, 'événement non connu', 'événements non connus')}")
    if found.declared and not found.is_declared:
        said.append(f"un document donne {found.declared.shown} (source : {found.declared.source})")
    if found.apart:
        said.append(f"et {number(found.apart)} à part, outre-mer")
    return " ; ".join(said)


def _base(found: Figure) -> int | None:
    """How many there are in all, or how many a rate or a mean is reckoned over."""
    return (found.out_of or found.denominator) if found.is_known else found.out_of


def _moved(moved: Change, then: Figure) -> str:
    """An empty cell would look like a zero; a declared value goes with its source."""
    if then.stated is None:
        return f"{period_words(then.scope)} : {then.shown}"
    source = f"{sentence(period_words(then.scope))}, {then.declared.words}." if then.is_declared and then.declared else ""
    return " ".join(one for one in (moved.words, moved.warning, source) if one)


def _told(found: Figure, asked: Asked, at: datetime) -> Iterator[Row]:
    yield ["Chiffre", found.indicator.label]
    yield ["Code", found.indicator.code]
    yield ["Valeur", as_number(found), found.indicator.unit.value, remark(found)]
    if found.out_of:
        yield ["Sur", found.out_of]
    if found.numerator is not None and found.denominator is not None:
        yield [
            "Rapport",
            f"{number(found.numerator)} {'sur' if found.indicator.unit is Unit.SHARE else 'divisé par'} {number(found.denominator)}",
        ]
    for label, many in (
        ("Événements non connus", found.unknown),
        ("Événements sans saisie terminée", found.unfinished),
        ("Inscriptions sans lieu", found.unplaced),
    ):
        if many:
            yield [label, many]
    yield ["Définition", found.indicator.definition]
    yield from _framed(asked, at)


def _framed(asked: Asked, at: datetime) -> Iterator[Row]:
    yield ["Période", asked.period]
    for label, words in asked.filters:
        yield [label, words]
    yield ["Calculé le", moment(at)]
