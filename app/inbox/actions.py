"""What somebody does with a received mail: say that it was dealt with, or put it back."""

from datetime import datetime

from app.core.errors import Refusal
from app.inbox import queries
from app.inbox.models import ReceivedMail
from app.journal import actions as journal


def deal_with(mail: ReceivedMail, actor: str, at: datetime) -> None:
    """Somebody has read it and done what it asks."""
    if not mail.waits:
        raise Refusal("Ce courriel n’attend plus personne.")
    mail.dealt_with_at, mail.dealt_with_by = at, actor
    journal.write(actor, "mail_dealt_with", mail.thing, at=at)


def put_back(mail: ReceivedMail, actor: str, at: datetime) -> None:
    """It waits for somebody again."""
    if mail.dealt_with_at is None:
        raise Refusal("Ce courriel n’a pas encore été traité.")
    mail.dealt_with_at, mail.dealt_with_by = None, ""
    mail.object_id = None  # whoever wants to read it again is not answered for
    journal.write(actor, "mail_put_back", mail.thing, at=at)


def settle(at: datetime) -> int:
    """Nobody has to read what settled itself; says how many mails did.

    A day declined, once they declined them all, left, came back to it, or the day moved; an answer that nothing proved, once the person has
    answered by their own page.
    """
    settled = queries.days_settled() + queries.confirmed_since()
    for mail in settled:
        mail.reason += " Ce qui a suivi l’a réglé."
        deal_with(mail, "système", at)
    return len(settled)
