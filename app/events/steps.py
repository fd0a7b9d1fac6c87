"""What may be done next with an event, in its present state."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Account
from app.events import policy
from app.events.models import Event
from app.ui.french import listed


@dataclass(frozen=True)
class Step:
    """One button: its words, its page, whether it is pressed (POST) or opened; ``refused`` says why it cannot be pressed now."""

    label: str
    endpoint: str
    style: str = "secondary"
    posts: bool = False
    refused: str = ""
    is_rare: bool = False  # folded away, so that the first thing to do is seen
    place: str = ""  # where on its page

    @property
    def is_offered(self) -> bool:
        """A page can be opened even when what it leads to cannot be done yet."""
        return not (self.posts and self.refused)


LACKING = {"le lieu": "place", "le lien de connexion": "join_url", "une date à venir": "on"}  # the field where it is said


def steps_of(event: Event, account: Account, at: datetime) -> list[Step]:
    """The buttons of this event for this account, the most likely first; none for those who only read."""
    if not policy.may_run(account, event, at):
        return []
    steps = [*_forward(event, at)]
    if event.may_change:
        steps.append(Step("Modifier", "events.edit"))
    if event.is_coming and not event.has_begun(at):
        steps.append(Step("Reporter", "events.edit", "tertiary", is_rare=True, place="quand"))
    steps += [*_backward(event, account, at), Step("Dupliquer", "events.duplicate", "tertiary", is_rare=True)]
    if event.may_change:
        steps.append(Step("Temps et ateliers", "event_parts.index", "tertiary", is_rare=True))
    return steps + [*_endings(event)]


def _forward(event: Event, at: datetime) -> list[Step]:
    if event.is_draft:
        missing = event.missing_to_publish(at)
        if missing:
            refused = f"Pour publier, il manque {listed(missing)}."
            return [Step(f"Ajouter {listed(missing)}", "events.edit", "primary", refused=refused, place=LACKING[missing[0]])]
        return [Step("Publier", "event_states.publish", "", posts=True)]
    found = []
    if event.is_coming and event.is_over(at):
        found.append(Step("Marquer comme tenu", "event_states.hold", "", posts=True))
    elif event.is_published:
        found.append(Step("Clore les inscriptions", "event_states.close", "tertiary", posts=True, is_rare=True))
    if event.is_held:
        refused = "" if event.attendance_closed_at else "Terminez d’abord la saisie des présences pour archiver."
        found += [Step("Archiver", "event_states.archive", refused=refused), Step("Classer", "event_filing.edit")]
    return found


def _backward(event: Event, account: Account, at: datetime) -> list[Step]:
    if event.is_closed and not event.has_begun(at):
        return [Step("Rouvrir les inscriptions", "event_states.reopen", posts=True)]
    if event.is_held and account.is_admin:
        return [Step("Revenir à « Inscriptions closes »", "event_states.unhold", "tertiary", posts=True, is_rare=True)]
    return []


def _endings(event: Event) -> list[Step]:
    if event.is_draft:
        return [Step("Supprimer le brouillon", "events.delete", "danger", is_rare=True)]
    return [Step("Annuler l’événement", "event_states.call_off", "danger", is_rare=True)] if event.is_coming else []
