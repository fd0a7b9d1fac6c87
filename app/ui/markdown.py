"""Markdown written by facilitators, made HTML that can do nothing but be read (T01). The only maker of raw HTML."""

import html
import re
from functools import lru_cache
from itertools import count
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br", "h2", "h3", "h4", "code", "blockquote"}
_PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20}).disable(["image"])
_HEADING = re.compile(r"<(/?)h([1-6])>")
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>')
_BARE = re.compile(r"""(?<![\w<(\["'`=/])(https?://[^\s<>"'`*]*[^\s<>"'`*.,;:!?)\]»…])(?![^\[\]\n]{0,200}\]\()""")
_LIST = re.compile(r"<([ou])l>(.*?)</\1l>", re.DOTALL)
_ITEM = re.compile(r"\s*<li>\s*")
_PARAGRAPH = re.compile(r"</(p|h[2-4]|blockquote)>")
LONGEST = 20_000


@lru_cache(maxsize=256)  # the description of an event is read by thousands
def markdown(text: str, heading: int = 3) -> Markup:
    """The text as safe HTML, its headings beginning at level ``heading``; an address that is simply pasted is a link too."""
    rendered = _PARSER.render(_BARE.sub(r"<\1>", text[:LONGEST]))
    lowered = _HEADING.sub(lambda m: f"<{m[1]}h{min(int(m[2]) + heading - 1, 4)}>", rendered)
    kept = nh3.clean(lowered, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="noopener")
    return Markup(kept)  # noqa: S704 - cleaned by nh3 on the line above


def plain(text: str) -> str:
    """The same text for a mail or a calendar: paragraphs apart, lists with their dashes or numbers, links written out."""
    spaced = _PARAGRAPH.sub("\n\n", _LIST.sub(_listed, _LINK.sub(_written_out, str(markdown(text)))))
    return re.sub(r"\n\s*\n\s*", "\n\n", html.unescape(nh3.clean(spaced, tags=set()))).strip()


def _written_out(found: re.Match[str]) -> str:
    return found[2] if unquote(found[1]) == unquote(found[2]) else f"{found[2]} ({found[1]})"


def _listed(found: re.Match[str]) -> str:
    numbers = count(1)
    marked = _ITEM.sub(lambda _: f"\n{next(numbers)}. " if found[1] == "o" else "\n- ", found[2])
    return f"{marked.replace('<p>', '').replace('</p>', '')}\n\n"
