"""The outbox on the command line: ``flask --app wsgi outbox …``."""

import click
from flask.cli import AppGroup

from app.core import clock
from app.core.db import transaction
from app.core.text import canonical_email
from app.outbox import actions
from app.ui.french import plural

commands = AppGroup("outbox", help="The letters that wait.")


@commands.command("hold-waiting")
def hold_waiting() -> None:
    """Keep back every waiting letter, after a restore: part of them may have left since the copy was made."""
    with transaction():
        count = actions.hold_waiting("système", clock.now())
    click.echo(
        f"{plural(count, 'courriel retenu', 'courriels retenus')}. La page Boîte d’envoi permet de les libérer, un par un ou ensemble."
    )


@commands.command("forget")
@click.argument("address")
def forget(address: str) -> None:
    """Somebody asks to be erased: cancel what waits for this address, and keep of the rest only the proof that it was sent."""
    with transaction():
        cancelled, reduced = actions.forget_address(canonical_email(address) or address)
    click.echo(
        f"{plural(cancelled, 'courriel annulé', 'courriels annulés')}, {plural(reduced, 'ligne réduite', 'lignes réduites')} en tout."
    )
