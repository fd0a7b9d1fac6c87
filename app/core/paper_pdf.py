"""A document as a PDF/UA-1 file: tagged, titled, in French, readable by all; the same document makes the same bytes."""

import json
import re
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import Any

import typst

from app.core.drawing import svg
from app.core.paper import ACCENT, FAINT, INK, LINE, SOFT, Bars, Block, Heading, Note, Paper, Table, Words, cleaned

FOLDER = Path(__file__).resolve().parents[2] / "templates"
UNKNOWN = "□"  # a sign that the letters of typst do not have (an emoji, an ideogram)
# The signs that the fonts inside typst can write: PDF/UA refuses a document with a sign that nobody would see.
_RANGES = (
    "20-7e,a0-ac,ae-2ff,370-377,37a-37f,384-38a,38c,38e-3a1,3a3-482,48a-4ff,510-513,51a-51d,1e00-1eff,2000-200b,2010-2029,202f-2040,"
    "2044-2052,2054-205f,2070-2071,2074-208e,20a0-20c0,2100-211e,2120,2122,2124,2126-2151,2153-2184,2190-23ff,2460-2606,2609-262f,"
    "2638-268b,2701-2704,2706-2709,270c-2714,2717-2726,2794,2798-27af"
)
_LINE, _CELL = 70, 24  # letters without a space that a line of text, or of a cell, has room for
_LONG = {longest: re.compile(rf"[^\s\u200b]{{{longest + 1},}}") for longest in (_LINE, _CELL)}


def _signs() -> str:
    return "".join("-".join(f"\\u{int(end, 16):04x}" for end in one.split("-")) for one in _RANGES.split(","))


_UNKNOWN_SIGN = re.compile(f"[^{_signs()}]")


def write(paper: Paper) -> bytes:
    """The file; nothing is read but the template and the fonts that typst carries."""
    made = typst.compile(
        str(FOLDER / "paper/paper.typ"),
        root=str(FOLDER),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"paper": json.dumps(_said(paper), ensure_ascii=False)},
        timestamp=int(paper.at.timestamp()),
    )
    return bytes(made)


def picture(bars: Bars) -> bytes:
    """The drawing of these bars as a PNG image, for files that hold no vectors."""
    inputs = {"svg": _drawing(bars)}
    made = typst.compile(
        str(FOLDER / "paper/picture.typ"), root=str(FOLDER), format="png", ppi=200, ignore_system_fonts=True, sys_inputs=inputs
    )
    return bytes(made)


def printable(text: str, longest: int = _LINE) -> str:
    """The text with signs that can be written, and lines that can be cut."""
    known = _UNKNOWN_SIGN.sub(UNKNOWN, cleaned(text))
    return _LONG[longest].sub(lambda run: "\u200b".join(run[0][at : at + longest] for at in range(0, len(run[0]), longest)), known)


def _said(paper: Paper) -> dict[str, Any]:
    return {
        "name": printable(paper.name),
        "title": printable(paper.title),
        "subtitle": printable(paper.subtitle),
        "author": printable(paper.author),
        "subject": printable(paper.subject),
        "mark": printable(paper.mark),
        "foot": printable(paper.foot),
        "leaf": paper.leaf,
        "facts": [[printable(one) for one in fact] for fact in paper.facts],
        "at": [*paper.at.astimezone(UTC).timetuple()[:6]],
        "colours": [INK, FAINT, ACCENT, SOFT, LINE],
        "numbers": sorted(paper.numbers),
        "blocks": [_block(one) for one in paper.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "breaks": block.begins_page, "text": printable(block.text)}
        case Words():
            pieces = [[printable(one.said), one.number] if isinstance(one, Note) else printable(one) for one in block.pieces]
            return {"kind": "words", "style": block.style, "pieces": pieces}
        case Table():
            return {"kind": "table", **_table(block)}
        case Bars():
            said = {"caption": printable(block.caption), "alternative": printable(block.alternative), "table": _table(block.table)}
            return {"kind": "bars", **said, "svg": _drawing(block) if block.is_along else "", "shares": block.shares}


def _drawing(bars: Bars) -> str:
    return _UNKNOWN_SIGN.sub(UNKNOWN, svg(bars))


def _table(table: Table) -> dict[str, Any]:
    rows = [[printable(said, _LINE if at in table.code else _CELL) for at, said in enumerate(row)] for row in table.rows]
    said = {"caption": printable(table.caption), "headings": [printable(one) for one in table.headings], "rows": rows}
    return asdict(table) | said | {"numeric": sorted(table.numeric), "code": sorted(table.code)}
