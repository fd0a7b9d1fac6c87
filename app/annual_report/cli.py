"""The report on the command line."""

import click

from app.annual_report.telling import tell_all
from app.annual_report.templates import chapters
from app.core.db import reading
from app.indicators.ledger import Ledger


@click.command("bilan")
@click.argument("year", type=click.IntRange(1901, 9998))
@click.option("--format", "form", type=click.Choice(["text"]), default="text", help="text : une phrase par ligne, précédée de son code.")
def bilan(year: int, form: str) -> None:  # noqa: ARG001 - one form so far
    """Print the sentences of the year's report; those left out are named beside, with the reason."""
    with reading():
        for _chapter, sentences in tell_all(chapters(), year, Ledger()):
            for told in sentences:
                if told.text:
                    click.echo(f"{told.code}\t{told.text}")
                else:
                    click.echo(f"{told.code} : {told.reason}", err=True)
