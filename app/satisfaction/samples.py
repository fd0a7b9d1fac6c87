"""The letters of the survey as someone would read them, for an invented person."""

from datetime import datetime

from app.core.links import new_nonce, new_public_id
from app.outbox.letter import Letter
from app.registrations.models import Registration
from app.satisfaction import mails
from app.satisfaction.models import SurveyInvitation


def thanks(registration: Registration, at: datetime) -> Letter | None:
    """With the questionnaire when the kind of event has one."""
    asked = _imagined(registration, at) if registration.event.kind.has_satisfaction else None
    return mails.thanks(registration, registration.person, asked, at)


def survey_nudge(registration: Registration, at: datetime) -> Letter | None:
    return mails.survey_nudge(_imagined(registration, at), registration.person, at)


def _imagined(registration: Registration, at: datetime) -> SurveyInvitation:
    return SurveyInvitation(public_id=new_public_id(), nonce=new_nonce(), sent_at=at, registration=registration)
