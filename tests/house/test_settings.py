"""Each setting is told to whoever runs the service."""

import ast
import re

import pytest

from tests.house.sources import ROOT, none, python_files, tree_of

pytestmark = pytest.mark.once

FIXED = {"TESTING"}  # follows ENV


def names():
    """The names that config.py reads, and those it fixes."""
    read = [
        node.args[0].value
        for node in ast.walk(tree_of(ROOT / "config.py"))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "say"
    ]
    kept = [
        key.value
        for node in ast.walk(tree_of(ROOT / "config.py"))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    ]
    return set(read) | {name for name in kept if name.isupper()}


def test_every_setting_is_described():
    told = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "docs/settings.md").read_text()))
    none(sorted(names() - told - FIXED - {"SQLALCHEMY_DATABASE_URI"}))


def test_no_setting_is_described_that_does_not_exist():
    told = set(re.findall(r"^\| `([A-Z][A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    none(sorted(told - names()))


def test_every_setting_is_used():
    used = "\n".join(path.read_text() for path in [*python_files(), *(ROOT / "script").glob("*")] if path.is_file())
    ours = names() - {"MAX_CONTENT_LENGTH", "MAX_FORM_MEMORY_SIZE", "MAX_FORM_PARTS", "SQLALCHEMY_DATABASE_URI", "DATABASE_URL", "TESTING"}
    none(sorted(name for name in ours if name not in used))
