"""Finding what is known against addresses."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.core.db import db
from app.outbox.models import AddressTrouble, Trust


def trouble_of(address: str, *, held: bool = False) -> AddressTrouble | None:
    """What is known against one address; ``held`` until the end of the transaction."""
    found = select(AddressTrouble).where(AddressTrouble.address == address)
    return db.session.scalar(found.with_for_update() if held else found)


def trusts(addresses: Iterable[str]) -> dict[str, Trust]:
    """The addresses among these that are not to be written to as others are."""
    found = select(AddressTrouble.address, AddressTrouble.trust).where(AddressTrouble.address.in_([*addresses]))
    return {address: trust for address, trust in db.session.execute(found) if trust is not None}


def untold(most: int = 200) -> Sequence[AddressTrouble]:
    """What the directory does not know yet."""
    return db.session.scalars(select(AddressTrouble).where(AddressTrouble.told_at.is_(None)).limit(most)).all()
