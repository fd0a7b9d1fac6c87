"""What people fill in to write a report: the words of a sentence, a sentence of their own, a chapter of their own."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import FormField

from app.annual_report.own import LETTERS, Draft
from app.annual_report.scope_words import FIXED
from app.core.text import searchable
from app.indicators.dictionary import INDICATORS, Unit
from app.ui.forms import Form, heading, paragraph, pick

Pairs = Sequence[tuple[str, str]]
_WORDS = 2000
PERIODS = [("year", "L’année du bilan"), ("year_before", "L’année précédente"), ("before", "Toutes les années d’avant")]
FILTERED = {
    "reseau": "Réseau",
    "genre": "Genre d’événement",
    "serie": "Série",
    "cycle": "Cycle",
    "theme": "Thème",
    "region": "Région",
    "modalite": "Modalité",
    "organise": "Organisé par",
}
_ALL = {**dict.fromkeys(("serie", "region", "modalite"), "Toutes"), "organise": "Nous, seuls ou avec d’autres"}  # the others: « Tous »


class SentenceForm(Form):
    """The words around the figures of one sentence."""

    text = paragraph("Mots de la phrase", _WORDS, needed=True, help="Les chiffres sont entre crochets : écrivez autour.", rows=5)


class ChapterForm(Form):
    """The title of a chapter."""

    title = heading("Titre du chapitre", 160)


class FigureForm(Form):
    """One figure: what is counted, when, and what is kept of it."""

    class Meta(Form.Meta):
        csrf = False  # the form around it has its own

    indicator = pick("Chiffre", needed=False)
    period = pick("Période", PERIODS, needed=False)
    reseau = pick(FILTERED["reseau"], needed=False)
    genre = pick(FILTERED["genre"], needed=False)
    serie = pick(FILTERED["serie"], needed=False)
    cycle = pick(FILTERED["cycle"], needed=False)
    theme = pick(FILTERED["theme"], needed=False)
    region = pick(FILTERED["region"], needed=False)
    modalite = pick(FILTERED["modalite"], needed=False)
    organise = pick(FILTERED["organise"], needed=False)

    def offer(self, names: Mapping[str, Mapping[str, str]]) -> None:
        """The lists of its fields."""
        self.indicator.choices = [("", "Aucun"), *_indicators()]
        for key in FILTERED:
            known = FIXED.get(key) or names.get(key, {})
            self[key].choices = [("", _ALL.get(key, "Tous")), *sorted(known.items(), key=lambda pair: searchable(pair[1]))]

    @property
    def said(self) -> dict[str, Any]:
        """The figure as the reference writes it; empty when none is chosen."""
        if not self.indicator.data:
            return {}
        filters = {key: [self[key].data] for key in FILTERED if self[key].data}
        return {"indicator": self.indicator.data, "period": self.period.data or "year", **filters}


class OwnSentenceForm(Form):
    """A sentence of facilitators, with up to four figures."""

    chapter = pick("Chapitre")
    a = FormField(FigureForm, "Premier chiffre, {a}")
    b = FormField(FigureForm, "Deuxième chiffre, {b}")
    c = FormField(FigureForm, "Troisième chiffre, {c}")
    d = FormField(FigureForm, "Quatrième chiffre, {d}")
    several = paragraph(
        "Quand il y en a plusieurs",
        _WORDS,
        help="Vide, « Voir l’aperçu » propose un début. Les chiffres sont entre crochets, les mots qui s’accordent aussi : [réunion/réunions].",
    )
    one = paragraph("Quand il y en a un seul", _WORDS, help="Vide : les mots ci-dessus servent aussi, avec leurs accords.", rows=3)
    none = paragraph("Quand il n’y en a aucun", _WORDS, help="Vide : la phrase est écartée cette année-là.", rows=3)

    def offer(self, chapters: Pairs, names: Mapping[str, Mapping[str, str]]) -> None:
        """The lists of its fields."""
        self.chapter.choices = [*chapters]
        for one in self.figures:
            one.offer(names)

    @property
    def figures(self) -> list[FigureForm]:
        return [self[letter].form for letter in LETTERS]

    @property
    def draft(self) -> Draft:
        """The sentence as it was filled in."""
        figures = [one.said for one in self.figures if one.said]
        return Draft(self.chapter.data, figures, self.several.data or "", self.one.data or "", self.none.data or "")


def filled(said: Mapping[str, Any], chapter: str) -> dict[str, Any]:
    """What the form shows for a sentence that exists."""
    figures = {
        name: {key: value[0] if isinstance(value, list) else value for key, value in one.items()} for name, one in said["figures"].items()
    }
    return {"chapter": chapter, **figures, **said.get("wordings", {})}


def _indicators() -> Pairs:
    by_unit = sorted(INDICATORS.values(), key=lambda one: [*Unit].index(one.unit))
    return [(one.code, f"{one.label} ({one.unit})") for one in by_unit]
