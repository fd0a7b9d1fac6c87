"""The report on the command line."""

import click
from flask import render_template

from app.annual_report import queries
from app.annual_report.contents import document
from app.annual_report.document import Document
from app.core import clock
from app.core.db import reading
from app.indicators.ledger import Ledger


@click.command("bilan")
@click.argument("year", type=click.IntRange(1901, 9998))
@click.option("--version", type=click.IntRange(1), help="La dernière version, si elle n’est pas dite.")
@click.option(
    "--format", "form", type=click.Choice(["text", "html"]), default="text", help="text : une phrase par ligne, précédée de son code."
)
def bilan(year: int, version: int | None, form: str) -> None:
    """Print the year's report as it stands: what was frozen, or figures computed now; sentences left out are named beside."""
    with reading():
        report = queries.report_of(year, version)
        if version is not None and report is None:
            raise click.ClickException(f"Le bilan {year} n’a pas de version {version}.")
        found = document(year, report, Ledger(), clock.now())
        click.echo(render_template("annual_report/paper.html", document=found), nl=False) if form == "html" else _print(found)


def _print(found: Document) -> None:
    for section in found.sections:
        for phrase in section.phrases:
            click.echo(f"{phrase.code}\t{phrase.text}")
        for one in section.left_out:
            click.echo(f"{one.code} : {one.reason}", err=True)
