"""What is asked of those who sign in, and of those who look after accounts."""

from datetime import datetime, time, timedelta

from wtforms import BooleanField

from app.accounts.admin_actions import Card, Right
from app.accounts.models import Role, Scope
from app.core.clock import PARIS
from app.ui import forms
from app.ui.forms import Form


class AskLink(Form):
    """Where to send the link."""

    email = forms.email("Votre adresse professionnelle")


class OpenDoor(Form):
    """The button of the link's page, in the browser that asked."""


class OpenDoorElsewhere(Form):
    """The same in another browser: the address is asked again."""

    email = forms.email("Votre adresse professionnelle", help="Celle où vous avez reçu le lien.")


class AccountForm(Form):
    """Who somebody is, and whether they look after the whole service."""

    name = forms.name("Prénom et nom", 120, help="Ce nom signe les courriels envoyés aux professionnels.")
    email = forms.email()
    phone = forms.line("Téléphone", 30, needed=False, help="Affiché aux professionnels avec l’adresse, s’il est rempli.")
    is_admin = BooleanField(
        "Administre le service", description="Voit et modifie tout : comptes, réseaux, événements, courriels. À donner à peu de personnes."
    )

    def card(self) -> Card:
        return Card(email=self.email.data, name=self.name.data, phone=self.phone.data, is_admin=self.is_admin.data)


class _Dates(Form):
    """From which day, until which day included."""

    since = forms.day("À partir du", needed=False, help="Vide : dès maintenant.")
    until = forms.day("Jusqu’au", needed=False, help="Dernier jour compris. Vide : sans limite.")

    def _right(self, role: Role, kind: Scope, scope_id: int, at: datetime, attendance: bool) -> Right:
        begins = datetime.combine(self.since.data, time(0), PARIS) if self.since.data else at
        ends = datetime.combine(self.until.data + timedelta(days=1), time(0), PARIS) if self.until.data else None
        return Right(role, kind, scope_id, begins, ends, attendance)


class NetworkRight(_Dates):
    """This account facilitates a network."""

    network = forms.pick("Réseau")

    def right(self, network_id: int, at: datetime) -> Right:
        return self._right(Role.FACILITATOR, Scope.NETWORK, network_id, at, True)


class EventRight(_Dates):
    """This account reads and exports one event, and may record who came."""

    event = forms.pick("Événement")
    records_attendance = BooleanField("Saisit aussi les présences")

    def right(self, event_id: int, at: datetime) -> Right:
        return self._right(Role.ORGANISER, Scope.EVENT, event_id, at, bool(self.records_attendance.data))
