"""The link of an invitation."""

from app.core.links import proves, secret_address
from app.invitations.models import Invitation


def invitation_link(invitation: Invitation) -> str:
    """The address that opens the invitation's page, for whoever holds the letter."""
    return secret_address("invitation_pages.show", "invitation", invitation.public_id, invitation.version, invitation.person.version)


def opens(invitation: Invitation, proof: str) -> bool:
    """Whether the link was given by us and has not been revoked since."""
    if invitation.person.anonymised_at is not None:
        return False
    return proves(proof, "invitation", invitation.public_id, invitation.version, invitation.person.version)
