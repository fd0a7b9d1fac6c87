"""The report as a file: what it says, in whose hands it falls, and what it costs."""

import io
from pathlib import Path

import docx
import pytest

from app.annual_report import queries
from app.annual_report.documents import paper_of_report
from app.annual_report.drawings import Brought, Seen, drawn
from app.annual_report.freezing import freeze
from app.annual_report.models import ANY_WORDING, SentenceEdit, Stage
from app.core import documents
from app.core.db import add, db, transaction
from app.core.paper import Bars, Heading, Table, Words
from app.core.text import searchable
from app.events.models import Event
from app.indicators.ledger import Ledger
from tests import make
from tests.annual_report.year import YEAR, begun, year_of_domicile
from tests.browsers import browser_of
from tests.core.papers import MONTHS
from tests.pdf import words
from tests.statements import statements

pytestmark = pytest.mark.once


@pytest.fixture
def camille():
    return make.account("Camille Roussel", networks=["mdph-directeurs"])


@pytest.fixture
def events():
    return year_of_domicile(events=4, came=(3, 4, 5, 2))


def paper(**more):
    db.session.expire_all()
    return paper_of_report(YEAR, queries.report_of(YEAR), Ledger(), make.now(), "Organisme d’essai", **more)


def frozen(camille):
    report = begun(camille, Stage.REVIEWED)
    with transaction():
        freeze(report, camille, make.now())
    return report


def blocks(found, kind):
    return [one for one in found.blocks if isinstance(one, kind)]


def table(found, caption):
    return next((one for one in blocks(found, Table) if one.caption == caption), None)


def test_chapters_sentences_and_every_number_explained(camille, events):
    begun(camille)
    found = paper()
    titles = [one.text for one in blocks(found, Heading)]
    assert titles[-3:] == [
        "Annexe\u00a01. Les chiffres, un par un",
        "Annexe\u00a02. Les définitions",
        "Annexe\u00a03. Les phrases écartées",
    ]
    assert [one.begins_page for one in blocks(found, Heading)][-3:] == [True, False, False]
    assert "Une animation transverse des réseaux" in titles and found.mark == "BROUILLON"
    told = next(one for one in blocks(found, Words) if "webinaires réunissant" in one.text)
    assert ": quatre webinaires réunissant au moins deux participants" in told.text.replace("\u00a0", " ").replace(" :", ":")
    figures = table(found, "Les chiffres dans l’ordre du texte")
    notes = {one.number for words in blocks(found, Words) for one in words.pieces if not isinstance(one, str)}
    assert notes <= {*figures.notes} and [row[0] for row in figures.rows] == [str(number) for number in figures.notes]
    held = next(row for row in figures.rows if row[1] == "Événements tenus" and row[2] == "4")
    assert f"Année {YEAR}" in held[3] and "Webinaires domicile" in held[3]
    definitions = dict(table(found, "Ce que chaque chiffre compte").rows)
    assert {row[1] for row in figures.rows} == {*definitions} and all(definitions.values())
    assert [*definitions] == sorted(definitions, key=searchable)


def test_sentences_left_out_are_told_with_their_reason_unless_one_asks_otherwise(camille, events):
    report = begun(camille)
    by_hand = {"report_id": report.id, "sentence_code": "P26", "variant": ANY_WORDING, "is_left_out": True}
    with transaction():
        add(SentenceEdit(**by_hand, edited_by_id=camille.id, edited_at=make.now()))
    rows = table(paper(), "Phrases écartées et raisons").rows
    assert ("Une animation transverse des réseaux", "P26", "Écartée à la main.") in rows and len(rows) > 10
    assert table(paper(with_left_out=False), "Phrases écartées et raisons") is None
    assert blocks(paper(), Bars) == []  # nothing is drawn of what is not told


def test_what_a_chapter_compares_is_drawn_and_listed(camille, events):
    begun(camille)
    along, named = blocks(paper(), Bars)
    assert along.rows == tuple(zip(MONTHS, (0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0), strict=True))
    assert named.rows == tuple(
        (f"12\u00a0{month} – {event.title}", came)
        for month, event, came in zip(("mars", "avril", "mai", "juin"), events, (3, 4, 5, 2), strict=True)
    )
    assert along.alternative.endswith("Toutes les valeurs sont dans le tableau qui suit.")


def test_few_numbers_or_too_many_are_not_drawn():
    seen = {f"e{at}": Seen(f"Événement {at}", make.at(f"2027-{at % 12 + 1:02d}-01 09:00").date()) for at in range(60)}

    def bars(count, code):
        return drawn([Brought("c", code, {f"e{at}": at for at in range(count)})], seen, 2027).get("c", [])

    assert [len(bars(count, "evenements_tenus")) for count in (0, 3, 4, 60)] == [0, 0, 1, 1]
    assert [len(bars(count, "participations")) for count in (0, 2, 3, 40, 41)] == [0, 0, 1, 1, 0]
    assert bars(30, "membres") == []
    assert drawn([Brought("c", "evenements_tenus", {f"e{at}": 1 for at in (2, 14, 26, 38)})], seen, 2027)["c"] == []  # one month
    assert drawn([Brought("c", "evenements_tenus", {f"e{at}": 1 for at in range(9)})], seen, 2026)["c"] == []


