"""What is written in the log names nobody and opens nothing (T10, ASVS 16.2.5): requests and rows go by their numbers."""

import logging
import re
from collections.abc import Iterable

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_ADDRESS = re.compile(r"[^\s<>\"'(),;:=]{1,64}@[^\s<>\"'(),;:=]{1,255}")
_LINK = re.compile(r"/(i|p|d|q|n|connexion)/[^\s\"'<>)]+")
_SECRET = re.compile(r"[a-z2-7]{26}[A-Za-z0-9_-]{43}")
_ROW = re.compile(r"^(DETAIL|CONTEXT): .*$", re.MULTILINE)  # where PostgreSQL repeats the row it refused


class Discreet(logging.Formatter):
    """A line, and the trace of an error, without the addresses and links that an exception may repeat."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        said = _ROW.sub(r"\1: -", super().format(record))
        return _ADDRESS.sub("-@-", _SECRET.sub("-", _LINK.sub(r"/\1/-", said)))


def discreetly(handlers: Iterable[logging.Handler]) -> None:
    """What these write from now on is discreet."""
    for handler in handlers:
        handler.setFormatter(Discreet())
