"""What one mail turned out to do."""

from dataclasses import dataclass

from app.inbox.models import Effect

UNPROVEN = "Rien ne prouve que cette réponse vient de la personne\u00a0: on lui a demandé de la confirmer."


@dataclass(frozen=True)
class Finding:
    """The effect, its reason in French for whoever reads the list, and what of ours the mail is about."""

    effect: Effect
    reason: str
    letter_id: int | None = None
    event_id: int | None = None
    person_id: int | None = None
    object_id: int | None = None  # what in their calendar this waits for: see ``ReceivedMail``