def test_an_event_told_twice_is_drawn_once(camille):
    seen = {f"e{at}": Seen("Réunion", make.at(f"2027-0{at + 1}-01 09:00").date()) for at in range(4)}
    twice = [Brought("c", "evenements_tenus", dict.fromkeys(seen, 1)), Brought("c", "evenements_tenus", {"e0": 1})]
    ((along,),) = drawn(twice, seen, 2027).values()
    assert along.rows[0] == ("janv.", 1)


@pytest.mark.parametrize("format", documents.FORMATS)
def test_a_frozen_report_makes_the_same_file_whatever_happens_then(camille, events, format):
    report = frozen(camille)
    before = documents.write(paper(), format)
    with transaction():
        db.session.query(Event).update({"title": "Renommé"})
    assert documents.write(paper(), format) == before
    found = paper()
    assert found.mark == "" and ("Empreinte", report.digest) in found.facts
    assert blocks(found, Bars)[1].rows[0] == ("12\u00a0mars – Webinaire 3", 3)


def test_a_frozen_report_says_how_many_rows_and_their_digests(camille, events):
    frozen(camille)
    found = paper()
    figures, digests = table(found, "Les chiffres dans l’ordre du texte"), table(found, "Empreintes des lignes comptées")
    assert figures.headings[-1] == "Lignes" and any(row[2] == "4" and row[5] == "4" for row in figures.rows)
    assert any(one.text.startswith("«\u00a0Lignes\u00a0»") for one in blocks(found, Words))
    assert len(digests.rows) == len(figures.rows) and all(len(row[2]) == 64 for row in digests.rows)
    assert "brouillon" not in documents.write(found, "txt").decode().lower()


def test_the_same_words_in_every_file(camille, events, tmp_path):
    begun(camille)
    found = paper()
    read = {
        "pdf": words(documents.write(found, "pdf"), tmp_path),
        "docx": "\n".join(one.text for one in docx.Document(io.BytesIO(documents.write(found, "docx"))).paragraphs),
        "html": documents.write(found, "html").decode(),
        "txt": documents.write(found, "txt").decode(),
    }
    for sentence in (
        "webinaires réunissant",
        "Annexe 1. Les chiffres, un par un",
        "Participants à chaque événement",
        "Commencer par l’annexe",
    ):
        there = {format for format, said in read.items() if sentence in " ".join(said.split())}
        assert there == (set() if sentence.startswith("Commencer") else {*read}), sentence


def test_a_facilitator_takes_it_away_and_nobody_else(app, camille, events):
    begun(camille)
    address = f"/bilan/{YEAR}/v1/document.pdf"
    assert browser_of(app).get(address).status_code in (302, 303)
    assert make.sign_in(browser_of(app), make.account("Basile Nomdedeu")).get(address).status_code == 404
    browser = make.sign_in(browser_of(app), camille)
    for format in documents.FORMATS:
        answer = browser.get(f"/bilan/{YEAR}/v1/document.{format}")
        assert answer.status_code == 200 and answer.headers["Content-Disposition"].endswith(f'"bilan-{YEAR}-version-1-brouillon.{format}"')
    assert [
        browser.get(f"/bilan/{one}").status_code for one in (f"{YEAR}/v2/document.pdf", f"{YEAR}/v1/document.exe", "1999/v1/document.pdf")
    ] == [404] * 3
    assert "écartées et raisons" not in browser.get(f"/bilan/{YEAR}/v1/document.txt?ecartees=non").text


def test_the_page_of_the_report_offers_each_file(app, camille, events):
    begun(camille)
    page = make.sign_in(browser_of(app), camille).get(f"/bilan/{YEAR}").text
    assert all(f"/bilan/{YEAR}/v1/document.{format}" in page for format in documents.FORMATS)


def test_it_costs_the_database_no_more_than_the_page(app, camille, events):
    begun(camille)
    browser = make.sign_in(browser_of(app), camille)
    with statements() as page:
        browser.get(f"/bilan/{YEAR}")
    with statements() as file:
        browser.get(f"/bilan/{YEAR}/v1/document.txt")
    assert len(file) <= len(page)


def test_the_command_writes_the_file(app, camille, events, tmp_path):
    run = app.test_cli_runner().invoke
    for format in ("pdf", "docx", "odt", "html", "text"):
        path = tmp_path / f"bilan.{format}"
        done = run(args=["bilan", str(YEAR), "--format", format, "--output", str(path)])
        assert done.exit_code == 0 and path.stat().st_size > 50 and done.stdout == ""
    assert (tmp_path / "bilan.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert "P26\tquatre webinaires" in (tmp_path / "bilan.text").read_text()
    assert run(args=["bilan", str(YEAR), "--format", "html"]).stdout.startswith("<!doctype html>")
    refused = run(args=["bilan", str(YEAR), "--format", "pdf"])
    assert refused.exit_code == 2 and "--output" in refused.stderr


def test_no_font_and_no_address_is_in_the_templates():
    folder = Path(documents.__file__).parents[2] / "templates" / "paper"
    assert {path.suffix for path in folder.iterdir()} == {".typ", ".css"}
    assert not any("http" in path.read_text() or "@preview" in path.read_text() for path in folder.iterdir())
