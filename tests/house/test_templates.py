"""No template is an orphan, and every page is a page of the house."""

import re

import pytest

from tests.house.sources import ROOT, name_of, none, python_files, templates

pytestmark = pytest.mark.once

FRAMELESS = {"templates/base.html", "templates/errors/unknown_host.html"}


def test_every_template_is_used():
    code = "\n".join(path.read_text() for path in python_files())
    marks = "\n".join(path.read_text() for path in templates())
    wrong = []
    for path in templates():
        short = path.relative_to(ROOT / "templates").as_posix()
        by_code = (
            f'"{short}"' in code or f"{short.rpartition('.')[0]}." in code or (short.startswith("ui/pages/") and f'"{path.stem}"' in code)
        )
        if not by_code and f'"{short}"' not in marks:
            wrong.append(name_of(path))
    none(wrong)


def test_every_template_that_is_named_exists():
    named = set(re.findall(r'"([a-z_/]+\.(?:html|txt))"', "\n".join(p.read_text() for p in [*python_files(), *templates()])))
    none(sorted(name for name in named if "/" in name.lstrip("/") and not (ROOT / "templates" / name).exists()))


def test_pages_stand_in_the_frame_and_name_themselves():
    wrong = []
    for path in templates():
        text = path.read_text()
        is_page = '{% extends "' in text
        if is_page and ("block title" not in text or not re.search(r"<h1|block content", text)):
            wrong.append(name_of(path))
    none(wrong)


def test_french_apostrophes_are_real():
    typed = re.compile(r"\b(?:[lLdDnNsScCjJmM]|[qQ]u|aujourd)'[a-zéèêàâîôhA-ZÉ]")
    wrong = []
    for path in templates():
        bare = re.sub(r"{[{%#].*?[}%#]}|<[^>]+>", " ", path.read_text(), flags=re.DOTALL)
        wrong += [f"{name_of(path)} {found}" for found in typed.findall(bare)]
    none(wrong)
