"""One document, five files: PDF/UA, Word, LibreOffice, HTML and text. None asks anything of another machine, nor of the fonts of this one."""

from collections.abc import Callable

from flask import Response

from app.core import paper_docx, paper_html, paper_odt, paper_pdf, paper_text
from app.core.paper import Paper
from app.core.text import slug_of

FORMATS = {"pdf": "PDF", "docx": "Word (DOCX)", "odt": "LibreOffice (ODT)", "html": "Page web (HTML)", "txt": "Texte"}
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
_WRITERS: dict[str, Callable[[Paper], bytes]] = {
    "pdf": paper_pdf.write,
    "docx": paper_docx.write,
    "odt": paper_odt.write,
    "html": paper_html.write,
    "txt": paper_text.write,
}


def write(paper: Paper, format: str) -> bytes:
    """The document in a file of that format; the same document makes the same bytes."""
    return _WRITERS[format](paper)


def download(paper: Paper, format: str, name: str) -> Response:
    """The answer that a browser saves under ``name``, and that no cache keeps."""
    response = Response(write(paper, format), content_type=_TYPES[format])
    response.headers["Content-Disposition"] = f'attachment; filename="{slug_of(name, 80)}.{format}"'
    response.headers["Cache-Control"] = "no-store"
    return response
