"""Trying a sentence of one's own with the figures of a year: what its brackets mean, what it says, and a beginning to write from."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from app.annual_report import brackets, own, wording
from app.annual_report.contents import sentence_of
from app.annual_report.models import OwnSentence
from app.annual_report.own import LETTERS, Draft
from app.annual_report.telling import Told, tell
from app.annual_report.templates import Sentence, chapters
from app.annual_report.wording import Standing
from app.core.errors import Refusal
from app.indicators.dictionary import INDICATORS
from app.indicators.ledger import Ledger
from app.ui.french import NBSP

_WORDINGS = ("several", "one", "none")
_SLOT = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]")
_NUMBER = re.compile(r"\d+(?:[\s,]\d+)*")


def tried(draft: Draft, year: int, ledger: Ledger, was: Mapping[str, str]) -> tuple[Draft, Told]:
    """The sentence with its slots open, and what it says that year; a refusal names the field. ``was``: the wordings it had."""
    own.expect_figures(draft)
    standing = _standing(draft, year, ledger)
    template = " ".join(was.get(one, "") for one in _WORDINGS)
    several, one, none = (_understood(field, getattr(draft, field), template, standing) for field in _WORDINGS)
    found = replace(draft, several=several, one=one, none=none)
    told = tell(Sentence.read({**own.definition(found), "code": "aperçu"}), year, ledger, {})
    if told.form:
        try:
            wording.check_included(told.template, told.standing)
        except Refusal as refusal:
            raise Refusal(refusal.message, told.form.key) from None
    return found, told


def by_hand(draft: Draft) -> list[str]:
    """The numbers written in digits outside the brackets: they come back every year as they are, the year itself most of all."""
    words = " ".join(getattr(draft, one) for one in _WORDINGS)
    return [*dict.fromkeys(" ".join(one.split()) for one in _NUMBER.findall(_SLOT.sub("", words)))]


def beginning(draft: Draft, year: int, ledger: Ledger) -> str:
    """``Participants en [2024] : [355].``: each figure by its name, to be written around."""
    own.expect_figures(draft)
    first, *others = [f"{INDICATORS[one['indicator']].label}@{NBSP}: {{{name}|chiffres}}" for name, one in draft.named.items()]
    said = f"{NBSP}; ".join([first.replace("@", " en {annee}"), *(one.replace("@", "") for one in others)])
    return as_shown(f"{said}.", _standing(draft, year, ledger))


def as_shown(text: str, standing: Mapping[str, Standing]) -> str:
    """Its figures between brackets when all are known; by their names otherwise."""
    return text if wording.wrong_slots(text, standing) else brackets.shown(text, standing)


def filled_wordings(kept: OwnSentence, year: int, ledger: Ledger) -> dict[str, str]:
    """What the form shows of a sentence that exists: the wording that is due this year with its figures, the others as they are kept."""
    told = tell(sentence_of(kept), year, ledger, {})
    due = told.form.key if told.form else ""
    wordings: Mapping[str, str] = kept.definition.get("wordings", {})
    return {name: as_shown(text, told.standing) if name == due else text for name, text in wordings.items()}


def reunited(codes: Collection[str], kind: str, year: int, ledger: Ledger, names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """What the form shows for one sentence instead of these two, which count the same kind of event: a total, and its "dont"."""
    if kind not in names.get("genre", {}):
        return {}
    figures: list[dict[str, Any]] = [{"indicator": "evenements_tenus", "genre": [kind]}, {"indicator": "participations", "genre": [kind]}]
    words = f"Au total, {{a}} {names['genre'][kind].lower()} ont réuni {{b}} participants"
    for network in [_one_network(one, kind) for chapter in chapters() for one in chapter.sentences if one.code in codes]:
        if network and len(figures) < len(LETTERS):
            letter = LETTERS[len(figures)]
            figures.append({**figures[1], "reseau": [network]})
            words += f", dont {{{letter}}} pour «{NBSP}{names['reseau'].get(network, network)}{NBSP}»"
    draft = Draft("", figures, f"{words}.")
    said = {name: {key: one[0] if isinstance(one, list) else one for key, one in figure.items()} for name, figure in draft.named.items()}
    return {**said, "several": as_shown(draft.several, _standing(draft, year, ledger))}


def _one_network(sentence: Sentence, kind: str) -> str:
    """The network whose events of this kind it counts, when it is only one."""
    counted = [one.filters.get("reseau", []) for one in sentence.figures if one.filters.get("genre") == [kind]]
    return counted[0][0] if counted and len(counted[0]) == 1 else ""


def _standing(draft: Draft, year: int, ledger: Ledger) -> Mapping[str, Standing]:
    return tell(Sentence.read({"code": "-", "figures": draft.named, "form": [{"text": ""}]}), year, ledger, {}).standing


def _understood(field: str, text: str, template: str, standing: Mapping[str, Standing]) -> str:
    try:
        return brackets.understood(text, template, standing)
    except Refusal as refusal:
        raise Refusal(refusal.message, field) from None
