"""Telling the team that mails wait for somebody to read them: a short letter, at most one a day to each, on working hours."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.accounts.models import Account
from app.core.clock import PARIS
from app.core.links import absolute
from app.inbox import queries
from app.inbox.models import ReceivedMail
from app.networks.models import Network
from app.networks.queries import facilitators_of
from app.outbox import actions as outbox
from app.outbox.letter import Button, Letter
from app.reminders.quiet import is_quiet
from app.ui.french import plural

KIND = "mails_to_read"
RECENT = timedelta(days=7)


def tell(at: datetime) -> int:
    """Those for whom a mail came since they were last told are told, not twice in a day; says how many."""
    if is_quiet(at, "Europe/Paris"):
        return 0
    waiting = queries.waiting_since(at - RECENT)
    told = queries.last_told(KIND, at - RECENT) if waiting else {}
    on = at.astimezone(PARIS).date()
    readers = {reader.id: reader for mail in waiting for reader in _readers_of(mail, at) if _is_news(mail, told.get(reader.email), at)}
    for reader in readers.values():
        until = at + timedelta(days=1)
        outbox.put(
            KIND, to=reader.email, key=f"mails-to-read-account-{reader.id}-{on.isoformat()}", at=at, until=until, account_id=reader.id
        )
    return len(readers)


def letter(account: Account, at: datetime) -> Letter | None:
    """How many, and where; nothing of what is written in them. None once they were read."""
    count = queries.waiting_count(account, at)
    if account.is_disabled or not count:
        return None
    return Letter(
        subject=plural(count, "courriel reçu à lire", "courriels reçus à lire"),
        to_name=account.name,
        heading=plural(count, "courriel vous attend", "courriels vous attendent"),
        paragraphs=(
            f"Bonjour {account.first_name},",
            "Des personnes ont répondu à nos courriels, et ce qu’elles disent demande quelqu’un\u00a0: une question, un autre horaire proposé, "
            "une réponse d’agenda que nous n’avons pas su suivre.",
        ),
        button=Button("Lire ces courriels", absolute("inbox.index")),
        closing=("Ce message part une fois par jour au plus, les jours ouvrés, quand un nouveau courriel est arrivé.",),
        stream="equipe",
    )


def _is_news(mail: ReceivedMail, told_at: datetime | None, at: datetime) -> bool:
    if told_at is None:
        return True
    return mail.received_at > told_at and told_at.astimezone(PARIS).date() < at.astimezone(PARIS).date()


def _readers_of(mail: ReceivedMail, at: datetime) -> Iterable[Account]:
    """Who runs the event that it is about; else who runs the networks of its author; else the administrators."""
    if mail.event is not None:
        facilitator = mail.event.facilitator
        return [facilitator] if not facilitator.is_disabled else _facilitators(mail.event.networks, at) or queries.administrators()
    networks = queries.networks_of(mail.person_id, at) if mail.person_id else []
    return _facilitators(networks, at) or queries.administrators()


def _facilitators(networks: Iterable[Network], at: datetime) -> list[Account]:
    return [account for network in networks for account in facilitators_of(network, at)]
