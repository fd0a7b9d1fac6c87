"""What somebody wrote beside an answer of their calendar, read without the library of calendars, which the web does not carry. Pure."""

import re
from dataclasses import replace

from app.core.text import clean_text
from app.inbox.mail import Mail, Piece
from app.inbox.sorting import answer_in

LONGEST_WORD = 500
LARGEST = 256 * 1024  # bytes of a calendar
_FOLD = re.compile(rb"(?:\r?\n|\r)[ \t]")
_COMMENT = re.compile(r'(?i)(?:^|[\r\n])COMMENT(?:;(?:"[^"\r\n]*"|[^":\r\n])*)?:([^\r\n]*)')
_ESCAPED = re.compile(r"\\(.)")


def word_of(mail: Mail) -> str:
    """Some calendars put it there and not in the mail (Outlook)."""
    piece = answer_in(mail)
    if piece is None or len(piece.data) > LARGEST:
        return ""
    return clean_text("\n".join(map(_plain, _COMMENT.findall(unfolded(piece).words))))[:LONGEST_WORD]


def unfolded(piece: Piece) -> Piece:
    """Long lines whole again, before any letter is read: they are folded by bytes, also within one."""
    return replace(piece, data=_FOLD.sub(b"", piece.data))


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
