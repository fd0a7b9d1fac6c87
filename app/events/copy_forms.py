"""Small pages about dates: copying, calling off."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.core.errors import Refusal
from app.events.models import Event
from app.ui.forms import Form, clock_time, day, instant, paragraph


class CopyForm(Form):
    """When the copy takes place: a week later, unless one says otherwise."""

    on = day("Nouvelle date")
    start = clock_time("Heure de début")

    @classmethod
    def of(cls, event: Event) -> "CopyForm":
        there = event.starts_at.astimezone(ZoneInfo(event.timezone))
        return cls(data={"on": there.date() + timedelta(days=7), "start": there.time()})

    def starts_at(self, event: Event) -> datetime:
        try:
            return instant(self.on.data, self.start.data, event.timezone).astimezone(UTC)
        except Refusal as refusal:
            raise Refusal(refusal.message, "start") from None


class CallOffForm(Form):
    """Why it will not take place."""

    reason = paragraph("Raison de l’annulation", 1000, needed=True, help="Les personnes prévenues liront cette phrase telle quelle.")
