"""« Dont » : a figure that is a part of another."""

from app.core.errors import Refusal
from app.indicators.figures import Figure
from app.ui.french import NBSP


def check_part(whole: Figure, part: Figure) -> None:
    """The part may be told after « dont »; otherwise a refusal says why it cannot."""
    said = f"«{NBSP}{part.indicator.label}{NBSP}»"
    if not part.indicator.is_additive:
        raise Refusal(f"{said} ne s’additionne pas{NBSP}: ce n’est pas un «{NBSP}dont{NBSP}».")
    if part.indicator.unit is not whole.indicator.unit:
        raise Refusal(f"{said} ne se compte pas en {whole.indicator.unit.value}{NBSP}: ce n’est pas un «{NBSP}dont{NBSP}».")
    if whole.value is None or part.value is None:
        raise Refusal(f"{said} ne peut pas être un «{NBSP}dont{NBSP}»{NBSP}: l’un des deux chiffres n’est pas connu.")
    if part.value > whole.value:
        raise Refusal(f"{said} ({part.shown}) dépasse le chiffre dont il ferait partie ({whole.shown}).")
    if {entry.id for entry in part.entries} - {entry.id for entry in whole.entries}:
        raise Refusal(f"{said} compte des événements qui ne sont pas dans l’ensemble{NBSP}: ils viennent «{NBSP}en plus{NBSP}».")


def is_part(whole: Figure, part: Figure) -> bool:
    """Whether the part may be told after « dont »."""
    try:
        check_part(whole, part)
    except Refusal:
        return False
    return True
