"""Of what a figure speaks, in words: the days, then the filters by their names."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.events.words import HOSTINGS, MODALITIES
from app.indicators.asking import period_words
from app.indicators.scope import Scope
from app.ui.french import NBSP, listed, sentence

Names = Mapping[str, Mapping[str, str]]
_LABELS = {
    "reseau": ("réseau", "réseaux"),
    "genre": ("genre", "genres"),
    "cycle": ("cycle", "cycles"),
    "serie": ("série", "séries"),
    "theme": ("thème", "thèmes"),
    "region": ("région", "régions"),
    "departement": ("département", "départements"),
    "modalite": ("modalité", "modalités"),
    "organise": ("organisation", "organisation"),
}
FIXED = {
    "modalite": {one.value: words for one, words in MODALITIES.items()},
    "organise": {one.value: words for one, words in HOSTINGS.items()},
}


def told(scope: Scope, names: Names) -> str:
    """``Année 2024 ; série : Webinaires EMS APA``."""
    words = [f"année {scope.year}" if scope.year else period_words(scope)]
    for key, codes in scope.said().items():
        known = FIXED.get(key) or names.get(key, {})
        words.append(f"{_LABELS[key][len(codes) > 1]}{NBSP}: {listed(known.get(code, code) for code in codes)}")
    return sentence(f"{NBSP}; ".join(words))


def kept(scope: Scope) -> dict[str, Any]:
    """The scope as a frozen figure keeps it: always with its first and last day."""
    return {**scope.said(), "du": scope.first.isoformat(), "au": scope.last.isoformat()}


def read(said: Mapping[str, Any]) -> Scope:
    """The scope that ``kept`` wrote."""
    return Scope.read(date.fromisoformat(said["du"]), date.fromisoformat(said["au"]), {**said})
