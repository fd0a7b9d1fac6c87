"""Two people, or two organisations, turn out to be one: their memberships become the memberships of one."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby

from app.accounts.models import Account
from app.core.db import db
from app.directory import merging, organisations
from app.directory.models import Organisation, Person
from app.directory.queries import organisation_by_slug
from app.networks.models import Membership
from app.networks.queries import all_memberships_of, all_memberships_of_organisations, objections_of_person


def merge_people(lost: Person, kept: Person, account: Account, *, at: datetime) -> None:
    """The second person has what the first had, memberships and objections included."""
    merging.merge(lost, kept, account, at=at)
    for membership in _united(all_memberships_of([lost.id, kept.id])):
        membership.person_id = kept.id
    _unite_objections(lost, kept)
    db.session.flush()


def absorb_organisation(typed: Organisation, slug: str, account: Account, *, at: datetime) -> Organisation:
    """What was typed is an organisation we know, in whose networks it is too."""
    kept = organisation_by_slug(slug)
    if kept is not None and kept.id != typed.id:
        for membership in _united(all_memberships_of_organisations([typed.id, kept.id])):
            membership.organisation_id = kept.id
        db.session.flush()
    return organisations.absorb(typed, slug, account, at=at)


def _unite_objections(lost: Person, kept: Person) -> None:
    already = {objection.network_id for objection in objections_of_person([kept.id])}
    for objection in objections_of_person([lost.id]):
        if objection.network_id in already:
            db.session.delete(objection)
        else:
            objection.person_id = kept.id


def _united(memberships: list[Membership]) -> list[Membership]:
    """One membership for each time in each network: those that touch or overlap become one, which objects if either did."""
    left: list[Membership] = []
    ends: list[tuple[Membership, date | None, datetime | None]] = []
    ordered = sorted(memberships, key=lambda one: (one.network_id, one.joined_on))
    for _network, ours in groupby(ordered, key=lambda one: one.network_id):
        for run in _runs(ours):
            left.append(run[0])
            ends.append((run[0], _end(run), min((one.objected_at for one in run if one.objected_at), default=None)))
            for other in run[1:]:
                db.session.delete(other)
    # Gone before the ends are written: the index knows one open membership per member and network.
    db.session.flush()
    for membership, end, objected_at in ends:
        membership.left_on, membership.objected_at = end, objected_at
    return left


def _runs(memberships: Iterable[Membership]) -> list[list[Membership]]:
    runs: list[list[Membership]] = []
    for one in memberships:
        end = _end(runs[-1]) if runs else date.min
        if runs and (end is None or one.joined_on <= end):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _end(run: list[Membership]) -> date | None:
    ends = [one.left_on for one in run]
    return None if None in ends else max(end for end in ends if end)
