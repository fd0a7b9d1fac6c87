"""Making a letter when it leaves: the outbox is handed the functions by the mailroom and knows no feature."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Flask, current_app

from app.core.db import Base
from app.outbox import queries
from app.outbox.letter import Letter
from app.outbox.models import facts_of

Rows = Mapping[str, tuple[type[Base], Sequence[Any]]]
Maker = Callable[[dict[str, Any], datetime], Letter | None]


class UnknownKind(LookupError):
    """No function of the mailroom makes this kind of letter."""


def install(app: Flask, letters: Mapping[str, Maker], rows: Rows | None = None) -> None:
    """Hand the mailroom's tables to the outbox: what makes each kind, and which rows the ids name."""
    app.extensions["letters"], app.extensions["letter_rows"] = letters, rows or {}


def read_together(facts: Iterable[dict[str, Any]]) -> None:
    """Read the rows that many letters are made from in one go; they are remembered until the end of ``reading()``."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for ids in facts:
        for name, number in ids.items():
            wanted[name].add(number)
    for name, (kind, also) in current_app.extensions["letter_rows"].items():
        if len(wanted[name]) > 1:
            queries.read_rows(kind, wanted[name], also)


def letter_of(kind: str, ids: dict[str, Any], at: datetime, *, event_id: int | None = None, person_id: int | None = None) -> Letter | None:
    """The letter that this fact gives now; None when the fact is no longer true."""
    makers: Mapping[str, Maker] = current_app.extensions["letters"]
    if kind not in makers:
        raise UnknownKind(kind)
    return makers[kind](facts_of(ids, event_id, person_id), at)
