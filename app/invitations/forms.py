"""What is asked before writing to many."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField

from app.core.text import clean_text
from app.directory.models import TYPES
from app.invitations.models import Purpose
from app.networks.audiences import Audience
from app.networks.models import Network
from app.ui.forms import Form, line, paragraph, pick, ticks, whole, without_gaps
from app.ui.french import plural

Choices = Sequence[tuple[str, str]]
LONGEST_MESSAGE = 10_000
LONGEST_LIST = 150_000


class AudienceForm(Form):
    """Networks, types of organisation, functions and territories; the boxes within a list widen it, the lists narrow each other."""

    networks: dict[str, Network]  # those offered, by their code
    reseaux = ticks("Réseaux")
    types = ticks("Types de structure", [*TYPES.items()])
    fonctions = ticks("Fonctions")
    regions = ticks("Régions")
    departements = ticks("Départements")
    structures = line("Structures choisies", 8_000, needed=False)  # slugs, given by a list of absents

    def offer(self, networks: Choices, roles: Choices, regions: Choices, departments: Choices) -> None:
        """Give the lists one chooses from."""
        self.reseaux.choices, self.fonctions.choices = [*networks], [*roles]
        self.regions.choices, self.departements.choices = [*regions], [*departments]

    def audience(self) -> Audience:
        """The criteria ticked."""
        return Audience(
            networks=tuple(self.reseaux.data or ()),
            types=tuple(self.types.data or ()),
            roles=tuple(self.fonctions.data or ()),
            regions=tuple(self.regions.data or ()),
            departments=tuple(self.departements.data or ()),
            organisations=self.slugs(),
        )

    def chosen(self) -> list[tuple[str, str]]:
        """The criteria ticked, as the fields that carry them to the next page."""
        ticked = [(field.name, code) for field in self._lists() for code in field.data or ()]
        return ticked + ([("structures", self.structures.data)] if self.structures.data else [])

    def slugs(self) -> tuple[str, ...]:
        """The organisations to which a list narrows the rest."""
        return tuple((self.structures.data or "").split())

    def told(self) -> list[tuple[str, list[str]]]:
        """The criteria ticked, in words: list by list."""
        words = [(field.label.text, [one.label for one in field.choices if one.value in (field.data or ())]) for field in self._lists()]
        chosen = [("Structures", [plural(len(self.slugs()), "structure choisie", "structures choisies")])] if self.slugs() else []
        return [(name, labels) for name, labels in words if labels] + chosen

    def _lists(self) -> Sequence[Any]:
        return (self.reseaux, self.types, self.fonctions, self.regions, self.departements)


class SendForm(Form):
    """What the button of a preview says: which letter, and how many people were seen before pressing it."""

    objet = pick("Courriel", [(purpose.value, purpose.value) for purpose in (Purpose.INVITATION, Purpose.SAVE_THE_DATE)])
    attendu = whole("Nombre de personnes vues", 0, 100_000)
    mot = paragraph("Un mot de vous", 2_000, rows=3, help="Ajouté au courriel, sous les phrases d’usage.", also=[without_gaps])


class ListForm(Form):
    """A list pasted from a mail or a spreadsheet, or a file."""

    pasted = paragraph(
        "Coller une liste",
        LONGEST_LIST,
        rows=8,
        help="Une personne par ligne : une adresse seule, « Prénom Nom <adresse> », ou des colonnes copiées d’un tableur.",
    )
    file = FileField("Ou joindre un fichier", description="CSV, Excel (XLSX) ou LibreOffice (ODS), 5 Mo et 5 000 lignes au plus.")


class MessageForm(Form):
    """A message to a selection: its subject and its words."""

    subject = line("Objet", 150, also=[without_gaps])
    words = paragraph(
        "Message",
        LONGEST_MESSAGE,
        needed=True,
        rows=10,
        help="Les paragraphes sont séparés par une ligne vide. **gras**, listes avec des tirets, liens : [texte](https://…).",
        also=[without_gaps],
    )
    attendu = whole("Nombre de personnes vues", 0, 100_000, needed=False)

    def text(self) -> str:
        """The words, cleaned."""
        return clean_text(self.words.data or "")
