"""Letters that come back: what each says of the address it went to."""

from datetime import datetime

from app.inbox.findings import Finding
from app.inbox.mail import Mail
from app.inbox.models import Effect


def apply(mail: Mail, at: datetime) -> Finding:
    """A return marks the letter, and the address when it is at fault."""
    return Finding(Effect.HELD, "Retour de courriel à lire.")
