"""Lists of people waiting for their confirmation."""

from datetime import datetime

from sqlalchemy import delete, select

from app.accounts.models import Account
from app.core.db import db
from app.directory.models import ImportBatch


def batch_of(account: Account, public_id: str) -> ImportBatch | None:
    """The list of this name, if this account uploaded it."""
    return db.session.scalar(select(ImportBatch).where(ImportBatch.public_id == public_id, ImportBatch.account_id == account.id))


def waiting_batches(account: Account) -> list[ImportBatch]:
    """The lists this account uploaded and has not confirmed, the latest first."""
    statement = select(ImportBatch).where(ImportBatch.account_id == account.id, ImportBatch.confirmed_at.is_(None))
    return list(db.session.scalars(statement.order_by(ImportBatch.uploaded_at.desc())))


def hold(batch: ImportBatch) -> None:
    """Read the list again, and keep it to ourselves: two confirmations are one."""
    db.session.refresh(batch, with_for_update=True)


def forget(batch: ImportBatch) -> None:
    """The list is gone, as if it had never been sent."""
    db.session.delete(batch)


def delete_batches_before(instant: datetime) -> int:
    """Delete the lists uploaded before; says how many."""
    return db.session.execute(delete(ImportBatch).where(ImportBatch.uploaded_at < instant)).rowcount  # type: ignore[attr-defined,no-any-return]
