"""What the clock does for the survey."""

from datetime import datetime

from app.satisfaction import actions


def nudge_silent(now: datetime) -> None:
    """Those who came and have not answered after four days are asked once more."""
    actions.nudge_all(now)
