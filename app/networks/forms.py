"""The shape of what is typed about networks."""

from app.directory.models import TYPES
from app.networks.models import Unit
from app.networks.sharing import LetterSheet, SpaceSheet
from app.ui.forms import Form, day, heading, line, pick, ticks, whole

UNITS = {Unit.PERSON.value: "Des personnes", Unit.ORGANISATION.value: "Des structures"}


class NetworkForm(Form):
    """A network that is there: its unit no longer changes."""

    name = line("Nom", 160)
    parent = pick("Dépend de", needed=False)
    types = ticks("Types de structures", list(TYPES.items()), help="À qui ce réseau s’adresse.")
    roles = ticks("Fonctions", help="Les fonctions de ses membres, pour proposer ceux qui manquent et pour écrire aux bonnes personnes.")


class NewNetworkForm(NetworkForm):
    """A network to be."""

    unit = pick("Ce réseau réunit", list(UNITS.items()), help="Ce que l’on compte : on ne pourra plus en changer.")


class JoinForm(Form):
    """Members who come in."""

    on = day("Depuis le")


class LeaveForm(Form):
    """A member who goes."""

    on = day("Premier jour hors du réseau")


class LetterForm(Form):
    """A newsletter that was sent."""

    title = heading("Titre", 200, help="Par exemple : La lettre du Cercle n° 3")
    sent_on = day("Envoyée le")
    recipients = whole("Nombre de destinataires", 0, 1_000_000)

    @property
    def sheet(self) -> LetterSheet:
        return LetterSheet(self.title.data, self.sent_on.data, self.recipients.data)


class SpaceForm(Form):
    """A place online that the network shares."""

    name = heading("Nom", 200)
    url = line("Adresse", 500, needed=False, help="Par exemple : https://espace.example.org/cercle")
    opened_on = day("Ouvert le")
    closed_on = day("Fermé le", needed=False, help="À remplir quand l’espace n’est plus proposé. Format attendu : JJ/MM/AAAA")

    @property
    def sheet(self) -> SpaceSheet:
        return SpaceSheet(self.name.data, self.url.data, self.opened_on.data, self.closed_on.data)
