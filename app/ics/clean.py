"""Words made fit for a calendar: what readers break on, or could be made to break on, is taken out (spec C4, C7, C17, P4, T19)."""

import re
from urllib.parse import quote, urlsplit

from app.core.text import clean_line, clean_text

LONGEST_LINE = 255  # UTF-16 units: Outlook cuts there
LONGEST_TEXT = 8_000
_SOUND = re.compile(r"https?://[A-Za-z0-9%/:=&?~#+!$,;'@()*._-]+")  # nothing to clean, nothing to quote
_STOPS = re.compile(r"\s*[,;:]\s*")
_TITLE = str.maketrans({"\\": "/", '"': "’", "^": "’"})


def one_line(words: str) -> str:
    """A title or a place: one line of 255 UTF-16 units, no backslash, no double quote."""
    text = clean_line(words).translate(_TITLE)
    while len(text.encode("utf-16-le")) > 2 * LONGEST_LINE:
        text = text[:-1]
    return text.rstrip()


def paragraphs(words: str) -> str:
    """A description: plain lines, at most 8,000 characters."""
    return clean_text(words)[:LONGEST_TEXT]


def label(words: str) -> str:
    """A parameter between double quotes (CN, LABEL): nothing that RFC 6868 or a naive reader would rewrite."""
    return one_line(words).replace(";", ",").replace(":", ",")


def calendar_name(words: str) -> str:
    """The name of a calendar: nothing that is escaped, because many readers show it as it is written."""
    return _STOPS.sub(" – ", one_line(words)).strip(" –")


def address(url: str) -> str:
    """An absolute https address in ASCII, or nothing: a value of type URI is never escaped, so it must be harmless."""
    if _SOUND.fullmatch(url):
        return url
    text = clean_line(url)
    if urlsplit(text).scheme not in ("https", "http") or " " in text:
        return ""
    return quote(text, safe="%/:=&?~#+!$,;'@()*[]-._")


def mailbox(email: str) -> str:
    """An address of ours or of a person, already canonical: ASCII, without anything that would end the line or the value."""
    if not email.isascii() or not email.isprintable() or any(mark in email for mark in ' "<>,;:\\'):
        raise ValueError("an unfit address")
    return email
