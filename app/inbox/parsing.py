"""From bytes to the library's message, within bounds: what it would take minutes over, or die of, is cut or given up first. Pure."""

from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32

LARGEST = 5 * 1024 * 1024  # bytes of a mail
MOST_PIECES = 50
MOST_MESSAGES = 2 * MOST_PIECES  # with what only holds others
MOST_LINES = 200_000  # a mail of 5 MB has seventy thousand
LONGEST_HEADER = 10_000  # characters
LONGEST_HEADS = 200_000  # bytes


class TooMuch(ValueError):
    """Why a mail is not read to its end, in the words of the screen."""


class _Cut(Compat32):
    """Headers are cut before anything reads them: fifty thousand parameters would be read in as many squares."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


def message_of(raw: bytes) -> Message:
    """The message, whole."""
    if len(raw) > LARGEST:
        raise TooMuch("Ce courriel dépasse 5 Mo.")
    if raw.count(b"\n") + raw.count(b"\r") > 2 * MOST_LINES:
        raise TooMuch("Ce courriel a trop de lignes.")
    made = 0

    def counted(policy: Compat32 = _POLICY) -> Message:
        nonlocal made
        made += 1
        if made > MOST_MESSAGES:
            raise TooMuch("Ce courriel a plus de cinquante parties.")
        return Message(policy)

    return BytesParser(counted, policy=_POLICY).parsebytes(raw)


def heads_of(raw: bytes) -> Message:
    """Its headers alone: who wrote, and about what."""
    return BytesParser(Message, policy=_POLICY).parsebytes(raw[:LONGEST_HEADS], headersonly=True)


_POLICY = _Cut()
