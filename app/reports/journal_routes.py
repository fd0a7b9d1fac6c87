"""The journal, for administrators: who did what, when, to what; and whether somebody touched it since."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for

from app.accounts.guard import administrators
from app.core import clock
from app.core.text import clean_line
from app.journal import actions as journal
from app.journal import queries as chain
from app.reports.journal_queries import PAGE, Named, Sought, acts, named
from app.reports.journal_words import SYSTEM, THINGS, VERBS, WORDS, details
from app.ui.forms import FIRST_DAY, LAST_DAY, page_asked

doors = Blueprint("journal", __name__)

# The page of each thing that has one.
PAGES: dict[str, Callable[[Named], str]] = {
    "compte": lambda one: url_for("accounts_admin.show", public_id=one.code),
    "personne": lambda one: url_for("directory.person", public_id=one.code),
    "événement": lambda one: url_for("registrations.follow", public_id=one.code),
    "inscription": lambda one: url_for("event_people.show", public_id=one.under.partition("/")[0], person_id=one.under.partition("/")[2]),
    "réseau": lambda one: url_for("networks.show", code=one.code),
    "structure": lambda one: url_for("directory_organisations.show", slug=one.code),
    "série": lambda one: url_for("series.show", code=one.code),
    "cycle": lambda one: url_for("cycles.show", code=one.code),
    "courrier": lambda one: url_for("outbox.show", public_id=one.code),
}


@doors.get("/journal")
@administrators
def index() -> str:
    """A page of acts; with ``verifier``, the whole chain is proven before answering."""
    sought, page = _sought(), page_asked()
    found, total = acts(sought, page)
    names = named({key for act in found for key in (act.actor, act.thing)} | {sought.who, sought.what})
    return render_template(
        "reports/journal.html",
        acts=found,
        total=total,
        page=page,
        last=max(1, -(-total // PAGE)),
        sought=sought,
        asked=_asked(sought),
        names=names,
        chips=[(name, names.get(key)) for name, key in (("qui", sought.who), ("sur", sought.what)) if ":" in key],
        pages={key: PAGES[one.kind](one) for key, one in names.items()},
        verbs=VERBS,
        words=WORDS,
        things=THINGS,
        system=SYSTEM,
        details=details,
        **_state(),
    )


def _sought() -> Sought:
    said = request.args
    verb = said.get("acte", "")
    return Sought(
        who=clean_line(said.get("qui", ""))[:80],
        what=clean_line(said.get("sur", ""))[:80],
        verb=verb if verb in WORDS else "",
        first=_day(said.get("du", "")),
        last=_day(said.get("au", "")),
    )


def _day(text: str) -> date | None:
    """The day asked for; none when it is none of ours."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None
    return on if FIRST_DAY <= on <= LAST_DAY else None


def _asked(sought: Sought) -> dict[str, str]:
    """The filters, to keep them from one page to the next."""
    said = {"qui": sought.who, "sur": sought.what, "acte": sought.verb, "du": sought.first, "au": sought.last}
    return {name: str(value) for name, value in said.items() if value}


def _state() -> dict[str, Any]:
    """What is known of the chain: proven now if it was asked, else what the last night found."""
    if "verifier" in request.args:
        return {"checked_at": clock.now(), "broken": journal.first_broken(), "sealed": chain.count_sealed()}
    last = chain.last_of("journal_checked")
    return {
        "checked_at": last.at if last else None,
        "broken": (last.after or {}).get("broken") if last else None,
        "sealed": chain.count_sealed(),
    }
