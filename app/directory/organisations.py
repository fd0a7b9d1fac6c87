"""Organisations that people type, and what facilitators make of them."""

from dataclasses import dataclass
from datetime import date, datetime

from app.accounts.models import Account
from app.core.clock import PARIS
from app.core.db import add, db
from app.core.errors import Refusal
from app.core.links import new_public_id
from app.core.text import has_letter, searchable, slug_of
from app.directory.models import TYPES, Organisation
from app.directory.organisation_queries import point_to, take_departments
from app.directory.queries import department_by_code, organisation_by_slug, organisation_named, organisations_like
from app.journal import actions as journal

OTHER = "Ma structure n’est pas dans la liste"


@dataclass(frozen=True)
class Chosen:
    """What a person said of where they work: an organisation we know, or the name of another."""

    organisation: Organisation | None = None
    other: str = ""


def choose(text: str, is_other: bool, on: date, field: str = "organisation") -> Chosen:
    """The organisation that a text names; refused with suggestions when it names none and the person did not say it is another."""
    if not text:
        return Chosen()
    if found := organisation_named(text, on):
        return Chosen(found)
    if not is_other:
        raise Refusal(_meant(text, on), field)
    if not has_letter(text) or "://" in text:
        raise Refusal("Un nom de structure est attendu : des lettres, sans adresse de site.", field)
    return Chosen(other=text)


def _meant(text: str, on: date) -> str:
    close = [f"« {one.short_name} »" for one in organisations_like(text, on, most=3)]
    if not close:
        return f"Cette structure n’est pas dans la liste. Choisissez-en une, ou cochez « {OTHER} »."
    return f"Vouliez-vous dire {' ou '.join(close)} ? Sinon, cochez « {OTHER} »."


def settle(chosen: Chosen, on: date, at: datetime) -> Organisation | None:
    """The organisation chosen; another one is written down, for a facilitator to review."""
    if not chosen.other:
        return chosen.organisation
    # Someone may have typed the same name before.
    return organisation_named(chosen.other, on) or _new(chosen.other, at)


def _new(name: str, at: datetime) -> Organisation:
    slug = f"{slug_of(name, 40)}-{new_public_id()[:6]}"
    organisation = Organisation(slug=slug, type="partner", name=name[:160], short_name=name[:120], to_review_since=at)
    organisation.refresh_search()
    return add(organisation)


def create(account: Account, *, name: str, short_name: str, type: str, department_codes: list[str], at: datetime) -> Organisation:
    """A new organisation of the directory."""
    _expect_free(name, short_name, at.astimezone(PARIS).date())
    organisation = _new(name, at)
    describe(organisation, account, name=name, short_name=short_name, type=type, department_codes=department_codes, at=at)
    return organisation


def describe(
    organisation: Organisation, account: Account, *, name: str, short_name: str, type: str, department_codes: list[str], at: datetime
) -> None:
    """The organisation is named, typed and placed, and needs no review any more."""
    if type not in TYPES:
        raise Refusal("Choisissez un type de la liste.", "type")
    organisation.name, organisation.short_name, organisation.type = name, short_name or name[:120], type
    organisation.departments = [one for code in department_codes if (one := department_by_code(code))]
    first = organisation.departments[0] if organisation.departments else None
    organisation.region_code = first.region_code if first else organisation.region_code
    organisation.timezone = first.timezone if first else organisation.timezone
    organisation.to_review_since = None
    organisation.refresh_search()
    journal.write(account.actor, "organisation_described", organisation.thing, at=at)


def _expect_free(name: str, short_name: str, on: date) -> None:
    for field, text in (("name", name), ("short_name", short_name)):
        if searchable(text) and organisation_named(text, on):
            raise Refusal("Une structure de l’annuaire porte déjà ce nom.", field)


def end(organisation: Organisation, account: Account, *, on: date, at: datetime) -> None:
    """The organisation is not proposed any more from that day on; what it did before is kept."""
    organisation.valid_to = on
    journal.write(account.actor, "organisation_ended", organisation.thing, at=at)


def absorb(typed: Organisation, slug: str, account: Account, *, at: datetime) -> Organisation:
    """What was typed turns out to be an organisation we know: all that speaks of the first speaks of the second."""
    kept = organisation_by_slug(slug)
    if kept is None or kept.id == typed.id:
        raise Refusal("Choisissez une autre structure de la liste.", "organisation")
    if typed.to_review_since is None:
        raise Refusal("Seule une structure à relire peut être rattachée à une autre.")
    take_departments(typed)
    point_to(typed.id, kept.id)
    journal.write(account.actor, "organisation_absorbed", kept.thing, at=at, before={"also": typed.thing})
    db.session.delete(typed)
    db.session.flush()
    db.session.expire_all()
    return kept
