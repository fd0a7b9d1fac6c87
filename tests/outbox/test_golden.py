"""Each kind of letter beside what was kept of it once somebody had read it (outbox §6.11): headers, text, page and calendar, parsed.

A letter that changes on purpose: ``GOLDEN=write .venv/bin/python -m pytest tests/outbox/test_golden.py``, then read the difference.
"""

import os
import re
from pathlib import Path

import icalendar
import pytest
import time_machine

from app.mailroom import LETTERS
from tests.letters import calendar_of, html_of, text_of
from tests.outbox.every_kind import every_kind
from tests.paper import Paper

GOLDEN = Path(__file__).parent / "golden"
KINDS = sorted(set(LETTERS) - {"sample"})  # a sample is only looked at: it never leaves
PARTS = ("multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics")
# What is new in each letter, and proves nothing about the others.
CHANCE = (
    (re.compile(r"[a-z2-7]{26}[A-Za-z0-9_-]{43}"), "SECRET"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "UUID"),
    (re.compile(r"(?<![a-z2-7])[a-z2-7]{26}(?![a-z2-7])"), "NAME"),
    (re.compile(r"/n/[\w-]+"), "/n/SECRET"),
)
_written = {}


@pytest.fixture
def letters():
    if not _written:
        with time_machine.travel("2027-01-31 12:00+00:00", tick=True):
            _written.update(every_kind())
    return _written


def test_every_kind_of_letter_is_told(letters):
    assert sorted(letters) == KINDS == sorted(path.stem for path in GOLDEN.glob("*.txt"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_letter_is_what_somebody_read_and_kept(letters, kind):
    told = told_of(letters[kind])
    path = GOLDEN / f"{kind}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(told)
    assert told == path.read_text()


def told_of(message):
    """A letter as four lists of lines: what programs read, what people read, what their page shows, what their calendar keeps."""
    headers = [f"{name}: {value}" for name, value in message.items() if name not in ("Message-ID", "Content-Type", "Date")]
    parts = [part.get_content_type() for part in message.walk()]
    assert tuple(parts) in (PARTS, PARTS[1:4]), parts
    pieces = ["\n".join([*headers, " > ".join(parts)]), text_of(message).strip(), "\n".join(_page(html_of(message)))]
    if data := calendar_of(message):
        pieces.append("\n".join(_calendar(icalendar.Calendar.from_ical(data))))
    told = "\n\n=====\n\n".join(pieces) + "\n"
    told = told.replace("\r\n", "\n")
    for pattern, name in CHANCE:
        told = pattern.sub(name, told)
    return told


def _page(html):
    """Each element that says or links something, in order."""
    for node in Paper(html).root.all("title", "h1", "h2", "p", "dt", "dd", "td", "th", "li", "a"):
        if node.tag == "a":
            yield f"a {node.attrs['href']} {node.text}"
        elif node.text and not any(child.tag in ("p", "td", "dt", "dd", "li", "h1", "h2") for child in node.walk()):
            yield f"{node.tag} {node.text}"


def _calendar(read):
    """Each property with its parameters, as a parser understands them."""
    for component in read.walk():
        yield f"[{component.name}]"
        for name, value in component.property_items(recursive=False):
            if name not in ("BEGIN", "END"):
                said = value.to_ical().decode() if hasattr(value, "to_ical") else str(value)
                known = {key: str(one) for key, one in sorted(getattr(value, "params", {}).items())}
                yield f"{name} {known or ''}{said}"
