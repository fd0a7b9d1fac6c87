"""Beginning a report, writing in it, and the stages it goes through before it is frozen."""

from datetime import datetime

from app.accounts.models import Account
from app.annual_report import queries, wording
from app.annual_report.counted import digest
from app.annual_report.models import ANY_WORDING, AnnualReport, SentenceEdit, Stage
from app.annual_report.telling import Told, cannot_say
from app.core.db import add, db
from app.core.errors import Refusal
from app.journal import actions as journal
from app.ui.french import NBSP, moment

CHANGED = "Les chiffres ont changé entre-temps : cette phrase a maintenant une autre tournure. Relisez-la avant d’écrire."


class Overtaken(Refusal):
    """Somebody else wrote there while one was writing: nothing is kept until one has read what they wrote."""


def begin(year: int, account: Account, at: datetime) -> AnnualReport:
    """The report of a year exists, as a draft; whoever begins it answers for it."""
    if queries.report_of(year):
        raise Refusal(f"Le bilan {year} est déjà commencé.", "year")
    report = add(AnnualReport(year=year, stage=Stage.DRAFT, begun_by_id=account.id, created_at=at))
    journal.write(account.actor, "report_begun", report.thing, at=at, after={"year": year, "version": 1})
    return report


def begin_version(report: AnnualReport, account: Account, at: datetime) -> AnnualReport:
    """A new draft after a frozen report, with the words that people had written; the frozen one stays as it is."""
    last = queries.report_of(report.year)
    if not report.is_frozen or last is None or last.id != report.id:
        raise Refusal("Une nouvelle version part de la dernière, une fois figée.")
    new = add(
        AnnualReport(year=report.year, version=report.version + 1, stage=Stage.DRAFT, begun_by_id=account.id, created_at=at),
    )
    for one in queries.edits_of(report):
        kept = {"text": one.text, "is_left_out": one.is_left_out, "edited_by_id": one.edited_by_id, "edited_at": one.edited_at}
        add(SentenceEdit(report_id=new.id, sentence_code=one.sentence_code, variant=one.variant, **kept))
    journal.write(account.actor, "report_begun", new.thing, at=at, after={"year": new.year, "version": new.version})
    return new


def write_sentence(report: AnnualReport, told: Told, variant: str, text: str, account: Account, at: datetime, seen: str = "") -> None:
    """The sentence is said with these words as long as this wording is due; its figures go on being computed.

    ``seen`` is the mark of the words that were on the page: those that somebody else wrote meanwhile are not lost unseen.
    """
    check_words(told, variant, text)
    now = _opened(report, account, at)
    edit = queries.edit_of(now, told.code, variant)
    proposed = told.form.text if told.form else ""
    if seen and seen != mark_of(edit.text if edit else proposed):
        raise Overtaken(_written_meanwhile(edit, proposed), "text")
    if text == proposed:
        _restore(now, edit, account, at)
    elif edit is None:
        db.session.add(_edit(now, told.code, variant, account, at, text=text))
    else:
        edit.text, edit.edited_by_id, edit.edited_at = text, account.id, at
    if text != proposed:
        journal.write(account.actor, "sentence_written", now.thing, at=at, after={"sentence": told.code, "wording": variant})


def mark_of(*words: str) -> str:
    """A short mark of these words, which a page brings back: whether they are still what was read."""
    return digest("\n".join(words).encode())[:16]


def check_words(told: Told, variant: str, text: str) -> None:
    """These words can be said with the figures of this sentence; otherwise a refusal says why."""
    if told.form is None or told.form.key != variant:
        raise Refusal(CHANGED, "text")
    wording.check(text, told.sentence.names)
    if wrong := wording.wrong_slots(text, told.standing):
        raise Refusal(cannot_say(wrong[0]), "text")
    try:
        wording.check_included(text, told.standing)
    except Refusal as refusal:
        raise Refusal(refusal.message, "text") from None


def restore_sentence(report: AnnualReport, code: str, variant: str, account: Account, at: datetime) -> None:
    """The wording that the reference proposes is back."""
    now = _opened(report, account, at)
    _restore(now, queries.edit_of(now, code, variant), account, at)


def leave_out(report: AnnualReport, code: str, account: Account, at: datetime) -> None:
    """The sentence is not told in this report, whatever its figures become."""
    now = _opened(report, account, at)
    if queries.edit_of(now, code, ANY_WORDING) is None:
        db.session.add(_edit(now, code, ANY_WORDING, account, at, is_left_out=True))
        journal.write(account.actor, "sentence_left_out", now.thing, at=at, after={"sentence": code})


def put_back(report: AnnualReport, code: str, account: Account, at: datetime) -> None:
    """The sentence is told again, when its figures allow it."""
    now = _opened(report, account, at)
    if edit := queries.edit_of(now, code, ANY_WORDING):
        db.session.delete(edit)
        journal.write(account.actor, "sentence_put_back", now.thing, at=at, after={"sentence": code})


def review(report: AnnualReport, account: Account, at: datetime) -> None:
    """Somebody has read it whole; a word that changes afterwards makes it a draft again."""
    now = queries.held_report(report)
    if now.stage is not Stage.DRAFT:
        raise Refusal(f"Ce bilan est déjà {'figé' if now.is_frozen else 'relu'}.")
    now.stage, now.reviewed_at, now.reviewed_by_id = Stage.REVIEWED, at, account.id
    journal.write(account.actor, "report_reviewed", now.thing, at=at, after={"stage": now.stage})


def reopen(report: AnnualReport, account: Account, at: datetime) -> None:
    """It is a draft again."""
    _opened(report, account, at)


def reopen_reviewed(account: Account, at: datetime) -> None:
    """What is written in every report changed: those that had been reviewed are drafts again."""
    for report in queries.reviewed_reports():
        _opened(report, account, at)


def _opened(report: AnnualReport, account: Account, at: datetime) -> AnnualReport:
    """The report, held, in which one may write: one that had been reviewed is to be reviewed again."""
    now = queries.held_report(report)
    if now.is_frozen:
        raise Refusal(f"Ce bilan est figé{NBSP}: commencez une nouvelle version pour le corriger.")
    if now.stage is Stage.REVIEWED:
        now.stage, now.reviewed_at, now.reviewed_by_id = Stage.DRAFT, None, None
        journal.write(account.actor, "report_reopened", now.thing, at=at, after={"stage": now.stage})
    return now


def _restore(report: AnnualReport, edit: SentenceEdit | None, account: Account, at: datetime) -> None:
    if edit:
        db.session.delete(edit)
        after = {"sentence": edit.sentence_code, "wording": edit.variant}
        journal.write(account.actor, "sentence_restored", report.thing, at=at, after=after)


def _written_meanwhile(edit: SentenceEdit | None, proposed: str) -> str:
    who = (
        f"{edit.edited_by.name} a écrit cette phrase entre-temps, le {moment(edit.edited_at)}"
        if edit
        else "Le texte proposé est revenu entre-temps"
    )
    words = edit.text if edit else proposed
    return f"{who}{NBSP}: «{NBSP}{words}{NBSP}». Vos mots sont restés dans le champ{NBSP}: enregistrez-les de nouveau s’ils doivent les remplacer."


def _edit(report: AnnualReport, code: str, variant: str, account: Account, at: datetime, **more: object) -> SentenceEdit:
    return SentenceEdit(report_id=report.id, sentence_code=code, variant=variant, edited_by_id=account.id, edited_at=at, **more)
