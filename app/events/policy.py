"""Who may do what with an event: facilitators run those of their networks and their own, organisers read those they are given."""

from datetime import datetime

from app.accounts.models import Account, Role, Scope
from app.events.models import Event


def may_run(account: Account, event: Event, at: datetime) -> bool:
    """Change it, invite to it, follow it."""
    if account.is_admin:
        return True
    networks = account.network_ids(at)
    return bool(networks) and (event.facilitator_id == account.id or any(network.id in networks for network in event.networks))


def may_read(account: Account, event: Event, at: datetime) -> bool:
    """See it and export it."""
    return may_run(account, event, at) or event.id in account.event_ids(at)


def may_record_attendance(account: Account, event: Event, at: datetime) -> bool:
    """Facilitators of the event, and organisers who were also given attendance."""
    return may_run(account, event, at) or any(
        grant.role == Role.ORGANISER
        and grant.scope_kind == Scope.EVENT
        and grant.scope_id == event.id
        and grant.records_attendance
        and grant.holds(at)
        for grant in account.grants
    )
