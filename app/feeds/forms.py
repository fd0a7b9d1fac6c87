"""What one asks a calendar of."""

from app.ui.forms import Form, pick

MINE = "moi"


class SubjectForm(Form):
    """``subject`` is ``moi``, ``reseau:<code>`` or ``cycle:<code>``; the lists are given when the page is asked for."""

    subject = pick("Ce que montre l’agenda", [(MINE, "Mes événements")])

    def offer(self, networks: list[tuple[str, str]], cycles: list[tuple[str, str]]) -> None:
        kinds = (("reseau", "Réseau", networks), ("cycle", "Cycle", cycles))
        listed = [(f"{kind}:{code}", f"{word} : {name}") for kind, word, pairs in kinds for code, name in pairs]
        self.subject.choices = [(MINE, "Mes événements"), *listed]

    @property
    def chosen(self) -> tuple[str, str]:
        """The kind of subject and its code."""
        kind, _, code = (self.subject.data or MINE).partition(":")
        return kind, code
