"""Making a letter when it leaves: the outbox is handed the functions by the mailroom and knows no feature."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import Flask, current_app

from app.outbox.letter import Letter

Maker = Callable[[dict[str, Any], datetime], Letter | None]


class UnknownKind(LookupError):
    """No function of the mailroom makes this kind of letter."""


def install(app: Flask, letters: Mapping[str, Maker]) -> None:
    """Hand the mailroom's table to the outbox."""
    app.extensions["letters"] = letters


def letter_of(kind: str, ids: dict[str, Any], at: datetime, *, event_id: int | None = None, person_id: int | None = None) -> Letter | None:
    """The letter that this fact gives now; None when the fact is no longer true."""
    makers: Mapping[str, Maker] = current_app.extensions["letters"]
    if kind not in makers:
        raise UnknownKind(kind)
    also = {"event_id": event_id, "person_id": person_id}
    return makers[kind]({**ids, **{name: number for name, number in also.items() if number is not None}}, at)
