"""Freezing a report: its words, its figures and their rows are kept as they are that day, under one digest."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.accounts.models import Account
from app.annual_report import queries, scope_words
from app.annual_report.bases import details
from app.annual_report.contents import Contents, bases_of, contents
from app.annual_report.counted import Rows, counts, digest, lines
from app.annual_report.document import Basis, Phrase
from app.annual_report.gathering import MANIFEST, Behind, Files, gather
from app.annual_report.models import AnnualReport, FrozenFigure, FrozenRows, FrozenSentence, Stage
from app.annual_report.telling import Told
from app.core.db import db
from app.core.errors import Refusal
from app.indicators.figures import Figure
from app.indicators.ledger import Ledger
from app.journal import actions as journal


def freeze(report: AnnualReport, account: Account, at: datetime) -> AnnualReport:
    """The report is kept whole and never changes again; it must have been reviewed."""
    now = queries.held_report(report)
    if now.stage is not Stage.REVIEWED:
        raise Refusal("Ce bilan est déjà figé." if now.is_frozen else "Un bilan se fige une fois relu : marquez-le d’abord comme relu.")
    ledger = Ledger()
    told = contents(now.year, now, ledger)
    files = Files(now)
    rows = gather(behind_of(told, ledger), ledger, files)
    sentences = [*_sentences(now, told, ledger, rows)]
    now.stage, now.frozen_at, now.frozen_by_id = Stage.FROZEN, at, account.id
    now.digest = files.keep_content(MANIFEST, "Tout ce qui a été figé", len(sentences), manifest(now, sentences, files.kept))
    db.session.add_all([*sentences, *files.kept])
    db.session.flush()
    journal.write(account.actor, "report_frozen", now.thing, at=at, after={"version": now.version, "digest": now.digest})
    return now


def manifest(report: AnnualReport, sentences: Iterable[FrozenSentence], files: Iterable[FrozenRows]) -> bytes:
    """All that was frozen, in one file of which the digest is that of the report; it is kept as it is, whatever becomes of this code."""
    listed = sorted(files, key=lambda one: one.name)
    said = {
        "bilan": report.year,
        "version": report.version,
        "fige_le": report.frozen_at.isoformat() if report.frozen_at else "",
        "phrases": [_said(one) for one in sentences],
        "fichiers": [{"nom": one.name, "titre": one.title, "lignes": one.rows, "sha256": one.digest} for one in listed],
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def behind_of(told: Contents, ledger: Ledger) -> Behind:
    """What stands behind its figures, said or not."""
    found = Behind()
    for one in (each for _, sentences in told.told for each in sentences):
        for figured in one.sentence.figures:
            standing, scope = one.standing[figured.name], figured.scope(told.year)
            found.add(figured.indicator, scope, standing.entries if isinstance(standing, Figure) else ledger.held(scope))
    return found


def _sentences(report: AnnualReport, told: Contents, ledger: Ledger, rows: Rows) -> Iterable[FrozenSentence]:
    position, phrases = 0, told.phrases
    for chapter, sentences in told.told:
        for one in sentences:
            position += 1
            place = {"position": position, "chapter_code": chapter.code, "chapter_title": chapter.title}
            kept = FrozenSentence(report_id=report.id, code=one.code, **place)
            # The figures of a sentence that is left out are proofs too: they say why.
            kept.figures = [_figure(basis, one, report.year, ledger, rows) for basis in bases_of(one, report.year, told.names)]
            yield _worded(kept, one, phrases.get(one.code))


def _worded(kept: FrozenSentence, told: Told, phrase: Phrase | None) -> FrozenSentence:
    """With its words, if it is told."""
    kept.note, kept.follows, kept.reason = told.sentence.note, told.sentence.follows, told.reason[:500]
    kept.text, kept.quote, kept.pieces = "", "", []
    if phrase:
        kept.text, kept.quote = phrase.text, phrase.quote
        kept.pieces = [piece if isinstance(piece, str) else [piece.name, piece.said] for piece in phrase.pieces]
    return kept


def _figure(basis: Basis, told: Told, year: int, ledger: Ledger, rows: Rows) -> FrozenFigure:
    standing = told.standing[basis.slot]
    scope = next(one for one in told.sentence.figures if one.name == basis.slot).scope(year)
    if isinstance(standing, Figure):
        parts, of = rows.parts(standing, ledger.networks(scope)), details(standing)
    else:
        parts, of = {entry.public_id: 1 for entry in ledger.held(scope)}, {}
    keys = rows.keys(counts(basis.code), parts, scope.first, scope.last)
    return FrozenFigure(
        slot=basis.slot,
        indicator_code=basis.code,
        label=basis.label,
        definition=basis.definition,
        scope=scope_words.kept(scope),
        filters=basis.filters,
        value=basis.value,
        shown=basis.shown,
        basis=of,
        rows=len(keys),
        digest=digest(lines(keys)),
        parts=parts,
    )


def _said(one: FrozenSentence) -> dict[str, Any]:
    figures = [
        {
            "nom": figure.slot,
            "indicateur": figure.indicator_code,
            "libelle": figure.label,
            "definition": figure.definition,
            "filtres": figure.filters,
            "perimetre": figure.scope,
            "valeur": figure.value,
            "affiche": figure.shown,
            "calcul": figure.basis,
            "compte": counts(figure.indicator_code),
            "lignes": figure.rows,
            "sha256": figure.digest,
            "par_evenement": figure.parts,
        }
        for figure in one.figures
    ]
    place = {"chapitre": one.chapter_title, "chapitre_code": one.chapter_code, "code": one.code, "rang": one.position}
    return {
        **place,
        "texte": one.text,
        "extrait": one.quote,
        "raison": one.reason,
        "note": one.note,
        "suite": one.follows,
        "morceaux": one.pieces,
        "chiffres": figures,
    }
