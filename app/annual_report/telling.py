"""From a sentence written down to the sentence of a year: the first wording that its figures make true."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from textwrap import shorten

from app.annual_report import wording
from app.annual_report.mentions import MENTIONS
from app.annual_report.models import ANY_WORDING
from app.annual_report.templates import Chapter, Clauses, Figured, Form, Sentence
from app.annual_report.wording import Standing, Words
from app.core.errors import Refusal
from app.indicators.figures import Figure
from app.indicators.ledger import Ledger
from app.indicators.reckoning import figure
from app.ui.french import NBSP, listed, plural

Edits = Mapping[tuple[str, str], str | None]  # (sentence, wording) -> what somebody wrote instead; (sentence, "*") -> None: left out
BY_HAND = "Écartée à la main."
_SOURCE = 160  # of a document, in a reason; figures give it whole


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
    is_left_out: bool = False  # by hand
    quote: str = ""  # the part that is copied into another text; all of it, in somebody's own words

    @property
    def code(self) -> str:
        return self.sentence.code

    @property
    def figures(self) -> dict[str, Figure]:
        """The figures behind it, by the name of their slot."""
        return {name: one for name, one in self.standing.items() if isinstance(one, Figure)}


def tell_all(chapters: Iterable[Chapter], year: int, ledger: Ledger, edits: Edits) -> list[tuple[Chapter, list[Told]]]:
    """Every chapter with its sentences of that year."""
    return [(chapter, [tell(one, year, ledger, edits) for one in chapter.sentences]) for chapter in chapters]


def tell(sentence: Sentence, year: int, ledger: Ledger, edits: Edits) -> Told:
    """The sentence of that year, in somebody's words where they wrote some for this very wording."""
    standing: dict[str, Standing] = {"annee": year, "annee_precedente": year - 1}
    standing |= {one.name: _standing(one, year, ledger) for one in sentence.figures}
    return in_words(sentence, standing, edits)


def in_words(sentence: Sentence, figures: Mapping[str, Standing], edits: Edits) -> Told:
    """The first wording that these figures make true, as it is written or as somebody wrote it instead."""
    standing = dict(figures)
    amounts = {name: _amount(one) for name, one in standing.items()}
    standing |= {one.name: _listed(one, standing, amounts) for one in sentence.clauses}
    amounts |= {one.name: _amount(standing[one.name]) for one in sentence.clauses}
    form = next((one for one in sentence.forms if one.is_true(amounts)), None)
    if form is None:
        return Told(sentence, None, "", why_not(sentence, standing), standing)
    written = edits.get((sentence.code, form.key)) or form.text
    if (sentence.code, ANY_WORDING) in edits:
        words = "" if wording.wrong_slots(written, standing) else wording.say(written, standing)
        return Told(sentence, form, "", BY_HAND, standing, written, written != form.text, is_left_out=True, quote=words)
    if wrong := wording.wrong_slots(written, standing):
        return Told(sentence, form, "", cannot_say(wrong[0]), standing, written, written != form.text)
    try:
        wording.check_included(written, standing)
    except Refusal as refusal:
        return Told(sentence, form, "", refusal.message, standing, written, written != form.text)
    said, is_edited = wording.say(written, standing), written != form.text
    quote = wording.say(form.quote, standing) if form.quote and not is_edited else said
    return Told(sentence, form, said, "", standing, written, is_edited, quote=quote)


def why_not(sentence: Sentence, standing: Mapping[str, Standing]) -> str:
    """Why no wording is true, how many events are not known, if that is why, and what a document declares in place of a figure."""
    figures = [one for one in standing.values() if isinstance(one, Figure)]
    unknown = max((one.unknown for one in figures), default=0)
    partly = next((one for one in figures if one.is_known and _amount(one) is None), None)
    said = [f"{_named(partly)} n’est connu qu’en partie." if partly else wording.say(sentence.otherwise, standing)]
    if unknown:
        said.append(f"Présences ou inscriptions non saisies pour {plural(unknown, 'événement')}.")
    if declared := next((one for one in figures if one.is_declared), None):
        said.append(_declared(declared))
    return " ".join(said)


def _declared(figure: Figure) -> str:
    """What the report does not say for itself, but a document does: facilitators may write it."""
    source = shorten(figure.declared.source, _SOURCE, placeholder="…") if figure.declared else ""
    return f"{_named(figure)}{NBSP}: {figure.shown}, source{NBSP}: {source}{NBSP}; le bilan n’écrit de lui-même que des chiffres calculés."


def cannot_say(figure: Figure) -> str:
    """A sentence never says "zéro", nor a number that nobody knows."""
    name = _named(figure)
    return f"{name} n’est pas connu." if figure.value is None else f"{name} vaut zéro{NBSP}: ces mots ne peuvent pas le dire."


def _named(figure: Figure) -> str:
    return f"«{NBSP}{figure.indicator.label}{NBSP}»"


def _standing(one: Figured, year: int, ledger: Ledger) -> Standing:
    scope = one.scope(year)
    if one.indicator:
        return figure(ledger, one.indicator, scope)
    return MENTIONS[one.mention](ledger.held(scope), ledger.region_names(), one.labels)


def _amount(one: Standing) -> int | Fraction | None:
    """What conditions compare; a mean or a least of which a part is not known is not known."""
    if isinstance(one, Figure):
        return None if one.unknown and not one.indicator.is_additive else one.value
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
