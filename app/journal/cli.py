"""The journal on the command line: ``flask --app wsgi journal …``."""

import click
from flask.cli import AppGroup

from app.core.db import reading
from app.journal import actions

commands = AppGroup("journal", help="Who did what, when.")


@commands.command("check")
def check() -> None:
    """Say whether somebody touched the journal in the database since it was sealed."""
    with reading():
        broken = actions.first_broken()
    if broken is not None:
        raise click.ClickException(f"Le journal a été modifié à partir de l’acte n° {broken}.")
    click.echo("Le journal est intact.")
