"""A list of people from its upload to its confirmation: all of it, or nothing."""

from datetime import date, datetime, timedelta

from app.accounts.models import Account
from app.core.clock import PARIS
from app.core.db import add
from app.core.errors import Refusal
from app.core.sheets_in import Sheet
from app.core.text import clean_line
from app.directory import actions, postings
from app.directory.import_queries import delete_batches_before, hold
from app.directory.matching import Line, Outcome, match
from app.directory.models import ImportBatch, Person
from app.journal import actions as journal

KEPT = timedelta(days=30)


def upload(sheet: Sheet, file_name: str, account: Account, *, at: datetime) -> ImportBatch:
    """Keep the rows until their author has looked at what they mean."""
    name = clean_line(file_name)[:160]
    return add(ImportBatch(account_id=account.id, file_name=name, reading=sheet.reading, rows=sheet.rows, uploaded_at=at))


def carry_out(batch: ImportBatch, lines: list[Line], account: Account, *, at: datetime) -> dict[int, Person]:
    """Everybody on the list is in the directory as it says: the person of each line, by its number; refused whole if a line is wrong."""
    hold(batch)
    if batch.is_confirmed:
        raise Refusal("Cette liste a déjà été enregistrée.")
    if any(line.problems for line in lines):
        raise Refusal("Des lignes sont encore à corriger : rien n’a été enregistré.")
    kept = {line.number: _keep(line, account, at) for line in lines if line.outcome is not Outcome.REPEATED}
    # What the file said is now in the directory: the copy is forgotten at once.
    batch.confirmed_at, batch.rows = at, []
    journal.write(account.actor, "people_imported", f"import:{batch.public_id}", at=at, after={"people": len(kept)})
    return kept


def _keep(line: Line, account: Account, at: datetime) -> Person:
    where = postings.place(
        line.organisation.id if line.organisation else None,
        line.department.code if line.department else None,
        line.job_role.code if line.job_role else None,
    )
    if line.person is None:
        person = actions.person_for(line.email, line.first_name, line.last_name, **where._asdict(), at=at)
    else:
        person = line.person
        _correct(person, line, where, account, at)
    person.phone = person.phone or line.phone or None
    return person


def _correct(person: Person, line: Line, where: postings.Place, account: Account, at: datetime) -> None:
    changed = {what: after for what, _before, after in line.changes}
    person.last_name, person.first_name = changed.get("Nom", person.last_name), changed.get("Prénom", person.first_name)
    person.refresh_search()
    known = postings.place_of(person)
    moved = postings.Place(
        where.organisation_id or known.organisation_id,
        line.department.code if line.department else _department_after(where, known),
        where.job_role_code or known.job_role_code,
    )
    actions.move(person, account, **moved._asdict(), on=_today(at), at=at)


def _department_after(where: postings.Place, known: postings.Place) -> str | None:
    """Another organisation brings its own department; the same one leaves what was known."""
    stays = where.organisation_id in (None, known.organisation_id)
    return known.department_code if stays else where.department_code


def _today(at: datetime) -> date:
    return at.astimezone(PARIS).date()


def preview(batch: ImportBatch, on: date) -> list[Line]:
    """What each line of the list means today."""
    return match(batch.rows, on)


def forget_old(now: datetime) -> int:
    """Delete the lists of more than thirty days; says how many."""
    return delete_batches_before(now - KEPT)
