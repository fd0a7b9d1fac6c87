"""Header lines made by us, in ASCII, from words that anybody may have typed (spec D1, D13, T18).

Python's own ``EmailMessage`` lets ``=?utf-8?q?a=0D=0ABcc=3A_x?=`` in a title become a real ``Bcc`` line before 3.11.10
(CVE-2024-6923), and costs five milliseconds a letter; ours encodes what is not ASCII and nothing else.
"""

import re
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from itertools import groupby

from app.core.text import clean_line

LONGEST = 150
_LINE = 76  # RFC 2047 §2: a line that holds an encoded word
_ROOM = 50  # of the 75 of an encoded word, so that the first one stands after the name of its header
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")


class UnfitHeader(ValueError):
    """A value that must not be written in a header: the letter is given up and shown."""


def clean_header(value: str, longest: int = LONGEST) -> str:
    """One line without any control, where nothing can be taken for an encoded word."""
    return clean_line(value).replace("=?", "= ?")[:longest].rstrip()


def text_header(name: str, value: str) -> str:
    """``Subject: …`` for words of a person, those that are not ASCII encoded, folded."""
    return _folded(name, _pieces(clean_header(value), _stands_bare))


def mailbox_header(name: str, words: str, address: str) -> str:
    """``To: "…" <address>``: a name for the eye and exactly one address."""
    if not _ADDRESS.fullmatch(address):
        raise UnfitHeader(f"{name}: unfit address")
    shown = clean_header(words)
    if not shown:
        return f"{name}: {address}"
    if shown.isascii():
        return _folded(name, ['"' + shown.replace("\\", " ").replace('"', "'") + '"', f"<{address}>"])
    return _folded(name, [*_pieces(shown, _is_atom), f"<{address}>"])


def own_header(name: str, value: str) -> str:
    """A value that is ours from end to end: ASCII, one line, or a mistake of ours."""
    if not value.isascii() or not value.isprintable() or "=?" in value or len(value) > 900:
        raise UnfitHeader(f"{name}: unfit value")
    return f"{name}: {value}"


def _pieces(text: str, stands: Callable[[str], bool]) -> list[str]:
    """The words of a text: bare when they may stand so, else encoded, neighbours together so that no space is lost or added."""
    pieces: list[str] = []
    for bare, group in groupby(text.split(" "), stands):
        words = [*group]
        pieces += words if bare else _encoded(" ".join(words))
    return pieces


def _stands_bare(word: str) -> bool:
    return word.isascii() and len(word) < _LINE


def _is_atom(word: str) -> bool:
    return bool(_ATOM.fullmatch(word)) and len(word) < _LINE


def _encoded(text: str) -> list[str]:
    """Encoded words of whole characters, short enough to stand after any header name of ours."""
    words, word = [], ""
    for character in text:
        code = _coded(character)
        if len(word) + len(code) > _ROOM:
            words.append(word)
            word = ""
        word += code
    return [f"=?utf-8?q?{one}?=" for one in (*words, word)]


def _coded(character: str) -> str:
    if character in _PLAIN:
        return character
    return "_" if character == " " else "".join(f"={byte:02X}" for byte in character.encode())


def _folded(name: str, pieces: list[str]) -> str:
    lines, line = [], f"{name}:"
    for number, piece in enumerate(pieces):
        if number and len(line) + 1 + len(piece) > _LINE:
            lines.append(line)
            line = ""
        line += f" {piece}"
    return "\r\n".join([*lines, line])


def names_in(data: bytes) -> list[str]:
    """The header names that a mail server will read in this message, in their order."""
    head = data.partition(b"\r\n\r\n")[0].decode("ascii")
    return [line.partition(":")[0] for line in head.split("\r\n") if not line.startswith((" ", "\t"))]


def interpreter_is_sound() -> bool:
    """Whether Python's own serialiser resists a hidden header (CVE-2024-6923); the health page tells when it does not."""
    trial = EmailMessage(policy=policy.SMTP)
    trial["Subject"] = "=?utf-8?q?a=0D=0ABcc=3A_x=40evil=2Eexample?="
    try:
        return "Bcc" not in names_in(trial.as_bytes())
    except Exception:  # it refused to write the line: sound too
        return True


def serialiser_is_sound() -> bool:
    """Whether what makes our letters resists the same attack, in a title and in a name."""
    attack = "=?utf-8?q?a=0D=0ABcc=3A_x=40evil=2Eexample?=\r\nBcc: x@evil.example"
    lines = (text_header("Subject", attack), mailbox_header("To", attack, "a@b.example"))
    return all(names_in(f"{line}\r\n\r\n".encode()) == [line.partition(":")[0]] and "=?utf-8?q?a=0D" not in line for line in lines)
