"""A document for Word: real headings, tables whose first row is repeated, drawings with their words, in French."""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from app.core import docx_parts
from app.core.docx_parts import PAGE_WIDE
from app.core.drawing import WIDE, height
from app.core.paper import FAINT, Bars, Heading, Paper, Piece, Table, Words, chapters, cleaned, escaped, ranked
from app.core.paper_pdf import picture
from app.core.zipped import archive

_EMU = 360_000  # in a centimetre
_STYLES = {"body": "", "lead": "Lead", "small": "Small"}


def write(paper: Paper) -> bytes:
    """The file."""
    drawings = [one for one in paper.blocks if isinstance(one, Bars)]
    return archive(
        [
            ("[Content_Types].xml", docx_parts.CONTENT_TYPES),
            ("_rels/.rels", docx_parts.RELATIONS),
            ("docProps/core.xml", docx_parts.core(paper)),
            ("docProps/app.xml", docx_parts.APPLICATION),
            ("word/document.xml", _document(paper)),
            ("word/styles.xml", docx_parts.styles()),
            ("word/settings.xml", docx_parts.SETTINGS),
            ("word/header1.xml", docx_parts.header(paper)),
            ("word/footer1.xml", docx_parts.footer(paper)),
            ("word/_rels/document.xml.rels", docx_parts.relations(len(drawings))),
            *((f"word/media/image{at}.png", picture(one)) for at, one in enumerate(drawings, 1)),
        ]
    )


def _document(paper: Paper) -> str:
    body = "".join([*_first(paper), *_contents(paper), *_blocks(paper)])
    return f"{docx_parts.XML}<w:document {docx_parts.NAMES}><w:body>{body}{docx_parts.SECTION}</w:body></w:document>"


def _first(paper: Paper) -> Iterator[str]:
    yield _paragraph(_run(paper.author), "Author")
    yield _paragraph(_run(paper.title), "Title")
    if paper.subtitle:
        yield _paragraph(_run(paper.subtitle), "Subtitle")
    if paper.mark:
        yield _paragraph(_run(paper.mark), "Mark")
    for name, said in paper.facts:
        yield _paragraph(_run(f"{name}\u00a0: ", f'<w:color w:val="{FAINT[1:]}"/>') + _run(said), "Fact")


def _contents(paper: Paper) -> Iterator[str]:
    """Links to the chapters; Word gives their pages when its reader asks for them (F9)."""
    titles = chapters(paper)
    if not titles:
        return
    yield _paragraph(_run("Sommaire"), "ContentsHeading")
    opening = (
        _field("begin") + '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z \\u </w:instrText></w:r>' + _field("separate")
    )
    for at, title in titles:
        link = f'<w:hyperlink w:anchor="_Toc{at:06}" w:history="1">{_run(title)}</w:hyperlink>'
        yield _paragraph((opening if at == 1 else "") + link + (_field("end") if at == len(titles) else ""), "TOC1")


def _field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _blocks(paper: Paper) -> Iterator[str]:
    for rank, one in ranked(paper):
        match one:
            case Heading():
                yield _heading(one, rank)
            case Words():
                yield _paragraph("".join(_piece(piece, paper.numbers) for piece in one.pieces), _STYLES[one.style])
            case Table():
                yield _paragraph(_run(one.caption), "Caption") + _table(one)
            case Bars():
                yield _paragraph(_run(one.caption), "Caption") + _paragraph(_picture(one, rank), "Drawing") + _table(one.table)


def _heading(heading: Heading, rank: int) -> str:
    breaks = "<w:pageBreakBefore/>" if heading.begins_page else ""
    words = _run(heading.text)
    if heading.level == 1:  # bookmarks are numbered from one thousand: notes have the numbers below
        words = f'<w:bookmarkStart w:id="{1000 + rank}" w:name="_Toc{rank:06}"/>{words}<w:bookmarkEnd w:id="{1000 + rank}"/>'
    return _paragraph(words, f"Heading{heading.level}", breaks)


def _piece(piece: Piece, numbers: frozenset[int]) -> str:
    if isinstance(piece, str):
        return _run(piece)
    if piece.number not in numbers:
        return _run(piece.said)
    raised = _run(f"[{piece.number}]", '<w:rStyle w:val="NoteLink"/>')
    return _run(piece.said) + f'<w:hyperlink w:anchor="note_{piece.number}" w:history="1">{raised}</w:hyperlink>'


def _paragraph(runs: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{properties}{runs}</w:p>"


def _run(text: str, properties: str = "") -> str:
    said = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{said}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


def _table(table: Table) -> str:
    """A table and the empty line that Word needs after it."""
    wide = [PAGE_WIDE * one // sum(table.widths) for one in table.widths]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in wide)
    properties = (
        f'<w:tblPr><w:tblStyle w:val="Rows"/><w:tblW w:w="{sum(wide)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(cleaned(table.caption))}/></w:tblPr>"
    )
    head = _row(table, table.headings, wide, is_head=True)
    rows = "".join(_row(table, row, wide, note=table.notes[at] if table.notes else 0) for at, row in enumerate(table.rows))
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>" + _paragraph("", "After")


def _row(table: Table, row: tuple[str, ...], wide: list[int], *, is_head: bool = False, note: int = 0) -> str:
    cells = []
    for column, said in enumerate(row):
        words = _run(said, '<w:rStyle w:val="Digest"/>' if column in table.code and not is_head else "")
        if note and column == 0:
            words = f'<w:bookmarkStart w:id="{note}" w:name="note_{note}"/>{words}<w:bookmarkEnd w:id="{note}"/>'
        style = ("CellCompact" if table.is_compact else "Cell") + ("Head" if is_head else "")
        side = '<w:jc w:val="right"/>' if column in table.numeric else ""
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{wide[column]}" w:type="dxa"/></w:tcPr>{_paragraph(words, style, side)}</w:tc>')
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def _picture(bars: Bars, number: int) -> str:
    across, down = 16 * _EMU, round(16 * _EMU * height(bars) / WIDE)
    said = f'id="{number}" name="Graphique {number}" descr={quoteattr(cleaned(bars.alternative))}'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr {said}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr {said}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="image{number}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
