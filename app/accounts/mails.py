"""The letter that carries a one-time link."""

from datetime import datetime

from app.accounts.actions import address_of
from app.accounts.models import LINK_LIFE, LinkRequest
from app.outbox.letter import Button, Letter
from app.ui.french import hour


def sign_in(request: LinkRequest, at: datetime) -> Letter | None:
    """The link that was asked for; nothing once it has served or expired."""
    account = request.account
    if not request.is_open(at) or account.is_disabled:
        return None
    return Letter(
        subject="Votre lien de connexion",
        to_name=account.name,
        heading="Votre lien de connexion",
        paragraphs=(
            f"Bonjour {account.name},",
            "Vous avez demandé à vous connecter. Ouvrez la page ci-dessous, puis appuyez sur « Me connecter ».",
        ),
        button=Button("Ouvrir la page de connexion", address_of(request)),
        closing=(
            f"Ce lien sert une seule fois, jusqu’à {hour(request.requested_at + LINK_LIFE)} (heure de Paris).",
            "Ouvrez-le dans le navigateur où vous l’avez demandé : ailleurs, votre adresse vous sera demandée de nouveau.",
            "Vous n’avez rien demandé ? Ne faites rien : sans ce lien, personne ne peut se connecter à votre place.",
        ),
        stream="connexion",
    )
