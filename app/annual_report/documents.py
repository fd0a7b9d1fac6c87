"""The report of a year as a document to be kept, printed and passed on: its chapters, its drawings, and every number explained."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.annual_report import drawings
from app.annual_report.contents import as_read, contents
from app.annual_report.document import Basis, Document, Piece, Section, Slot
from app.annual_report.drawings import Drawings
from app.annual_report.frozen import document_of_frozen
from app.annual_report.models import AnnualReport
from app.core.paper import Bars, Block, Heading, Note, Paper, Table, Words
from app.core.paper import Piece as Written
from app.core.text import searchable
from app.indicators.ledger import Ledger
from app.ui.french import NBSP, moment, number, sentence, short_day

HOW_TO_READ = (
    "Chaque nombre de ce bilan est calculé d’après les événements, les inscriptions et les présences enregistrés. "
    "Le numéro entre crochets qui le suit renvoie à l’annexe, qui dit ce qui a été compté."
)
HOW_MANY_ROWS = (
    f"«{NBSP}Lignes{NBSP}»{NBSP}: combien de lignes de données ont été gardées pour ce chiffre. Ce sont ses événements et, selon ce qu’il compte, "
    "leurs inscriptions ou leurs réponses, ou encore des adhésions, des lettres, des espaces."
)


def paper_of_report(
    year: int, report: AnnualReport | None, ledger: Ledger, at: datetime, organisation: str, *, with_left_out: bool = True
) -> Paper:
    """The report of that year as it stands: what was frozen, the same on any day, or figures computed now."""
    if report and report.is_frozen:
        return paper_of(document_of_frozen(report), drawings.of_frozen(report), organisation, with_left_out=with_left_out)
    told = contents(year, report, ledger)
    return paper_of(as_read(told, report, at), drawings.of_draft(told), organisation, with_left_out=with_left_out)


def paper_of(document: Document, drawn: Drawings, organisation: str, *, with_left_out: bool = True) -> Paper:
    """The whole document, the same for every kind of file."""
    blocks: list[Block] = [Words((HOW_TO_READ,), "small")] if document.notes else []
    for section in document.sections:
        if section.paragraphs:
            blocks += _chapter(section, drawn.get(section.code, ()))
    blocks += _annexes(document, with_left_out)
    stage = document.stage_said
    return Paper(
        title=document.title,
        subtitle="L’activité des réseaux, d’après les chiffres de l’année",
        author=organisation,
        at=document.at,
        blocks=tuple(blocks),
        facts=tuple(_facts(document)),
        mark="" if document.is_frozen else stage.upper(),
        foot=f"{document.title}, version{NBSP}{document.version}, {stage.lower()}",
        subject=f"{document.title} de l’activité des réseaux, version{NBSP}{document.version}, {stage.lower()}. {sentence(_dated(document))}.",
        leaf=("BILAN", str(document.year)),
    )


def _dated(document: Document) -> str:
    return f"{'figé' if document.is_frozen else 'chiffres calculés'} le {moment(document.at)}"


def _facts(document: Document) -> Iterable[tuple[str, str]]:
    yield "Version", f"{document.version}, {document.stage_said.lower()}"
    yield "Période", f"du 1er{NBSP}janvier au 31{NBSP}décembre {document.year}"
    yield ("Figé le" if document.is_frozen else "Chiffres calculés le"), moment(document.at)
    if document.digest:
        yield "Empreinte", document.digest


def _chapter(section: Section, drawings: Sequence[Bars]) -> Iterable[Block]:
    yield Heading(section.title)
    for paragraph in section.paragraphs:
        yield from _paragraphs(paragraph.pieces)
        if notes := [phrase.note for phrase in paragraph.phrases if phrase.note]:
            yield Words((" ".join(dict.fromkeys(notes)),), "small")
    yield from drawings


def _paragraphs(pieces: Sequence[Piece]) -> Iterable[Words]:
    """The same words; a line that somebody ended ends."""
    lines: list[list[Written]] = [[]]
    for piece in pieces:
        if isinstance(piece, Slot):
            lines[-1].append(Note(piece.said, piece.basis.number))
            continue
        first, *others = piece.split("\n")
        lines[-1].append(first)
        lines += [[one] for one in others]
    yield from (Words(tuple(line)) for line in lines if any(isinstance(one, Note) or one.strip() for one in line))


def _annexes(document: Document, with_left_out: bool) -> Iterable[Block]:
    annexes = [
        ("Les chiffres, un par un", _figures(document)),
        ("Les définitions", _definitions(document)),
        ("Les phrases écartées", _left_out(document) if with_left_out else []),
        ("Les empreintes", _digests(document) if document.is_frozen else []),
    ]
    for rank, (title, blocks) in enumerate((one for one in annexes if one[1]), 1):
        yield Heading(f"Annexe{NBSP}{rank}. {title}", begins_page=rank == 1)
        yield from blocks


def _figures(document: Document) -> list[Block]:
    if not document.notes:
        return []
    rows = tuple(_figure(one, document.is_frozen) for one in document.notes)
    headings = ("Note", "Chiffre", "Valeur", "Filtres", "Base") + (("Lignes",) if document.is_frozen else ())
    widths = (7, 20, 18, 32, 15, 8) if document.is_frozen else (7, 20, 20, 36, 17)
    numeric = frozenset({5}) if document.is_frozen else frozenset[int]()
    table = Table(
        "Les chiffres dans l’ordre du texte", headings, rows, widths, numeric=numeric, notes=tuple(one.number for one in document.notes)
    )
    return [Words((HOW_MANY_ROWS,), "small"), table] if document.is_frozen else [table]


def _figure(basis: Basis, is_frozen: bool) -> tuple[str, ...]:
    row = (str(basis.number), basis.label, basis.shown, basis.filters, sentence(basis.detail))
    return (*row, number(basis.rows or 0)) if is_frozen else row


def _definitions(document: Document) -> list[Block]:
    said = dict.fromkeys((one.label, one.definition) for one in document.notes)
    if not said:
        return []
    table = Table(
        "Ce que chaque chiffre compte", ("Chiffre", "Définition"), tuple(sorted(said, key=lambda one: searchable(one[0]))), (26, 74)
    )
    return [table]


def _left_out(document: Document) -> list[Block]:
    rows = tuple((section.title, one.code, one.reason) for section in document.sections for one in section.left_out)
    if not rows:
        return []
    why = "Une phrase que les chiffres de l’année ne rendent pas vraie n’est pas écrite. Voici lesquelles, et pourquoi."
    table = Table("Phrases écartées et raisons", ("Chapitre", "Phrase", "Raison"), rows, (30, 12, 58))
    return [Words((why,), "small"), table]


def _digests(document: Document) -> list[Block]:
    kept = [one for one in document.notes if one.digest]
    if not kept:
        return []
    how = (
        f"L’empreinte de chaque chiffre est calculée (SHA-256) sur les lignes comptées le {short_day(document.at)}. "
        "L’archive de preuve du bilan contient ces lignes et dit comment vérifier."
    )
    rows = tuple((str(one.number), one.label, one.digest) for one in kept)
    table = Table("Empreintes des lignes comptées", ("Note", "Chiffre", "Empreinte"), rows, (7, 26, 67), code=frozenset({2}))
    return [Words((how,), "small"), table]
