"""Every kind of letter: its name on the screen, and what may happen when nobody knows whether it left."""

from datetime import timedelta
from typing import NamedTuple


class Kind(NamedTuple):
    """``at_most_once``: news, which nobody misses and nobody wants twice. ``doubt``: how long an uncertain letter waits."""

    label: str
    at_most_once: bool = False
    doubt: timedelta = timedelta(minutes=10)


KINDS = {
    "sign_in": Kind("Lien de connexion", doubt=timedelta(0)),  # useless later
    "confirm_address": Kind("Confirmation d’adresse", doubt=timedelta(0)),
    "already_registered": Kind("Rappel d’une inscription existante", doubt=timedelta(0)),
    "save_the_date": Kind("Annonce de la date", at_most_once=True),
    "invitation": Kind("Invitation"),
    "series_invitation": Kind("Invitation à une série"),
    "nudge": Kind("Relance", at_most_once=True),
    "message": Kind("Message", at_most_once=True),
    "confirmation": Kind("Confirmation d’inscription"),
    "waiting": Kind("Mise en liste d’attente"),
    "seat_freed": Kind("Place libérée"),
    "pending": Kind("Demande d’inscription reçue"),
    "refused": Kind("Demande non retenue"),
    "withdrawal": Kind("Désistement"),
    "declined": Kind("Réponse négative reçue"),
    "answer_accepted": Kind("Réponse d’agenda : présence"),
    "answer_declined": Kind("Réponse d’agenda : absence"),
    "answer_refused": Kind("Réponse d’agenda sans effet"),
    "answer_to_confirm": Kind("Réponse d’agenda à confirmer", at_most_once=True),
    "change": Kind("Changement"),
    "called_off": Kind("Annulation"),
    "reminder_7_days": Kind("Rappel à une semaine", at_most_once=True),
    "reminder_1_day": Kind("Rappel de la veille"),
    "reminder_1_hour": Kind("Rappel avec le lien", doubt=timedelta(0)),
    "agenda": Kind("Ordre du jour", at_most_once=True),
    "minutes": Kind("Compte rendu", at_most_once=True),
    "documents": Kind("Documents", at_most_once=True),
    "replay": Kind("Rediffusion", at_most_once=True),
    "thanks": Kind("Remerciement", at_most_once=True),
    "survey_nudge": Kind("Relance du questionnaire", at_most_once=True),
    "organiser_alert": Kind("Alerte à l’animateur"),
    "mails_to_read": Kind("Courriels reçus à lire", at_most_once=True),
    "trial": Kind("Essai d’un courriel", at_most_once=True),
}


def kind_of(name: str) -> Kind:
    """The policy of a kind; one that is not listed is sent as what a person needs."""
    return KINDS.get(name, Kind(name.replace("_", " ")))
