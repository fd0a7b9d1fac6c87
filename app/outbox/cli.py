"""The outbox on the command line: ``flask --app wsgi outbox …``."""

import click
from flask.cli import AppGroup

from app.core import clock
from app.core.db import transaction
from app.outbox import actions

commands = AppGroup("outbox", help="The letters that wait.")


@commands.command("hold-waiting")
def hold_waiting() -> None:
    """Keep back every waiting letter, after a restore: part of them may have left since the copy was made."""
    with transaction():
        count = actions.hold_waiting("système", clock.now())
    click.echo(f"{count} courriels retenus : un administrateur les libère un par un sur la page Courriels.")
