"""The letters a plan may name: how each is called, who receives it, and what makes it leave."""

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """What makes a letter leave."""

    CLOCK = "clock"  # at its hour
    CONTENT = "content"  # at its hour, once it has words or a link
    HAND = "hand"  # when a facilitator sends it: who is invited is a choice
    FACT = "fact"  # when something happens to a registration or to the event
    PRESENCE = "presence"  # once attendance is known


@dataclass(frozen=True)
class Kind:
    """One kind of letter in the words of the screen."""

    slug: str
    label: str
    to: str
    way: Way
    occasion: str = ""  # what it follows, when it is not the clock

    @property
    def has_moment(self) -> bool:
        """Whether its day and hour can be chosen."""
        return self.way in (Way.CLOCK, Way.CONTENT)

    @property
    def may_be_off(self) -> bool:
        """What tells a person a fact about their own registration cannot be switched off."""
        return self.way is not Way.FACT


_CONFIRMED = "aux personnes inscrites"
_NETWORK = "aux membres des réseaux et aux personnes invitées"
KINDS = {
    "save_the_date": Kind("annonce-de-la-date", "Annonce de la date", _NETWORK, Way.HAND),
    "invitation": Kind("invitation", "Invitation", _NETWORK, Way.HAND),
    "series_invitation": Kind("invitation-de-serie", "Invitation à la série de dates", "aux membres des réseaux", Way.CONTENT),
    "nudge": Kind("relance", "Relance", "aux personnes invitées qui n’ont pas répondu", Way.CLOCK),
    "confirmation": Kind("confirmation", "Confirmation", "à la personne qui s’inscrit", Way.FACT, "À chaque inscription"),
    "waiting": Kind("liste-d-attente", "Liste d’attente", "à la personne mise en attente", Way.FACT, "À chaque mise en attente"),
    "seat_freed": Kind("place-liberee", "Place libérée", "à la personne qui obtient la place", Way.FACT, "Quand une place se libère"),
    "withdrawal": Kind("desinscription", "Désinscription", "à la personne qui se désinscrit", Way.FACT, "À chaque désinscription"),
    "change": Kind("changement", "Changement", "aux inscrits et à la liste d’attente", Way.FACT, "Si la date, le lieu ou le lien changent"),
    "called_off": Kind(
        "annulation", "Annulation", "aux invités, aux inscrits et à la liste d’attente", Way.FACT, "Si l’événement est annulé"
    ),
    "reminder_7_days": Kind("rappel-7-jours", "Rappel, informations pratiques", _CONFIRMED, Way.CLOCK),
    "agenda": Kind("ordre-du-jour", "Ordre du jour", _CONFIRMED, Way.CONTENT),
    "organiser_alert": Kind("point-de-situation", "Point de situation", "à vous, avec les chiffres du moment", Way.CLOCK),
    "reminder_1_day": Kind("rappel-veille", "Rappel de la veille", _CONFIRMED, Way.CLOCK),
    "reminder_1_hour": Kind("rappel-1-heure", "Rappel avec le lien de connexion", "aux personnes inscrites à distance", Way.CLOCK),
    "thanks": Kind("remerciement", "Remerciement et questionnaire", "aux présents", Way.PRESENCE, "À la clôture des présences"),
    "survey_nudge": Kind(
        "rappel-questionnaire", "Rappel du questionnaire", "aux présents qui n’ont pas répondu", Way.PRESENCE, "Quatre jours après"
    ),
    "replay": Kind("rediffusion", "Rediffusion", _CONFIRMED, Way.CONTENT),
    "documents": Kind("documents", "Documents", _CONFIRMED, Way.CONTENT),
    "minutes": Kind("compte-rendu", "Compte rendu", _CONFIRMED, Way.CONTENT),
}
LETTERS = {kind.slug: letter for letter, kind in KINDS.items()}
REMINDERS = ("reminder_7_days", "reminder_1_day", "reminder_1_hour")
