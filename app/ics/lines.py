"""Content lines of iCalendar (RFC 5545 §3.1), written by us: a letter's calendar costs a tenth of what a library takes, and the
parsers that check it in the tests are not its author."""

from collections.abc import Iterable, Mapping

_TEXT = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_WIDTH = 75  # octets, without the end of line


def text(words: str) -> str:
    """A value of type TEXT, escaped once."""
    return words.translate(_TEXT)


def line(name: str, value: str, parameters: Mapping[str, str] | None = None) -> str:
    """``NAME;PARAMETER="…":value``. Values of parameters hold no double quote (``clean.label``)."""
    written = "".join(f";{key}={_parameter(said)}" for key, said in (parameters or {}).items())
    return f"{name}{written}:{value}"


def _parameter(said: str) -> str:
    return said if said.isascii() and said.replace("-", "").isalnum() else f'"{said}"'


def joined(lines: Iterable[str]) -> bytes:
    """The lines as bytes: folded at 75 octets, never inside a character, CRLF at the end of each."""
    return b"".join(_folded(one.encode()) for one in lines)


def _folded(raw: bytes) -> bytes:
    if len(raw) <= _WIDTH:
        return raw + b"\r\n"
    pieces, start, room = [], 0, _WIDTH
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:  # not before a continuation byte of UTF-8
            end -= 1
        pieces.append(raw[start:end])
        start, room = end, _WIDTH - 1  # the space that opens the next line counts
    pieces.append(raw[start:])
    return b"\r\n ".join(pieces) + b"\r\n"
