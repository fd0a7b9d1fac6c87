"""The only place that reads the clock. Rooms receive their instant as ``at=``."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date in Paris, where the service lives."""
    return now().astimezone(PARIS).date()
