"""Who may take a declared figure back."""

from app.accounts.models import Account
from app.indicators.models import DeclaredFigure


def may_withdraw(account: Account, row: DeclaredFigure) -> bool:
    """Whoever declared it, and administrators."""
    return account.is_admin or row.declared_by_id == account.id
