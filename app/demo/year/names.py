"""Invented names, and names of rows that are the same each time the same file is loaded."""

import base64
import hashlib

from app.core.text import searchable
from app.demo.cast import FIRST, LAST

_MORE_FIRST = """
Adrien Agathe Alix Ambre Antonin Apolline Arsène Augustin Aurore Basile Capucine Célestin Colette Corentin Diane Edgar Elsa Estelle
Eugénie Félix Flavie Gaspard Hortense Isaure Joachim Judith Lilian Lison Lucile Marius Mathilde Naïm Ninon Octave Oriane Perrine
Rosalie Soline Tiphaine Victoire
"""
_MORE_LAST = """
Aumont Bellanger Berthier Boisseau Bonnefoy Bourdin Brisset Carpentier Castaing Chapelle Charpentier Clavel Combe Cormier Coudert
Courtois Dargent Delorme Desmarais Doucet Duchêne Dufresne Duvivier Escoffier Fabre Faucher Fontanel Fournel Gaillard Gauthereau
Giraudet Grandin Guichard Haubert Hervieu Jourdain Labarre Lafon Lagarde Lamarque Lanvin Larcher Laval Lecointre Lenormand Lestrade
Levasseur Mabille Magnard Malherbe Marceau Maupin Mercadier Montel Morvan Noguès Orsini Parmentier Pelletier Perrault Pinçon Poncelet
Prigent Rabier Ravel Renaudin Ribeyre Rochefort Rousselin Sablier Saulnier Savary Serrano Sicard Tavernier Teyssier Thibaudeau
Tissot Valadier Vauquelin Verdier Vernet Viallard Vidalin
"""
_FIRST, _LAST = (*FIRST, *_MORE_FIRST.split()), (*LAST, *_MORE_LAST.split())


def person_name(number: int) -> tuple[str, str]:
    """The first and last name of the person of that number; twelve thousand have a simple name, later ones a double one."""
    block, rank = divmod(number, len(_FIRST) * len(_LAST))
    mixed = rank * 611 % (len(_FIRST) * len(_LAST))
    last = _LAST[mixed // len(_FIRST)]
    return _FIRST[mixed % len(_FIRST)], f"{last}-{_LAST[(mixed // len(_FIRST) + block) % len(_LAST)]}" if block else last


def search_of(first: str, last: str, email: str) -> str:
    """As the directory keeps it."""
    return searchable(f"{last} {first} {last} {email}")[:420]


def public_name(*parts: object) -> str:
    """26 letters and digits that these words always give."""
    return base64.b32encode(hashlib.sha256("|".join(map(str, parts)).encode()).digest())[:26].decode().lower()


def drawn(*parts: object, out_of: int) -> int:
    """A number under ``out_of`` that these words always give."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, parts)).encode()).digest()[:8], "big") % out_of
