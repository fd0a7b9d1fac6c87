"""What the report's pages show beside its words: who wrote what, and which earlier words no longer hold."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.annual_report.contents import Contents
from app.annual_report.models import ANY_WORDING, SentenceEdit
from app.annual_report.telling import Told


@dataclass(frozen=True)
class Hand:
    """What people did to one sentence: words that hold, words of another situation, or leaving it out."""

    written: SentenceEdit | None = None
    earlier: tuple[SentenceEdit, ...] = ()
    left_out: SentenceEdit | None = None


def hands(told: Contents, edits: Iterable[SentenceEdit]) -> dict[str, Hand]:
    """The hand of each sentence that somebody touched."""
    by_code: dict[str, list[SentenceEdit]] = {}
    for one in edits:
        by_code.setdefault(one.sentence_code, []).append(one)
    return {code: hand_of(told.by_code[code], by_code[code]) for code in by_code if code in told.by_code}


def hand_of(told: Told, edits: Iterable[SentenceEdit]) -> Hand:
    """What people did to this sentence."""
    found = {one.variant: one for one in edits if one.sentence_code == told.code}
    left_out = found.pop(ANY_WORDING, None)
    written = found.pop(told.form.key, None) if told.form else None
    return Hand(written, tuple(found.values()), left_out)
