"""Rencontres: the contents page. What the house is made of, in the order in which it is put together."""

from importlib import import_module

from flask import Flask

from app import ui
from app.accounts import guard
from app.core import db, errors, security
from app.mailroom import LETTERS, ROWS
from app.outbox import making
from config import ROOT, settings

# Every door of the house; a door is a leaf: nothing imports it but this list.
DOORS = [
    "app.ui.routes",
    "app.accounts.routes",
    "app.accounts.admin_routes",
    "app.directory.routes",
    "app.directory.merge_routes",
    "app.directory.organisation_routes",
    "app.directory.import_routes",
    "app.directory.setup_routes",
    "app.networks.routes",
    "app.networks.member_routes",
    "app.networks.setup_routes",
    "app.networks.sharing_routes",
    "app.events.routes",
    "app.events.state_routes",
    "app.events.part_routes",
    "app.events.filing_routes",
    "app.events.series_routes",
    "app.events.cycle_routes",
    "app.events.calendar_routes",
    "app.events.public_routes",
    "app.invitations.routes",
    "app.invitations.list_routes",
    "app.invitations.public_routes",
    "app.registrations.routes",
    "app.registrations.people_routes",
    "app.registrations.message_routes",
    "app.registrations.newcomer_routes",
    "app.registrations.public_routes",
    "app.attendance.routes",
    "app.satisfaction.routes",
    "app.reminders.routes",
    "app.feeds.routes",
    "app.feeds.personal_routes",
    "app.inbox.routes",
    "app.inbox.rehearsal_routes",
    "app.indicators.routes",
    "app.indicators.declared_routes",
    "app.coverage.routes",
    "app.coverage.list_routes",
    "app.dashboards.routes",
    "app.dashboards.solicitation_routes",
    "app.dashboards.territory_routes",
    "app.annual_report.routes",
    "app.annual_report.sentence_routes",
    "app.annual_report.own_routes",
    "app.annual_report.frozen_routes",
    "app.annual_report.document_routes",
    "app.reports.today_routes",
    "app.reports.routes",
    "app.reports.journal_routes",
    "app.outbox.routes",
    "app.outbox.catcher_routes",
    "app.outbox.health_routes",
    "app.cli",
]


def create_app(**overrides: object) -> Flask:
    """The application, ready to serve; ``overrides`` replace settings, for tests."""
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    app.config.update(settings())
    app.config.update(overrides)
    errors.install(app)
    db.install(app)
    security.install(app)
    guard.install(app)
    ui.install(app)
    making.install(app, LETTERS, ROWS)
    for door in DOORS:
        app.register_blueprint(import_module(door).doors)
    return app
