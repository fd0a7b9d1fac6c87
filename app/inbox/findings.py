"""What one mail turned out to do."""

from dataclasses import dataclass

from app.inbox.models import Effect


@dataclass(frozen=True)
class Finding:
    """The effect, its reason in French for whoever reads the list, and what of ours the mail is about."""

    effect: Effect
    reason: str
    letter_id: int | None = None
    event_id: int | None = None
    person_id: int | None = None
    object_id: int | None = None  # the day of several that they decline, for as long as they come to the others
