"""A document for LibreOffice: real titles, tables whose first row is repeated, drawings with their words, in French."""

import re
from collections.abc import Iterator

from app.core import odt_parts
from app.core.drawing import WIDE, height
from app.core.paper import Bars, Heading, Paper, Piece, Table, Words, chapters, escaped, ranked
from app.core.paper_pdf import picture
from app.core.zipped import archive

_STYLES = {"body": "Standard", "lead": "Lead", "small": "Small"}
_RUNS = re.compile("^ | {2,}")


def write(paper: Paper) -> bytes:
    """The file."""
    drawings = [one for one in paper.blocks if isinstance(one, Bars)]
    return archive(
        [
            ("mimetype", odt_parts.TYPE),
            ("content.xml", _content(paper)),
            ("styles.xml", odt_parts.styles(paper)),
            ("meta.xml", odt_parts.meta(paper)),
            *((f"Pictures/{at}.png", picture(one)) for at, one in enumerate(drawings, 1)),
            ("META-INF/manifest.xml", odt_parts.manifest(len(drawings))),
        ]
    )


def _content(paper: Paper) -> str:
    body = "".join([*_first(paper), *_contents(paper), *_blocks(paper)])
    automatic = "".join(_widths(name, one) for name, one in _tables(paper))
    return (
        f'{odt_parts.XML}<office:document-content {odt_parts.NAMES} office:version="1.2">'
        f"<office:automatic-styles>{odt_parts.AUTOMATIC}{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def _first(paper: Paper) -> Iterator[str]:
    yield _paragraph(_said(paper.author), "First")
    yield _paragraph(_said(paper.title), "Title")
    if paper.subtitle:
        yield _paragraph(_said(paper.subtitle), "Subtitle")
    if paper.mark:
        yield _paragraph(_said(paper.mark), "Mark")
    for name, said in paper.facts:
        yield _paragraph(f'<text:span text:style-name="Faint">{_said(name)}\u00a0: </text:span>{_said(said)}', "Fact")


def _contents(paper: Paper) -> Iterator[str]:
    """Links to the chapters, each with a field for its page: LibreOffice fills it when the document is opened."""
    titles = chapters(paper)
    if not titles:
        return
    entries = "".join(
        _paragraph(
            f'<text:a xlink:type="simple" xlink:href="#chapitre-{at}">{_said(title)}<text:tab/>'
            f'<text:bookmark-ref text:reference-format="page" text:ref-name="chapitre-{at}"/></text:a>',
            "Contents_20_1",
        )
        for at, title in titles
    )
    yield (
        '<text:table-of-content text:style-name="Contents" text:name="Sommaire"><text:table-of-content-source text:outline-level="1">'
        '<text:index-title-template text:style-name="Contents_20_Heading">Sommaire</text:index-title-template>'
        '<text:table-of-content-entry-template text:outline-level="1" text:style-name="Contents_20_1"><text:index-entry-link-start/>'
        '<text:index-entry-text/><text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/>'
        "<text:index-entry-link-end/></text:table-of-content-entry-template></text:table-of-content-source><text:index-body>"
        '<text:index-title text:name="Sommaire-titre"><text:p text:style-name="Contents_20_Heading">Sommaire</text:p></text:index-title>'
        f"{entries}</text:index-body></text:table-of-content>"
    )


def _blocks(paper: Paper) -> Iterator[str]:
    for rank, one in ranked(paper):
        match one:
            case Heading():
                yield _heading(one, rank)
            case Words():
                yield _paragraph("".join(_piece(piece, paper.numbers) for piece in one.pieces), _STYLES[one.style])
            case Table():
                yield _paragraph(_said(one.caption), "Caption") + _table(one, f"Tableau_{rank}")
            case Bars():
                drawn = _paragraph(_said(one.caption), "Caption") + _paragraph(_picture(one, rank), "Drawing")
                yield drawn + _table(one.table, f"Valeurs_{rank}")


def _tables(paper: Paper) -> Iterator[tuple[str, Table]]:
    for rank, one in ranked(paper):
        if isinstance(one, Table):
            yield f"Tableau_{rank}", one
        elif isinstance(one, Bars):
            yield f"Valeurs_{rank}", one.table


def _heading(heading: Heading, rank: int) -> str:
    style = f"Heading_20_{heading.level}" if not heading.begins_page else f"Page{heading.level}"
    mark = f'<text:bookmark text:name="chapitre-{rank}"/>' if heading.level == 1 else ""
    return f'<text:h text:style-name="{style}" text:outline-level="{heading.level}">{mark}{_said(heading.text)}</text:h>'


def _piece(piece: Piece, numbers: frozenset[int]) -> str:
    if isinstance(piece, str):
        return _said(piece)
    if piece.number not in numbers:
        return _said(piece.said)
    link = f'<text:a xlink:type="simple" xlink:href="#note-{piece.number}" office:title="Note {piece.number}">[{piece.number}]</text:a>'
    return f'{_said(piece.said)}<text:span text:style-name="NoteLink">{link}</text:span>'


def _paragraph(words: str, style: str) -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def _said(text: str) -> str:
    """Runs of spaces are counted: the format would make one of them."""
    said = escaped(text)
    return _RUNS.sub(lambda run: f'<text:s text:c="{len(run[0])}"/>', said) if "  " in said or said[:1] == " " else said


def _widths(name: str, table: Table) -> str:
    whole = odt_parts.PAGE_WIDE
    columns = "".join(
        f'<style:style style:name="{name}.{at}" style:family="table-column"><style:table-column-properties'
        f' style:column-width="{whole * wide / sum(table.widths):.3f}cm"/></style:style>'
        for at, wide in enumerate(table.widths)
    )
    return (
        f'<style:style style:name="{name}" style:family="table"><style:table-properties style:width="{whole}cm" table:align="left"'
        f' fo:margin-bottom="0.4cm" style:may-break-between-rows="true"/></style:style>{columns}'
    )


def _table(table: Table, name: str) -> str:
    columns = "".join(f'<table:table-column table:style-name="{name}.{at}"/>' for at in range(len(table.widths)))
    heads = "".join(_cell(table, column, said, is_head=True) for column, said in enumerate(table.headings))
    rows = "".join(_row(table, at, row) for at, row in enumerate(table.rows))
    return (
        f'<table:table table:name="{name.replace("_", " ")}" table:style-name="{name}"><table:title>{escaped(table.caption)}</table:title>'
        f'{columns}<table:table-header-rows><table:table-row table:style-name="Row">{heads}</table:table-row></table:table-header-rows>'
        f"{rows}</table:table>"
    )


def _row(table: Table, at: int, row: tuple[str, ...]) -> str:
    cells = "".join(
        _cell(table, column, said, note=table.notes[at] if table.notes and not column else 0) for column, said in enumerate(row)
    )
    return f'<table:table-row table:style-name="Row">{cells}</table:table-row>'


def _cell(table: Table, column: int, said: str, *, is_head: bool = False, note: int = 0) -> str:
    words = (f'<text:bookmark text:name="note-{note}"/>' if note else "") + _said(said)
    if column in table.code and not is_head:
        words = f'<text:span text:style-name="Digest">{words}</text:span>'
    style = ("CellCompact" if table.is_compact else "Cell") + ("Head" if is_head else "") + ("Right" if column in table.numeric else "")
    box = "HeadBox" if is_head else "Box"
    return f'<table:table-cell table:style-name="{box}" office:value-type="string">{_paragraph(words, style)}</table:table-cell>'


def _picture(bars: Bars, number: int) -> str:
    down = odt_parts.PAGE_WIDE * height(bars) / WIDE
    return (
        f'<draw:frame draw:style-name="Picture" draw:name="Graphique {number}" text:anchor-type="as-char" svg:width="{odt_parts.PAGE_WIDE}cm"'
        f' svg:height="{down:.2f}cm"><draw:image xlink:href="Pictures/{number}.png" xlink:type="simple" xlink:show="embed"'
        f' xlink:actuate="onLoad"/><svg:title>{escaped(bars.caption)}</svg:title>'
        f"<svg:desc>{escaped(bars.alternative)}</svg:desc></draw:frame>"
    )
