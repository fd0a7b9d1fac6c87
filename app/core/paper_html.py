"""A document as one HTML file that needs no other: read on any screen, printed as it stands."""

from base64 import b64encode
from html import escape
from pathlib import Path

from app.core.drawing import svg
from app.core.paper import Bars, Block, Heading, Paper, Piece, Table, Words, chapters, cleaned, ranked, shown

_STYLES = Path(__file__).resolve().parents[2] / "templates" / "paper/paper.css"
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"  # it fetches nothing, wherever it is opened


def write(paper: Paper) -> bytes:
    """The file."""
    body = "\n".join([_first(paper), _contents(paper), *_blocks(paper)])
    return f"{_head(paper)}\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n".encode()


def _head(paper: Paper) -> str:
    return (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_ALONE}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{_said(paper.name)}</title>\n<meta name="author" content="{_said(paper.author)}">\n'
        f'<meta name="description" content="{_said(paper.subject)}">\n<meta name="dcterms.created" content="{paper.at.isoformat()}">\n'
        f"<style>\n{_STYLES.read_text(encoding='utf-8')}{_printed(paper)}\n</style>\n</head>"
    )


def _printed(paper: Paper) -> str:
    """What stands on every sheet once printed: draft or not, and of what it is a part."""
    return f'@page {{ @top-left {{ content: "{_quoted(paper.mark)}" }} @bottom-left {{ content: "{_quoted(paper.foot)}" }} }}'


def _quoted(text: str) -> str:
    """Words for a stylesheet: whatever is not a plain letter or figure is written by its number."""
    return "".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):x} " for one in cleaned(text))


def _first(paper: Paper) -> str:
    mark = f'<p class="mark">{_said(paper.mark)}</p>' if paper.mark else ""
    facts = "".join(f"<dt>{_said(name)}</dt><dd>{_said(said)}</dd>" for name, said in paper.facts)
    subtitle = f'<p class="subtitle">{_said(paper.subtitle)}</p>' if paper.subtitle else ""
    return f'<p class="who">{_said(paper.author)}</p>\n<h1>{_said(paper.title)}</h1>\n{subtitle}{mark}\n<dl class="facts">{facts}</dl>'


def _contents(paper: Paper) -> str:
    entries = "".join(f'<li><a href="#chapitre-{at}">{_said(title)}</a></li>\n' for at, title in chapters(paper))
    return (
        f'<nav class="contents" aria-labelledby="sommaire"><h2 id="sommaire">Sommaire</h2>\n<ol>\n{entries}</ol></nav>' if entries else ""
    )


def _blocks(paper: Paper) -> list[str]:
    return [_block(one, rank, paper.numbers) for rank, one in ranked(paper)]


def _block(block: Block, rank: int, numbers: frozenset[int]) -> str:
    match block:
        case Heading(level=1):
            kind = ' class="page"' if block.begins_page else ""
            return f'<h2 id="chapitre-{rank}"{kind}>{_said(block.text)}</h2>'
        case Heading():
            return f"<h3>{_said(block.text)}</h3>"
        case Words():
            said = "".join(_piece(one, numbers) for one in block.pieces)
            return f"<p>{said}</p>" if block.style == "body" else f'<p class="{block.style}">{said}</p>'
        case Table():
            return _table(block)
        case Bars(is_along=False):
            return _named(block)
        case Bars():
            drawing = b64encode(svg(block).encode()).decode()
            image = f'<img class="drawing" src="data:image/svg+xml;base64,{drawing}" alt="{_said(block.alternative)}">'
            return f'<div class="drawn">{_table(block.table, image)}</div>'


def _piece(piece: Piece, numbers: frozenset[int]) -> str:
    if isinstance(piece, str):
        return _said(piece)
    if piece.number not in numbers:
        return _said(piece.said)
    link = f'<a href="#note-{piece.number}" aria-label="Note {piece.number}">[{piece.number}]</a>'
    return f"{_said(piece.said)}&#8288;<sup>{link}</sup>"  # joined: a line does not begin with the number of a note


def _table(table: Table, drawing: str = "") -> str:
    """One line of many numbers slides under the finger, with what is drawn of it; other wide ones become cards on a phone."""
    heads = "".join(f'<th scope="col"{_kind(table, at)}>{_said(name)}</th>' for at, name in enumerate(table.headings))
    rows = "\n".join(_row(table, at, row) for at, row in enumerate(table.rows))
    slides = table.is_compact and len(table.headings) > 2
    kind = "along compact" if slides else "compact" if table.is_compact else "wide" if len(table.headings) > 2 else "pairs"
    columns = "" if slides else _columns(table)
    whole = (
        f'<table class="{kind}"><caption>{_said(table.caption)}</caption>\n{columns}<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table>"
    )
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{_said(table.caption)}">{drawing}{whole}</div>' if slides else whole


def _columns(table: Table) -> str:
    return "<colgroup>" + "".join(f'<col style="width: {wide}%">' for wide in table.widths) + "</colgroup>"


def _named(bars: Bars) -> str:
    """Each name with its number, and a bar for those who see it."""
    rows = "\n".join(
        f'<tr><td>{_said(name)}</td><td class="bar"><span style="width: {70 * share:.1f}%"></span> {shown(count)}</td></tr>'
        for (name, count), share in zip(bars.rows, bars.shares, strict=True)
    )
    heads = "".join(f'<th scope="col">{_said(one)}</th>' for one in bars.table.headings)
    return (
        f'<table class="drawn compact"><caption>{_said(bars.caption)}</caption>\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table>"
    )


def _row(table: Table, at: int, row: tuple[str, ...]) -> str:
    cells = "".join(
        f'<td data-th="{_said(table.headings[column])}"{_kind(table, column)}>{_said(said)}</td>' for column, said in enumerate(row)
    )
    return f'<tr id="note-{table.notes[at]}">{cells}</tr>' if table.notes else f"<tr>{cells}</tr>"


def _kind(table: Table, column: int) -> str:
    return ' class="n"' if column in table.numeric else ' class="code"' if column in table.code else ""


def _said(text: str) -> str:
    return escape(cleaned(text))
