"""The report on the command line."""

from pathlib import Path

import click
from flask import current_app

from app.annual_report import queries
from app.annual_report.contents import document
from app.annual_report.document import Document
from app.annual_report.documents import paper_of_report
from app.core import clock, documents
from app.core.db import reading
from app.indicators.ledger import Ledger


@click.command("bilan")
@click.argument("year", type=click.IntRange(1901, 9998))
@click.option("--version", type=click.IntRange(1), help="The last version, unless it is said.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *(one for one in documents.FORMATS if one != "txt")]),
    default="text",
    help="text: one sentence a line, its code before it.",
)
@click.option("--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="The file to write.")
def bilan(year: int, version: int | None, form: str, output: Path | None) -> None:
    """Print the year's report as it stands, or write it in a file: what was frozen, or figures computed now."""
    if form in ("pdf", "docx", "odt") and output is None:
        raise click.UsageError(f"Un fichier {form.upper()} s’écrit avec --output FICHIER.")
    with reading():
        report = queries.report_of(year, version)
        if version is not None and report is None:
            raise click.ClickException(f"Le bilan {year} n’a pas de version {version}.")
        if form == "text":
            found = document(year, report, Ledger(), clock.now())
            content = "".join(f"{phrase.code}\t{phrase.quote}\n" for section in found.sections for phrase in section.phrases).encode()
            _tell_left_out(found)
        else:
            paper = paper_of_report(year, report, Ledger(), clock.now(), current_app.config["ORGANISATION_NAME"])
            content = documents.write(paper, form)
    if output:
        output.write_bytes(content)
    else:
        click.echo(content, nl=False)


def _tell_left_out(found: Document) -> None:
    for section in found.sections:
        for one in section.left_out:
            click.echo(f"{one.code} : {one.reason}", err=True)
