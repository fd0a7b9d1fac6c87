"""What was written in reports, and the names that filters have in words."""

from collections.abc import Sequence
from datetime import MAXYEAR
from typing import Any, TypeVar

from sqlalchemy import Select, extract, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from app.accounts.models import Account
from app.annual_report.models import AnnualReport, FrozenRows, FrozenSentence, OwnChapter, OwnSentence, SentenceEdit, Stage
from app.core.db import db
from app.directory.models import Department, Region, Theme
from app.events.models import Cycle, Event, EventKind, Series
from app.events.words import State, stem_of
from app.networks.models import Network

Own = TypeVar("Own", OwnChapter, OwnSentence)


def reports() -> Sequence[AnnualReport]:
    """Every report, the latest year first, then the latest version."""
    return db.session.scalars(select(AnnualReport).options(*_named()).order_by(AnnualReport.year.desc(), AnnualReport.version.desc())).all()


def report_of(year: int, version: int | None = None) -> AnnualReport | None:
    """A report of that year: this version, or the last one."""
    if not (0 < year < MAXYEAR and 0 < (version or 1) <= MAXYEAR):
        return None  # larger than what databases count to
    rows = select(AnnualReport).options(*_named()).where(AnnualReport.year == year)
    if version is not None:
        rows = rows.where(AnnualReport.version == version)
    return db.session.scalar(rows.order_by(AnnualReport.version.desc()).limit(1))


def _named() -> list[Any]:
    """The people of a report, by their names: what they are granted is not asked."""
    people = (AnnualReport.begun_by, AnnualReport.reviewed_by, AnnualReport.frozen_by)
    return [joinedload(one).lazyload(Account.grants) for one in people]


def held_report(report: AnnualReport) -> AnnualReport:
    """The same report as it is now, held until the end of the transaction: two people do not freeze it, nor write in it meanwhile."""
    rows = select(AnnualReport).where(AnnualReport.id == report.id).with_for_update(of=AnnualReport)
    return db.session.scalars(rows.execution_options(populate_existing=True)).one()


def reviewed_reports() -> Sequence[AnnualReport]:
    """Those that somebody has read whole, and nobody has frozen."""
    return db.session.scalars(select(AnnualReport).where(AnnualReport.stage == Stage.REVIEWED).order_by(AnnualReport.id)).all()


def years_with_events() -> list[int]:
    """The years, clocks of Greenwich, in which something was held."""
    held = select(extract("year", Event.starts_at)).where(Event.state.in_([State.HELD, State.ARCHIVED])).distinct()
    return sorted((int(year) for year in db.session.scalars(held)), reverse=True)


def edits_of(report: AnnualReport) -> Sequence[SentenceEdit]:
    """What people wrote in this report, with their names."""
    rows = (
        select(SentenceEdit).options(joinedload(SentenceEdit.edited_by).lazyload(Account.grants)).where(SentenceEdit.report_id == report.id)
    )
    return db.session.scalars(rows.order_by(SentenceEdit.id)).all()


def edit_of(report: AnnualReport, code: str, variant: str) -> SentenceEdit | None:
    """What was written for this wording of a sentence, as it is now."""
    at = (SentenceEdit.report_id == report.id, SentenceEdit.sentence_code == code, SentenceEdit.variant == variant)
    return db.session.scalar(select(SentenceEdit).where(*at).execution_options(populate_existing=True))


def own_chapters(retired: bool = False) -> Sequence[OwnChapter]:
    """The chapters that facilitators added, in their order."""
    kept = OwnChapter.retired_at.is_not(None) if retired else OwnChapter.retired_at.is_(None)
    return db.session.scalars(select(OwnChapter).where(kept).order_by(OwnChapter.position, OwnChapter.id)).all()


def own_sentences(retired: bool = False) -> Sequence[OwnSentence]:
    """The sentences that facilitators added, in their order."""
    kept = OwnSentence.retired_at.is_not(None) if retired else OwnSentence.retired_at.is_(None)
    return db.session.scalars(select(OwnSentence).where(kept).order_by(OwnSentence.position, OwnSentence.id)).all()


def own_chapter(public_id: str) -> OwnChapter | None:
    """The chapter of this name."""
    return db.session.scalar(select(OwnChapter).where(OwnChapter.public_id == public_id))


def own_sentence(public_id: str) -> OwnSentence | None:
    """The sentence of this name."""
    return db.session.scalar(select(OwnSentence).where(OwnSentence.public_id == public_id))


def held(own: Own) -> Own:
    """The same chapter or sentence as it is now, held until the end of the transaction."""
    rows = select(type(own)).where(type(own).id == own.id).with_for_update()
    return db.session.scalars(rows.execution_options(populate_existing=True)).one()


def last_position(table: type[OwnChapter] | type[OwnSentence]) -> int:
    """The place of the last one, retired or not."""
    return db.session.scalar(select(func.max(table.position))) or 0


def frozen_sentences(report: AnnualReport) -> Sequence[FrozenSentence]:
    """All that was frozen, in the order of the report."""
    rows = select(FrozenSentence).options(joinedload(FrozenSentence.figures)).where(FrozenSentence.report_id == report.id)
    return db.session.scalars(rows.order_by(FrozenSentence.position)).unique().all()


def frozen_file(report: AnnualReport, name: str) -> bytes:
    """What one file of the proofs holds, compressed."""
    return db.session.scalars(select(FrozenRows.content).where(FrozenRows.report_id == report.id, FrozenRows.name == name)).one()


def filter_names() -> dict[str, dict[str, str]]:
    """The name of each value that a filter may take, by the word of the filter: in one question."""
    lists: list[Select[Any]] = [
        _names("reseau", Network.code, Network.name),
        _names("genre", EventKind.code, EventKind.plural),
        _names("cycle", Cycle.code, Cycle.name),
        _names("serie", Series.code, Series.name),
        _names("theme", Theme.code, Theme.label),
        _names("region", Region.code, Region.name),
        _names("departement", Department.code, Department.name),
    ]
    found: dict[str, dict[str, str]] = {}
    for kind, code, name in db.session.execute(union_all(*lists)):
        found.setdefault(kind, {})[stem_of(code) if kind == "serie" else code] = name
    return found


def _names(kind: str, code: Any, name: Any) -> Select[Any]:
    return select(literal(kind).label("kind"), code.label("code"), name.label("name"))
