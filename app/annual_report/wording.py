"""The words of a sentence, with its slots: ``{n|féminin} {n|réunion/réunions}``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.core.errors import Refusal
from app.indicators.dictionary import Rounding
from app.indicators.figures import Figure
from app.indicators.including import check_part
from app.ui import numbers
from app.ui.french import sentence, typeset

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)((?:\|[^{}|]+)*)\}")
_STRAY = re.compile(r"[{}]")
_INCLUDED = re.compile(r"\bdont\s+$")
WAYS = {
    "féminin": "une plutôt qu’un",
    "chiffres": "en chiffres, même sous dix-sept",
    "plus de": "arrondi à la dizaine ou au dixième de dessous, s’il reste vrai",
    "au moins": "arrondi à la dizaine de dessous",
    "de": "précédé de « de » ou « d’ »",
    "majuscule": "commence par une majuscule",
}


@dataclass(frozen=True)
class Place:
    """One slot in a text: which figure, and the ways in which it is said."""

    name: str
    ways: tuple[str, ...]

    @property
    def pair(self) -> tuple[str, str] | None:
        """The two words between which the figure chooses: ``réunion/réunions``."""
        for way in self.ways:
            one, slash, several = way.partition("/")
            if slash:
                return one, several
        return None


@dataclass(frozen=True)
class Words:
    """What stands in a slot that is not a number: regions, dates, partners. Their count chooses between two words."""

    said: str
    count: int


Standing = Figure | Words | int  # an int is a year


def places(text: str) -> list[Place]:
    """The slots of a text, in their order."""
    return [_place(found) for found in _SLOT.finditer(text)]


def check(text: str, known: set[str]) -> None:
    """The text can be said with these figures; otherwise a refusal says which slot is wrong."""
    for place in places(text):
        if place.name not in known:
            raise Refusal(f"« {{{place.name}}} » ne désigne aucun chiffre de cette phrase.", "text")
        for way in place.ways:
            if way not in WAYS and "/" not in way:
                raise Refusal(f"« {way} » n’est pas une façon d’écrire un chiffre.", "text")
            if way.count("/") > 1:
                raise Refusal(f"« {way} » donne plus de deux mots : un seul, puis plusieurs.", "text")
    if _STRAY.search(_SLOT.sub("", text)):
        raise Refusal("Une accolade n’est pas fermée, ou le nom qu’elle contient n’est pas écrit en minuscules.", "text")


def say(text: str, standing: Mapping[str, Standing]) -> str:
    """The sentence as a person writes it."""
    return typeset("".join(part if isinstance(part, str) else part[1] for part in parts(text, standing)))


def unsaid(proposed: str, text: str) -> list[str]:
    """The figures that the proposed words say and these no longer do."""
    kept = {place.name for place in places(text)}
    return [*dict.fromkeys(place.name for place in places(proposed) if place.name not in kept)]


def wrong_slots(text: str, standing: Mapping[str, Standing]) -> list[Figure]:
    """The figures that this text would say and cannot: nobody is told "zéro", nor the value of what is not known."""
    said = [standing[place.name] for place in places(text) if place.pair is None]
    return [
        one
        for one in said
        if isinstance(one, Figure) and (one.value is None or (not _may_be_nothing(one) and not numbers.tenths(one.value)))
    ]


def check_included(text: str, standing: Mapping[str, Standing]) -> None:
    """What stands after "dont" is a part of the last figure of its unit before it; otherwise a refusal says why it is not."""
    before: list[Figure] = []
    for found in _SLOT.finditer(text):
        place, figure = _place(found), standing.get(found[1])
        if place.pair or not isinstance(figure, Figure):
            continue
        if before and _INCLUDED.search(text[: found.start()]):
            like = [one for one in before if one.indicator.unit is figure.indicator.unit]
            check_part((like or before)[-1], figure)
        before.append(figure)


def parts(text: str, standing: Mapping[str, Standing]) -> Iterator[str | tuple[Place, str]]:
    """The words between the slots, and each slot with what it says: what a screen marks and explains."""
    end = 0
    for found in _SLOT.finditer(text):
        yield text[end : found.start()]
        place = _place(found)
        yield place, _said(place, standing[place.name])
        end = found.end()
    yield text[end:]


def _may_be_nothing(figure: Figure) -> bool:
    return figure.indicator.rounding is Rounding.RATE


def _place(found: re.Match[str]) -> Place:
    return Place(found[1], tuple(way.strip() for way in found[2].split("|")[1:]))


def _said(place: Place, standing: Standing) -> str:
    if place.pair:
        return place.pair[0 if _count(standing) < 2 else 1]
    said = _figure(place, standing) if isinstance(standing, Figure) else standing.said if isinstance(standing, Words) else str(standing)
    if "de" in place.ways:
        said = _of(said)
    return sentence(said) if "majuscule" in place.ways else said


def _of(said: str) -> str:
    """``d’une``, ``d’au moins 150``, ``de onze``, ``du CD de la Manche``."""
    if said.startswith(("le ", "les ")):
        return f"du {said.removeprefix('le ')}" if said.startswith("le ") else f"des {said.removeprefix('les ')}"
    return f"d’{said}" if re.match(r"une?\b|au\b", said) else f"de {said}"


def _count(standing: Standing) -> int | Fraction:
    if isinstance(standing, Figure):
        return Fraction(numbers.tenths(standing.value or 0), 10)
    return standing.count if isinstance(standing, Words) else standing


def _figure(place: Place, figure: Figure) -> str:
    value = figure.value if figure.value is not None else 0
    if figure.indicator.rounding is Rounding.RATE:
        return numbers.more_than_rate(Fraction(value)) if "plus de" in place.ways else numbers.rate(Fraction(value))
    plain = numbers.plain(value, "féminin" in place.ways)
    if "au moins" in place.ways:
        return numbers.at_least(int(value)) if value >= numbers.STEP else f"au moins {plain}"
    if "plus de" in place.ways:
        said = numbers.more_than(value) if value >= numbers.STEP else plain
    else:
        said = figure.indicator.shown(value) if "chiffres" in place.ways else plain
    # Some events of the scope are not known: what was counted is a least.
    return f"au moins {said.removeprefix('plus de ')}" if figure.unknown and figure.indicator.is_additive else said
