"""What a facilitator may change in a letter of their event."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from wtforms import BooleanField
from wtforms.validators import ValidationError

from app.outbox.letter import Letter
from app.reminders.actions import Change
from app.reminders.catalogue import KINDS, Way
from app.reminders.due import DAY
from app.reminders.models import PlannedLetter
from app.ui.forms import Form, clock_time, line, paragraph, whole, without_gaps
from app.ui.french import quoted

LONGEST_WORDS = 5_000
MOST_DAYS, LEAST_MINUTES, MOST_MINUTES = 90, 10, 720


def _is_address(_form: Any, field: Any) -> None:
    """A link is an address of a site, whole."""
    parts = urlsplit(field.data or "")
    if field.data and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise ValidationError("Une adresse complète est attendue, par exemple https://visio.example.org/rediffusion.")


class LetterForm(Form):
    """One letter: whether and when it leaves, its subject, the words added to it, its link."""

    is_on = BooleanField("Envoyer ce courriel")
    days = whole("Jours avant le début", 0, MOST_DAYS)
    hour = clock_time("Heure de départ", help="Entre 8:00 et 19:00. Format attendu : 09:00")
    minutes = whole("Minutes avant le début", LEAST_MINUTES, MOST_MINUTES)
    subject = line("Objet", 150, needed=False, help="Laissez vide pour garder l’objet habituel.", also=[without_gaps])
    words = paragraph(
        "Vos mots",
        LONGEST_WORDS,
        rows=8,
        help="Ajoutés au courriel. **gras**, - liste et [texte](adresse) sont compris.",
        also=[without_gaps],
    )
    link = line("Lien", 500, needed=False, also=[_is_address], help="L’adresse du document ou de la rediffusion, que le bouton ouvrira.")

    def fit(self, planned: PlannedLetter) -> "LetterForm":
        """Keep the fields that this letter has."""
        kind = KINDS[planned.letter]
        in_days = kind.has_moment and not counts_minutes(planned)
        kept = {"days": in_days, "hour": in_days, "minutes": kind.has_moment and not in_days}
        kept |= {"is_on": kind.may_be_off and kind.way is not Way.HAND, "link": kind.way is Way.CONTENT}
        for name, stays in kept.items():
            if not stays:
                delattr(self, name)
        if self.days and planned.anchor == "end":
            self.days.label.text = "Jours après la fin"
        return self

    def tell_usual_subject(self, letter: Letter | None, planned: PlannedLetter) -> None:
        """Say what the subject will be if nothing is typed."""
        if planned.letter == "change":
            self.subject.description = (
                "Laissez vide pour garder l’objet habituel, qui dit ce qui change\u00a0: nouvelle date, nouvel horaire, nouveau lieu…"
            )
        elif letter and not planned.subject:
            self.subject.description = f"Laissez vide pour garder l’objet habituel\u00a0: {quoted(letter.subject)}."

    def change(self, planned: PlannedLetter) -> Change:
        """What the action needs, in plain values."""
        values: dict[str, Any] = {"subject": self.subject.data or "", "words": self.words.data or ""}
        values |= {"is_on": self.is_on.data} if self.is_on else {"is_on": True}
        values |= {"link": self.link.data or ""} if self.link else {}
        if self.minutes:
            values["offset_minutes"] = -self.minutes.data
        if self.days:
            sign = 1 if planned.anchor == "end" else -1
            values |= {"offset_minutes": sign * self.days.data * DAY, "local_hour": self.hour.data}
        return Change(**values)


def counts_minutes(planned: PlannedLetter) -> bool:
    """An hour before is said in minutes; a day before, in days and an hour."""
    return planned.local_hour is None and bool(planned.offset_minutes % DAY)


def present(planned: PlannedLetter, starts_at: datetime) -> dict[str, Any]:
    """The letter as the form shows it."""
    return {
        "is_on": planned.is_on,
        "days": abs(planned.offset_minutes) // DAY,
        "hour": planned.local_hour or starts_at.time(),
        "minutes": abs(planned.offset_minutes),
        "subject": planned.subject,
        "words": planned.words,
        "link": planned.link,
    }
