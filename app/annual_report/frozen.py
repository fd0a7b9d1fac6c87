"""A frozen report as it is read: only what was kept that day."""

import zlib

from app.annual_report import kept_tables, queries
from app.annual_report.bases import detail
from app.annual_report.document import Basis, Document, LeftOut, Phrase, Piece, Section, Slot, numbered, section
from app.annual_report.models import AnnualReport, FrozenFigure, FrozenSentence
from app.indicators.dictionary import INDICATORS, Unit


def document_of_frozen(report: AnnualReport) -> Document:
    """The report of that day, word for word; nothing of it is computed again."""
    chapters: dict[tuple[str, str], list[FrozenSentence]] = {}
    for one in queries.frozen_sentences(report):
        chapters.setdefault((one.chapter_code, one.chapter_title), []).append(one)
    sections, notes = numbered([_section(code, title, kept) for (code, title), kept in chapters.items()])
    return Document(report.year, report.version, report.stage, sections, report.frozen_at or report.created_at, report.digest, notes)


def events_of(report: AnnualReport) -> list[dict[str, str]]:
    """The events behind a frozen report, as they were called and dated that day."""
    return kept_tables.read(zlib.decompress(queries.frozen_file(report, "evenements.csv")))


def _section(code: str, title: str, kept: list[FrozenSentence]) -> Section:
    return section(code, title, [_phrase(one) for one in kept])


def _phrase(one: FrozenSentence) -> Phrase | LeftOut:
    if not one.text:
        return LeftOut(one.code, one.reason, follows=one.follows)
    bases = {figure.slot: basis_of(figure) for figure in one.figures}
    pieces = tuple(_piece(piece, bases) for piece in one.pieces)
    return Phrase(one.code, pieces, tuple(bases.values()), one.note, one.follows, quote=one.quote)


def _piece(piece: str | list[str], bases: dict[str, Basis]) -> Piece:
    return piece if isinstance(piece, str) else Slot(piece[0], piece[1], bases[piece[0]])


def basis_of(figure: FrozenFigure) -> Basis:
    """What stood behind a figure that day."""
    known = INDICATORS.get(figure.indicator_code)
    words = detail(figure.basis, known.unit if known else Unit.EVENTS)
    return Basis(
        slot=figure.slot,
        code=figure.indicator_code,
        label=figure.label,
        shown=figure.shown,
        value=figure.value,
        definition=figure.definition,
        filters=figure.filters,
        scope=figure.scope,
        detail=words,
        rows=figure.rows,
        digest=figure.digest,
    )
