"""From the ids that the outbox kept to the letters of the survey."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.core.db import db
from app.directory.queries import same_person
from app.outbox.letter import Letter
from app.registrations.models import Registration
from app.satisfaction import mails, queries

Ids = dict[str, Any]


def _thanks(ids: Ids, at: datetime) -> Letter | None:
    """To those who still count as present when it leaves: attendance may have been corrected since."""
    registration = db.session.get(Registration, ids["registration_id"])
    if registration is None or not queries.came(registration.id):
        return None
    return mails.thanks(registration, same_person(registration.person), queries.invitation_of(registration.id), at)


def _survey_nudge(ids: Ids, at: datetime) -> Letter | None:
    invitation = queries.invitation_of(ids["registration_id"])
    if invitation is None or not queries.came(invitation.registration_id):
        return None
    return mails.survey_nudge(invitation, same_person(invitation.registration.person), at)


LETTERS: dict[str, Callable[[Ids, datetime], Letter | None]] = {"thanks": _thanks, "survey_nudge": _survey_nudge}
