"""The two templates that serve all letters; their styles are put on the elements once, when first used."""

import re
from functools import lru_cache
from typing import Any

import css_inline
from flask import current_app
from jinja2 import Template
from markupsafe import Markup

from app.outbox.letter import Letter
from app.ui import french
from app.ui.markdown import markdown, plain

_TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
_BEFORE, _AFTER = re.compile(r" (?=[:;?!»%])"), re.compile(r"(?<=«) ")
_SCREEN = re.compile(r"<style media=\"screen\">(.*?)</style>", re.DOTALL)
_PEEK = 150
_HIDDEN_TAG = re.compile(r"<!--(\{%.*?%\})-->", re.DOTALL)


def text(letter: Letter) -> str:
    """The letter for those who read plain text: complete, each address alone on its line."""
    words = _plain(letter.words)
    drawn = _template("mail/letter.txt", is_html=False).render(letter=letter, words=words, is_link=is_link, spaced=spaced, **_frame())
    return re.sub(r"\n{3,}", "\n\n", drawn).strip() + "\n"


def html(letter: Letter) -> str:
    """The letter as a page: leaf, heading, facts, one button."""
    words = _marked(letter.words)
    leaf = letter.leaf
    day = {"month": french.SHORT_MONTHS[leaf.month - 1], "number": leaf.day, "weekday": french.DAYS[leaf.weekday()]} if leaf else None
    return _template("mail/letter.html", is_html=True).render(
        letter=letter, words=words, peek=_peek(letter), day=day, is_link=is_link, spaced=spaced, **_frame()
    )


def _peek(letter: Letter) -> str:
    """What a mailbox shows beside the subject: what is said after the greeting, else the facilitator's words, else when and where."""
    said = [one for one in letter.paragraphs[1:] if not one.startswith("«")] or [" ".join(_plain(letter.words).split())[:_PEEK]]
    return said[0] or ". ".join(words for _, words in letter.facts[:2])


def spaced(words: str) -> str:
    """No line begins with a lonely mark: the spaces of French punctuation do not break, whoever typed the title."""
    return _AFTER.sub(french.NBSP, _BEFORE.sub(french.NBSP, words))


def is_link(words: str) -> bool:
    """Whether a fact is nothing but an address to follow."""
    return words.startswith(("https://", "http://")) and " " not in words


@lru_cache(maxsize=32)
def _plain(words: str) -> str:
    # The same words go to thousands: they are read once.
    return plain(spaced(words)) if words else ""


@lru_cache(maxsize=32)
def _marked(words: str) -> Markup:
    return markdown(spaced(words), heading=2)


def _frame() -> dict[str, Any]:
    config = current_app.config
    return {
        "service": config["SERVICE_NAME"],
        "organisation": config["ORGANISATION_NAME"],
        "organisation_short": config["ORGANISATION_SHORT"],
        "address": config["ORGANISATION_ADDRESS"],
        "home": config["BASE_URL"] + "/",
        "privacy": config["BASE_URL"] + "/donnees-personnelles",
    }


def _template(name: str, *, is_html: bool) -> Template:
    kept: dict[str, Template] = current_app.extensions.setdefault("letter_paper", {})
    if name not in kept:
        kept[name] = _prepared(name, is_html)
    return kept[name]


def _prepared(name: str, is_html: bool) -> Template:
    env = current_app.jinja_env.overlay(autoescape=is_html)
    assert env.loader is not None  # noqa: S101 - Flask gives one
    source = env.loader.get_source(env, name)[0]
    return env.from_string(_inlined(source) if is_html else source)


def _inlined(source: str) -> str:
    """Styles on the elements, as mail programs need them; template tags travel as comments, which no HTML parser moves."""
    kept = _SCREEN.search(source)
    hidden = _TAG.sub(lambda found: f"<!--{found[0]}-->", _SCREEN.sub("", source))
    drawn = css_inline.CSSInliner(keep_style_tags=False).inline(hidden)
    if kept:  # phones and dark mode: what cannot stand on an element
        drawn = drawn.replace("</head>", f"<style>{kept[1]}</style></head>", 1)
    return _HIDDEN_TAG.sub(lambda found: found[1], drawn)
