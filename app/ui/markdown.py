"""Markdown written by facilitators, made HTML that can do nothing but be read (T01). The only maker of raw HTML."""

import html
import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br", "h2", "h3", "h4", "code", "blockquote"}
_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).disable(["image"])
_HEADING = re.compile(r"<(/?)h([1-6])>")
LONGEST = 20_000


@lru_cache(maxsize=256)  # the description of an event is read by thousands
def markdown(text: str, heading: int = 3) -> Markup:
    """The text as safe HTML, its headings beginning at level ``heading``."""
    rendered = _PARSER.render(text[:LONGEST])
    lowered = _HEADING.sub(lambda m: f"<{m[1]}h{min(int(m[2]) + heading - 1, 4)}>", rendered)
    kept = nh3.clean(lowered, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel="noopener")
    return Markup(kept)  # noqa: S704 - cleaned by nh3 on the line above


def plain(text: str) -> str:
    """The same text for a mail or a calendar: no mark left, links written out."""
    bare = nh3.clean(re.sub(r'<a href="([^"]*)"[^>]*>(.*?)</a>', r"\2 (\1)", str(markdown(text))), tags=set())
    return re.sub(r"\n{3,}", "\n\n", html.unescape(bare)).strip()
