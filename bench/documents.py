"""What the files of a report cost: ``DATABASE_URL=… .venv/bin/python -m bench.documents YEAR``; without a year, a report of 300 figures made up here."""

import resource
import sys
import time

from app import create_app
from app.annual_report import queries
from app.annual_report.documents import paper_of_report
from app.core import clock, documents
from app.core.db import reading
from app.core.paper import Bars, Heading, Note, Paper, Table, Words
from app.indicators.ledger import Ledger

MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def long_paper() -> Paper:
    """Twelve chapters, a drawing in each, three hundred figures explained."""
    blocks = []
    for chapter in range(12):
        blocks.append(Heading(f"Chapitre {chapter}"))
        blocks += [Words(("En tout, ", Note("1 652", chapter * 25 + at), " professionnels " * 20)) for at in range(1, 26)]
        blocks.append(Bars("Événements", tuple(zip(MONTHS, range(12), strict=True)), "événements", "Mois", is_along=True))
    rows = tuple((str(at), "Participants", "1 652", "Année 2027 ; réseau : directeurs ; série : webinaires" * 2) for at in range(1, 301))
    blocks.append(Table("Les chiffres", ("Note", "Chiffre", "Valeur", "Filtres"), rows, (8, 22, 20, 50), notes=tuple(range(1, 301))))
    return Paper("Bilan", "Mesure", "Organisme", clock.now(), tuple(blocks), mark="BROUILLON", foot="Bilan", leaf=("BILAN", "2027"))


def main() -> None:
    """One line a format: seconds, memory of the process at most until then, size."""
    paper = long_paper()
    if len(sys.argv) > 1:
        app, year = create_app(), int(sys.argv[1])
        with app.app_context(), reading():
            began = time.perf_counter()
            paper = paper_of_report(year, queries.report_of(year), Ledger(), clock.now(), app.config["ORGANISATION_NAME"])
            print(f"figures {time.perf_counter() - began:6.2f} s")
    for format in documents.FORMATS:
        began = time.perf_counter()
        content = documents.write(paper, format)
        took = time.perf_counter() - began
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # of the whole process, what typst keeps included
        print(f"{format:7} {took:6.2f} s {most / 1024:6.0f} MiB {len(content) / 1024:7.0f} KiB")


if __name__ == "__main__":
    main()
