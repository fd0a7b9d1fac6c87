"""What is typed on the sheet, and about someone who was not on it."""

from collections.abc import Mapping

from app.attendance.models import MARKS, Mark
from app.attendance.queries import PAGE
from app.core.errors import Refusal
from app.directory.queries import Choices
from app.ui.forms import Form, email, name, pick

FIELD, SEEN = "m-", "vu-"  # before the public name of a registration: what is said, and what the page showed
NOT_SAID = [("", "Non précisé")]


def marks_in(values: Mapping[str, str], only: str = "") -> dict[str, Mark]:
    """What was ticked, by public name of registration: on one line if asked, else wherever the page showed something else.

    Somebody else may have corrected the other lines since the page was opened.
    """
    said = {key.removeprefix(FIELD): value for key, value in values.items() if key.startswith(FIELD)}
    said = {key: value for key, value in said.items() if (key == only if only else value != values.get(SEEN + key))}
    if len(said) > PAGE or not all(value in MARKS for value in said.values()):
        raise Refusal("Cette feuille a été modifiée en chemin : revenez à la page précédente et recommencez.")
    return {key: Mark(value) for key, value in said.items()}


class WalkInForm(Form):
    """Someone who came and whom the directory does not know."""

    last_name = name("Nom", render_kw={"autocomplete": "off"})
    first_name = name("Prénom", render_kw={"autocomplete": "off"})
    email = email(needed=False, help="Sans adresse, cette personne ne recevra ni remerciement ni questionnaire.")
    organisation = pick("Structure", needed=False)
    department = pick("Département", needed=False)
    job_role = pick("Fonction", needed=False)

    def offer(self, organisations: Choices, departments: Choices, job_roles: Choices) -> None:
        """The lists of the directory."""
        self.organisation.choices = NOT_SAID + organisations
        self.department.choices = NOT_SAID + departments
        self.job_role.choices = NOT_SAID + job_roles
