"""Chapters and sentences that facilitators add without writing code; they come back every year until they are retired."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts.models import Account
from app.annual_report import queries, wording
from app.annual_report.actions import Overtaken, mark_of, reopen_reviewed
from app.annual_report.models import OwnChapter, OwnSentence
from app.annual_report.templates import ALWAYS, Figured
from app.core.db import add
from app.core.errors import Refusal
from app.indicators.dictionary import INDICATORS, Rounding
from app.journal import actions as journal
from app.ui.french import NBSP

LETTERS = "abcd"  # the names of its figures, in their order
KEPT = "bilan-ajouts"  # how the journal names them all
MEANWHILE = (
    "Quelqu’un a modifié cette phrase entre-temps : ouvrez-la de nouveau pour lire ses mots. "
    "Les vôtres sont restés dans le formulaire : enregistrez-les de nouveau s’ils doivent les remplacer."
)


@dataclass(frozen=True)
class Draft:
    """A sentence as somebody fills it in: figures in their order, and a wording for several, for one and for none."""

    chapter: str
    figures: Sequence[Mapping[str, Any]]  # indicator, period and filters
    several: str
    one: str = ""
    none: str = ""

    @property
    def named(self) -> dict[str, Mapping[str, Any]]:
        """Its figures by their letters."""
        return dict(zip(LETTERS, self.figures, strict=False))

    @property
    def decides(self) -> str:
        """The figure that chooses the wording: the first that counts things, else the first; none for words without figures."""
        whole = [name for name, one in self.named.items() if INDICATORS[one["indicator"]].rounding is Rounding.EXACT]
        return next(iter(whole or self.named), "")


def expect_figures(draft: Draft) -> None:
    """Each of its figures means something."""
    for name, said in draft.named.items():
        try:
            Figured.read(name, said)
        except (ValueError, KeyError):
            raise Refusal(f"Le chiffre {name} ne veut rien dire ainsi : choisissez-le de nouveau.") from None


def definition(draft: Draft) -> dict[str, Any]:
    """The sentence in the shape of the reference; a refusal names the field that cannot be said."""
    expect_figures(draft)
    if not draft.several.strip():
        raise Refusal("Écrivez la phrase.", "several")
    wordings = {"several": draft.several, "one": draft.one, "none": draft.none}
    for name, text in wordings.items():
        _check(draft, name, text)
    return {"figures": draft.named, "form": _forms(draft), "otherwise": _otherwise(draft), "wordings": wordings}


def keep_sentence(draft: Draft, own: OwnSentence | None, account: Account, at: datetime, seen: str = "") -> OwnSentence:
    """The sentence is in its chapter, this year and the following ones; ``seen`` is the mark of the one that was on the page."""
    said = definition(draft)
    reopen_reviewed(account, at)
    if own is None:
        position = 1 + queries.last_position(OwnSentence)
        dates = {"created_by_id": account.id, "created_at": at, "changed_at": at}
        own = add(OwnSentence(chapter_code=draft.chapter, definition=said, position=position, **dates))
        journal.write(account.actor, "own_sentence_added", KEPT, at=at, after={"sentence": own.code})
        return own
    if seen and seen != mark_of_sentence(queries.held(own)):
        raise Overtaken(MEANWHILE, "several")
    own.chapter_code, own.definition, own.changed_at = draft.chapter, said, at
    journal.write(account.actor, "own_sentence_changed", KEPT, at=at, after={"sentence": own.code})
    return own


def mark_of_sentence(own: OwnSentence | None) -> str:
    """The mark of what a page shows of it."""
    return mark_of(own.chapter_code, json.dumps(own.definition, sort_keys=True)) if own else ""


def mark_of_chapter(own: OwnChapter | None) -> str:
    """The same for a chapter."""
    return mark_of(own.title) if own else ""


def keep_chapter(title: str, own: OwnChapter | None, account: Account, at: datetime, seen: str = "") -> OwnChapter:
    """The chapter stands after ours, under this title; ``seen`` is the mark of the title that was on the page."""
    reopen_reviewed(account, at)
    if own is None:
        position = 1 + queries.last_position(OwnChapter)
        own = add(OwnChapter(title=title, position=position, created_by_id=account.id, created_at=at))
        journal.write(account.actor, "own_chapter_added", KEPT, at=at, after={"chapter": own.public_id})
        return own
    if seen and seen != mark_of_chapter(queries.held(own)):
        raise Overtaken(
            f"Ce titre est devenu «{NBSP}{own.title}{NBSP}» entre-temps{NBSP}: enregistrez de nouveau pour le remplacer.", "title"
        )
    own.title = title
    journal.write(account.actor, "own_chapter_changed", KEPT, at=at, after={"chapter": own.public_id})
    return own


def retire(own: OwnSentence | OwnChapter, account: Account, at: datetime) -> None:
    """It no longer comes back; what was frozen keeps it."""
    reopen_reviewed(account, at)
    own.retired_at = own.retired_at or at
    journal.write(account.actor, "own_words_retired", KEPT, at=at, after={"name": own.public_id})


def bring_back(own: OwnSentence | OwnChapter, account: Account, at: datetime) -> None:
    """It comes back every year again."""
    reopen_reviewed(account, at)
    own.retired_at = None
    journal.write(account.actor, "own_words_brought_back", KEPT, at=at, after={"name": own.public_id})


def move(own: OwnSentence | OwnChapter, *, up: bool, account: Account, at: datetime) -> None:
    """It changes places with the one before it, or after it, among its like."""
    like: Sequence[OwnSentence | OwnChapter] = (
        [one for one in queries.own_sentences() if one.chapter_code == own.chapter_code]
        if isinstance(own, OwnSentence)
        else queries.own_chapters()
    )
    place = [one.public_id for one in like].index(own.public_id) + (-1 if up else 1)
    if 0 <= place < len(like):
        reopen_reviewed(account, at)
        order = [one for one in like if one is not own]
        order.insert(place, own)
        for number, one in enumerate(order, 1):  # two that were added at the same instant have the same place
            one.position = number
        journal.write(account.actor, "own_order_changed", KEPT, at=at, after={"name": own.public_id})


def _check(draft: Draft, field: str, text: str) -> None:
    try:
        wording.check(text, ALWAYS | {*draft.named})
    except Refusal as refusal:
        raise Refusal(refusal.message, field) from None
    used = {place.name for place in wording.places(text) if place.pair is None}
    if field == "none" and draft.decides in used:
        raise Refusal(f"Ces mots diraient « zéro »{NBSP}: écrivez « aucun » à la place de {{{draft.decides}}}.", field)
    if field in ("one", "none") and text and not draft.named:
        raise Refusal("Sans chiffre, un seul texte suffit : celui du dessus.", field)


def _forms(draft: Draft) -> list[dict[str, Any]]:
    if not draft.named:
        return [{"key": "several", "text": draft.several, "when": {}}]
    first, is_whole = draft.decides, INDICATORS[draft.named[draft.decides]["indicator"]].rounding is Rounding.EXACT
    due = {"none": "0", "one": "1", "several": ("2+" if draft.one else "1+") if is_whole else _more_than_nothing(draft, first)}
    texts = {"none": draft.none, "one": draft.one if is_whole else "", "several": draft.several}
    return [{"key": key, "text": text, "when": {**_said(draft, text), first: due[key]}} for key, text in texts.items() if text]


def _said(draft: Draft, text: str) -> dict[str, str]:
    """Every number that the words say is known, and is not nothing."""
    used = dict.fromkeys(place.name for place in wording.places(text) if place.pair is None and place.name in draft.named)
    return {name: _more_than_nothing(draft, name) for name in used}


def _more_than_nothing(draft: Draft, name: str) -> str:
    rounding = INDICATORS[draft.named[name]["indicator"]].rounding
    return {Rounding.EXACT: "1+", Rounding.TENTH: ">0", Rounding.RATE: "0+"}[rounding]


def _otherwise(draft: Draft) -> str:
    names = " ou ".join(f"«{NBSP}{INDICATORS[one['indicator']].label}{NBSP}»" for one in draft.named.values())
    return f"{names} vaut zéro ou n’est pas connu en {{annee}}." if names else ""
