"""Who may do what with a report: facilitators write it together; whoever began it answers for it."""

from datetime import datetime

from app.accounts.models import Account
from app.annual_report.models import AnnualReport


def may_write(account: Account, report: AnnualReport, at: datetime) -> bool:
    """Change words, leave sentences out, mark it as reviewed: every facilitator, as long as it is not frozen."""
    return account.is_facilitator(at) and not report.is_frozen


def may_freeze(account: Account, report: AnnualReport, at: datetime) -> bool:
    """Freeze it, begin its next version, take its proofs away: administrators, and whoever began it and still facilitates."""
    return account.is_admin or (report.begun_by_id == account.id and account.is_facilitator(at))
