"""Accounts from the command line: the first administrator, and a link when letters do not leave yet."""

import click
from flask.cli import AppGroup

from app.accounts import actions, admin_actions
from app.accounts.queries import account_by_email
from app.core import clock
from app.core.db import transaction
from app.core.errors import Refusal
from app.core.text import canonical_email, clean_line

commands = AppGroup("account", help="Accounts of those who sign in.")


@commands.command("create")
@click.argument("email")
@click.argument("name")
@click.option("--admin", is_flag=True, help="Looks after the whole service.")
def create(email: str, name: str, admin: bool) -> None:
    """Open an account."""
    card = admin_actions.Card(email=_address(email), name=clean_line(name)[:120], phone=None, is_admin=admin)
    try:
        with transaction():
            admin_actions.open_account(card, by="système", at=clock.now())
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(f"Compte ouvert : {card.email}. Un lien de connexion : flask --app wsgi account link {card.email}")


@commands.command("link")
@click.argument("email")
def link(email: str) -> None:
    """Print a one-time sign-in link, good for ten minutes."""
    with transaction():
        account = account_by_email(_address(email))
        if account is None or account.is_disabled:
            raise click.ClickException("Aucun compte actif à cette adresse.")
        click.echo(actions.issue_link(account, clock.now()))


def _address(text: str) -> str:
    found = canonical_email(text)
    if found is None:
        raise click.ClickException("Cette adresse n’en est pas une.")
    return found
