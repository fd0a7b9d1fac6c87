"""Who of those meant will be written to, and who will not, told apart before anything leaves."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from app.invitations.invitees_queries import Invitee
from app.invitations.models import Answer

# Why someone meant is not written to: the first reason that holds, in this order.
REASONS = {
    "registered": ("Déjà inscrits", "Leur inscription est connue."),
    "declined": ("Ont déjà dit non", "Ils ont décliné, ou se sont désinscrits."),
    "invited": ("Déjà invités, sans réponse", "Relancez-les depuis la page des invitations."),
    "no_address": ("Sans adresse", "Complétez leur fiche dans l’annuaire, ou désignez qui reçoit leurs courriels."),
    "objected": ("Ne souhaitent pas les courriels du réseau", "Ils s’y sont opposés : l’événement leur reste ouvert."),
    "undeliverable": ("Adresse en défaut", "Leurs courriels reviennent : corrigez l’adresse dans l’annuaire."),
}


@dataclass
class Reach:
    """The people of a sending: those it will reach, and those it will not, by reason."""

    to_write: list[Invitee] = field(default_factory=list)
    apart: dict[str, list[Invitee]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.to_write)

    @property
    def by_type(self) -> list[tuple[str, int]]:
        return Counter(one.type_name for one in self.to_write).most_common()

    @property
    def by_department(self) -> list[tuple[str, int]]:
        found = Counter((one.department_code or "~", one.department_name) for one in self.to_write)
        return [(name, count) for (_code, name), count in sorted(found.items())]

    @property
    def grouped(self) -> list[tuple[str, list[Invitee]]]:
        """Those to write to, by type of organisation, the largest group first."""
        groups: dict[str, list[Invitee]] = defaultdict(list)
        for one in self.to_write:
            groups[one.type_name].append(one)
        return sorted(groups.items(), key=lambda group: -len(group[1]))

    def without(self, left_out: Collection[str]) -> list[int]:
        """The numbers of those to write to, but for those whose box was ticked."""
        return [one.id for one in self.to_write if one.public_id not in left_out]


def reach(people: Iterable[Invitee], registered: Collection[int]) -> Reach:
    """Sort the people meant; ``registered`` are those whose registration to the event lives."""
    found = Reach(apart={reason: [] for reason in REASONS})
    for one in people:
        reason = _reason(one, registered)
        (found.apart[reason] if reason else found.to_write).append(one)
    found.apart = {reason: people for reason, people in found.apart.items() if people}
    return found


def _reason(one: Invitee, registered: Collection[int]) -> str:
    if one.id in registered or one.answer is Answer.REGISTERED:
        return "registered"
    if one.answer is Answer.DECLINED:
        return "declined"
    if one.is_invited:
        return "invited"
    if one.letterbox is None:
        return "no_address"
    if not one.is_reached:
        return "objected"
    return "undeliverable" if one.undeliverable_at else ""
