"""The words of a sentence as people write them: « [Cinq journées nationales] ont réuni [355 professionnels] », figures between brackets."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from app.annual_report import wording
from app.annual_report.wording import Standing, Words
from app.core.errors import Refusal
from app.core.text import searchable
from app.indicators.figures import Figure
from app.ui.french import NBSP, typeset

_BRACKET = re.compile(r"\[([^\[\]]+)\]")
_NEIGHBOURS = re.compile(r"(?:\{[^{}]+\} ?)*\{[^{}]+\}")  # slots with nothing but spaces between them
_SLOT = re.compile(r"\{[^{}]+\}")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")  # of a keyboard, where print has its own
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
_CAPITAL = "|majuscule"
_WAYS = ("", "|féminin", "|chiffres", "|plus de", "|au moins", "|de", "|féminin|de")


def shown(template: str, standing: Mapping[str, Standing]) -> str:
    """The same words with what their slots say today, between brackets."""
    return _NEIGHBOURS.sub(lambda found: f"[{wording.say(found[0], standing)}]", template)


def understood(written: str, template: str, standing: Mapping[str, Standing], was: str = "") -> str:
    """The slots that these brackets name, so that the figures go on being computed; a refusal says which bracket is none of them.

    ``was`` is what the page showed of the template: its brackets still mean what they meant, whatever the figures became meanwhile.
    """
    known = _known(template, standing)
    for said, meant in zip(_BRACKET.findall(was), _NEIGHBOURS.findall(template), strict=False):
        known.setdefault(_key(said), [meant])
    _expect_told_apart(written, template, standing)
    last = next((name for name, one in standing.items() if isinstance(one, Figure)), "")

    def slot(found: re.Match[str]) -> str:
        nonlocal last
        if "/" in found[1] and last:
            return f"{{{last}|{found[1]}}}"
        meanings = known.get(_key(found[1]))
        if not meanings:
            raise Refusal(_unknown(found[1], standing), "text")
        meant = meanings.pop(0) if len(meanings) > 1 else meanings[0]
        last = next((one.name for one in wording.places(meant) if isinstance(standing.get(one.name), Figure)), last)
        return _cased(meant, found[1][0])

    return _APOSTROPHE.sub("’", _BRACKET.sub(slot, written))


def _known(template: str, standing: Mapping[str, Standing]) -> dict[str, list[str]]:
    """What may stand between brackets: what the sentence says, in its order, then each figure in every way."""
    found: dict[str, list[str]] = {}
    for meant in _NEIGHBOURS.findall(template):
        found.setdefault(_key(wording.say(meant, standing)), []).append(meant)
    for meant in (*_SLOT.findall(template), *_ways(standing)):
        found.setdefault(_key(wording.say(meant, standing)), [meant])
    return found


def _expect_told_apart(written: str, template: str, standing: Mapping[str, Standing]) -> None:
    """Two figures that say the same today are both there, or both by their names: nobody guesses which one was taken away."""
    theirs, said = _known(template, standing), Counter(_key(one) for one in _BRACKET.findall(written))
    for key, count in said.items():
        names = dict.fromkeys(place.name for meant in theirs.get(key, []) for place in wording.places(meant))
        if len(names) > 1 and count != len(theirs[key]):
            which = " ou ".join(f"{{{name}}}" for name in names)
            raise Refusal(
                f"Deux chiffres disent «{NBSP}{key}{NBSP}» dans cette phrase{NBSP}: écrivez {which} à la place du crochet.", "text"
            )


def _ways(standing: Mapping[str, Standing]) -> Iterator[str]:
    for name, one in standing.items():
        if isinstance(one, Figure) and one.value:
            yield from (f"{{{name}{way}}}" for way in _WAYS)
        elif not isinstance(one, Figure):
            yield f"{{{name}}}"


def _key(said: str) -> str:
    return _THOUSANDS.sub("", searchable(typeset(said)))


def _cased(meant: str, letter: str) -> str:
    """The same slots with a capital, or without, as they were written; figures have none."""
    first, end, rest = meant.partition("}")
    if "/" in first or not letter.isalpha() or letter.isupper() == (_CAPITAL in first):
        return meant
    return f"{first}{_CAPITAL}{end}{rest}" if letter.isupper() else f"{first.replace(_CAPITAL, '')}{end}{rest}"


def _unknown(said: str, standing: Mapping[str, Standing]) -> str:
    theirs = [wording.say(f"{{{name}}}", standing) for name, one in standing.items() if _is_sayable(one)]
    listed = ", ".join(f"[{one}]" for one in dict.fromkeys(theirs))
    return f"«{NBSP}[{said}]{NBSP}» n’est aucun des chiffres de cette phrase, qui sont aujourd’hui{NBSP}: {listed}."


def _is_sayable(one: Standing) -> bool:
    return bool(one.value) if isinstance(one, Figure) else not isinstance(one, Words) or bool(one.said)
