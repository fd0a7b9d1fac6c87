"""What surrounds every page: names of the organisation, menu, messages said once."""

from typing import Any

from flask import Flask, current_app, flash, g, request

from app.core import clock

MENU = [  # label, endpoint, who sees it
    ("Aujourd’hui", "today.home", "signed_in"),
    ("Calendrier", "calendar_pages.month", "signed_in"),
    ("Réseaux", "networks.index", "facilitators"),
    ("Annuaire", "directory.people", "facilitators"),
    ("Bilan", "annual_report.index", "facilitators"),
    ("Courriels reçus", "inbox.index", "facilitators"),
    ("Boîte d’envoi", "outbox.index", "administrators"),
    ("Comptes", "accounts_admin.index", "administrators"),
]

UNDER = {
    "networks": ("coverage", "coverage_lists", "dashboards", "dashboard_places", "solicitation"),
    # pages of events, cycles and series are reached through the calendar
    "calendar_pages": (
        *(
            "events",
            "event_states",
            "event_parts",
            "event_filing",
            "event_people",
            "cycles",
            "series",
            "registrations",
            "newcomers",
            "messages",
        ),
        *("invitations", "guest_lists", "reminders", "attendance", "satisfaction", "reports", "feeds"),
    ),
    "annual_report": ("indicators", "indicators_declared"),
    "outbox": ("outbox_health",),
    "accounts_admin": ("journal",),
}


def say(message: str, kind: str = "success") -> None:
    """Tell the person, on the next page, what is true now: ``success``, ``info``, ``warning`` or ``error``."""
    flash(message, kind)


def _menu() -> list[tuple[str, str, bool]]:
    """The entries this account may open: label, endpoint, whether we are in it."""
    account = g.get("account")
    if account is None:
        return []
    ranks = {"signed_in"} | ({"facilitators"} if account.is_facilitator(clock.now()) else set())
    ranks |= {"administrators"} if account.is_admin else set()
    blueprint = (request.endpoint or "").partition(".")[0]
    shown = [(label, endpoint) for label, endpoint, rank in MENU if rank in ranks]
    return [(label, endpoint, endpoint == request.endpoint or _is_of(blueprint, endpoint.partition(".")[0])) for label, endpoint in shown]


def _is_of(blueprint: str, entry: str) -> bool:
    """Whether a page stands under an entry of the menu: ``directory_imports`` under ``directory``."""
    return blueprint == entry or blueprint.startswith(f"{entry}_") or blueprint in UNDER.get(entry, ())


def _words() -> dict[str, Any]:
    config = current_app.config
    return {
        "service": config["SERVICE_NAME"],
        "organisation": config["ORGANISATION_NAME"],
        "organisation_short": config["ORGANISATION_SHORT"],
        "theme": config["UI_THEME"],
        "is_development": config["ENV"] == "development",
        "account": g.get("account"),
        "menu": _menu,
    }


def install(app: Flask) -> None:
    """Give every template the words of the frame."""
    app.context_processor(_words)
