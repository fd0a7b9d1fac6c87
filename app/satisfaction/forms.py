"""One question, and room for words."""

from wtforms import RadioField
from wtforms.validators import InputRequired

from app.satisfaction.models import LEVELS, Level
from app.ui.forms import Form, options, paragraph

LONGEST = 2000


class AnswerForm(Form):
    """What the person thinks of it."""

    level = RadioField(
        "Dans l’ensemble, que pensez-vous de cette rencontre ?",
        choices=options((level.value, label) for level, label in LEVELS.items()),
        validators=[InputRequired("Choisissez une réponse, ou « Sans avis ».")],
    )
    words = paragraph(
        "Qu’aimeriez-vous nous dire ?", LONGEST, help="Ce qui vous a servi, ce qui vous a manqué. N’écrivez aucun nom.", rows=5
    )

    def said(self) -> tuple[Level, str]:
        """The level and the words."""
        return Level(self.level.data), self.words.data or ""
