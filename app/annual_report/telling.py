"""From a sentence written down to the sentence of a year: the first wording that its figures make true."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from app.annual_report import wording
from app.annual_report.mentions import MENTIONS
from app.annual_report.templates import Chapter, Clauses, Figured, Form, Sentence
from app.annual_report.wording import Standing, Words
from app.indicators.figures import Figure
from app.indicators.ledger import Ledger
from app.indicators.reckoning import figure
from app.ui.french import listed

Edits = Mapping[tuple[str, str], str | None]  # (sentence, wording) -> what somebody wrote instead; None: left out


@dataclass(frozen=True)
class Told:
    """A sentence of the year, or the reason why it is not told."""

    sentence: Sentence
    form: Form | None
    text: str
    reason: str
    standing: Mapping[str, Standing] = field(default_factory=dict)
    template: str = ""  # the words it was said with, its slots open
    is_edited: bool = False

    @property
    def code(self) -> str:
        return self.sentence.code

    @property
    def figures(self) -> dict[str, Figure]:
        """The figures behind it, by the name of their slot."""
        return {name: one for name, one in self.standing.items() if isinstance(one, Figure)}


def tell_all(chapters: Iterable[Chapter], year: int, ledger: Ledger, edits: Edits | None = None) -> list[tuple[Chapter, list[Told]]]:
    """Every chapter with its sentences of that year."""
    return [(chapter, [tell(one, year, ledger, edits or {}) for one in chapter.sentences]) for chapter in chapters]


def tell(sentence: Sentence, year: int, ledger: Ledger, edits: Edits) -> Told:
    """The sentence of that year, in somebody's words where they wrote some for this very wording."""
    standing: dict[str, Standing] = {"annee": year, "annee_precedente": year - 1}
    standing |= {one.name: _standing(one, year, ledger) for one in sentence.figures}
    amounts = {name: _amount(one) for name, one in standing.items()}
    standing |= {one.name: _listed(one, standing, amounts) for one in sentence.clauses}
    amounts |= {one.name: _amount(standing[one.name]) for one in sentence.clauses}
    form = next((one for one in sentence.forms if one.is_true(amounts)), None)
    if form is None:
        return Told(sentence, None, "", wording.say(sentence.otherwise, standing), standing)
    written = edits.get((sentence.code, form.key), form.text)
    if written is None:
        return Told(sentence, form, "", "Écartée à la main.", standing, form.text)
    return Told(sentence, form, wording.say(written, standing), "", standing, written, written != form.text)


def _standing(one: Figured, year: int, ledger: Ledger) -> Standing:
    scope = one.scope(year)
    if one.indicator:
        return figure(ledger, one.indicator, scope)
    return MENTIONS[one.mention](ledger.held(scope), ledger.region_names(), one.labels)


def _amount(one: Standing) -> int | Fraction | None:
    """What conditions compare; a mean or a least of which a part is not known is not known."""
    if isinstance(one, Figure):
        return None if one.unknown and not one.indicator.adds_up else one.value
    return one.count if isinstance(one, Words) else one


def _listed(one: Clauses, standing: Mapping[str, Standing], amounts: Mapping[str, int | Fraction | None]) -> Words:
    """The clauses that are true, one wording each: those of one key are alternatives."""
    said: dict[str, str] = {}
    for form in one.forms:
        if form.key not in said and form.is_true(amounts):
            said[form.key] = wording.say(form.text, standing)
    kept = [*said.values()]
    words = listed(kept) if one.last == " et " or len(kept) < 2 else f"{', '.join(kept[:-1])}{one.last}{kept[-1]}"
    return Words(words, len(kept))
