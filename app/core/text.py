"""Cleaning at the boundary: what people type, paste or import becomes text that is safe to keep, compare and print."""

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

# Controls, surrogates, private and unassigned characters, and those that turn or hide the text around them.
_REFUSED = {"Cc", "Cs", "Co", "Cn"}
_INVISIBLE = set("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u061c\u180e")
_BREAKS = re.compile("\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
# What nothing has to be taken out of, and that composing leaves as it is: almost all that is ever typed in French.
_PLAIN = re.compile("[\n -~\u00a0-\u00ac\u00ae-\u017f\u2010-\u2027\u202f-\u205e\u20ac]*")
_NO_LETTER = re.compile(r"[^a-z0-9]+")
LONGEST_EMAIL = 254
MOST_SIGNS = 8  # accents and vowels on one letter
LONGEST_LOCAL_PART = 64


def clean_text(value: str) -> str:
    """Several lines: composed (NFC), breaks made ``\\n``, nothing invisible or commanding left, ends trimmed."""
    text = _BREAKS.sub("\n", value).replace("\t", " ")
    composed = text if _PLAIN.fullmatch(text) else _composed(text)
    return "\n".join(line.rstrip() for line in composed.split("\n")).strip()


def _composed(text: str) -> str:
    kept = "".join(c for c in text if c == "\n" or (c not in _INVISIBLE and unicodedata.category(c) not in _REFUSED))
    return unicodedata.normalize("NFC", _lightened(kept))  # composed last: what stood apart may now touch


def _lightened(value: str) -> str:
    """No letter bears more signs than a script has: ordering thousands of them takes minutes (T29)."""
    if value.isascii():
        return value
    kept, signs = [], 0
    for character in value:
        signs = signs + 1 if unicodedata.category(character)[0] == "M" else 0
        if signs <= MOST_SIGNS:
            kept.append(character)
    return "".join(kept)


def clean_line(value: str) -> str:
    """One line: as ``clean_text``, with every run of white space (tabs and breaks too) made one space."""
    return " ".join(clean_text(value).split())


def has_letter(value: str) -> bool:
    """A name has at least one letter, in any alphabet."""
    return any(character.isalpha() for character in value)


def searchable(value: str) -> str:
    """Lower case without accents, words separated by one space: ``Élodie D’Été`` becomes ``elodie d ete``."""
    folded = value.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    bare = "".join(c for c in unicodedata.normalize("NFKD", _lightened(folded)) if not unicodedata.combining(c))
    return _NO_LETTER.sub(" ", bare.casefold()).strip()


def slug_of(value: str, longest: int = 60) -> str:
    """A readable piece of address made from a title; never empty."""
    return searchable(value).replace(" ", "-")[:longest].strip("-") or "x"


def canonical_email(value: str) -> str | None:
    """The one form under which an address is compared, kept and written to; None when it is not an address.

    Trimmed, composed, lower case on both sides of the @, domain in its ASCII form. An accent before the @ is no address:
    hardly a mail server takes it, and its letters would be given up.
    """
    text = clean_line(value)
    if not text or len(text) > LONGEST_EMAIL:
        return None
    try:
        found = validate_email(text.casefold(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    canonical = f"{found.local_part.casefold()}@{found.ascii_domain.casefold()}"
    too_long = len(found.local_part) > LONGEST_LOCAL_PART or len(canonical) > LONGEST_EMAIL
    return None if too_long else canonical
