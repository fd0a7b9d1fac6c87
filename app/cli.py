"""The command line: ``flask --app wsgi …``."""

from pathlib import Path

import click
from flask import Blueprint, current_app

from app.accounts.cli import commands as account_commands
from app.annual_report.cli import bilan
from app.core import clock
from app.core.db import transaction
from app.journal.cli import commands as journal_commands
from app.outbox.cli import commands as outbox_commands
from app.reference import FOLDER as REFERENCE
from app.reference import load_reference

doors = Blueprint("commands", __name__, cli_group=None)
doors.cli.add_command(account_commands)
doors.cli.add_command(outbox_commands)
doors.cli.add_command(journal_commands)
doors.cli.add_command(bilan)


@doors.cli.group("database")
def database():
    """Shape of the database."""


@database.command("upgrade")
def upgrade():
    """Do the migrations that are not yet done, then load what the reference has new."""
    from app.core import migrations

    with migrations.alone():
        migrations.upgrade()
        with transaction():
            load_reference()
    click.echo("Base de données à jour.")


@database.command("revise")
@click.argument("message")
def revise(message):
    """Write a migration from what the models have and the database hasn't."""
    from app.core import migrations

    migrations.revise(message)


@doors.cli.command("prepare")
@click.option("--demo-year", is_flag=True, help="With a whole year that took place, to see figures and the report.")
def prepare(demo_year):
    """What the first start needs: the database, the reference, and on a development machine the demonstration."""
    from app.core import migrations
    from app.demo.living import load_demo

    with migrations.alone():
        migrations.upgrade()
        with transaction():
            load_reference()
        if current_app.config["ENV"] == "development":
            with transaction():
                load_demo(clock.now())
    if demo_year:
        _load_year(REFERENCE / "demo" / "2024.json")


@doors.cli.group("demo")
def demo():
    """The demonstration."""


@demo.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file):
    """Load a year that took place from a file of counts (as reference/demo/2024.json), whole or not at all."""
    _load_year(file)


def _load_year(file):
    from app.core import migrations
    from app.core.errors import Refusal
    from app.demo.year.load import load_year

    try:
        with migrations.alone(), transaction():
            loaded = load_year(file.read_text(encoding="utf-8"), click.echo)
    except (Refusal, UnicodeDecodeError) as refusal:
        raise click.ClickException(getattr(refusal, "message", "Ce fichier n’est pas un texte en UTF-8.")) from refusal
    click.echo(
        "L’année est chargée : chaque nombre du fichier se retrouve dans la base."
        if loaded
        else "Cette année est déjà chargée : rien n’a changé."
    )


@doors.cli.command("welcome")
def welcome():
    """Say where to go, with one-time sign-in links for the demonstration's facilitator and administrator."""
    from app.accounts.actions import issue_link
    from app.accounts.queries import account_by_email
    from app.demo.cast import TEAM

    click.echo(f"\n  Rencontres vous attend : {current_app.config['BASE_URL']}/")
    for email, rank in zip(TEAM, ("animatrice", "administration"), strict=False):
        with transaction():
            account = account_by_email(email)
            link = issue_link(account, clock.now()) if account else None
        if link:
            click.echo(f"  Se connecter ({rank}, {email}) : {link}")
    click.echo(f"  Courriels envoyés : {current_app.config['BASE_URL']}/courriels-de-test\n  Ctrl-C arrête tout.\n")
