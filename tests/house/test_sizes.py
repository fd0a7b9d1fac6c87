"""What fits in the hand."""

import ast

import pytest

from tests.house.sources import ROOT, name_of, none, python_files, tree_of

pytestmark = pytest.mark.once

LONGEST_FILE, LONGEST_FUNCTION = 300, 30


def test_no_file_is_longer_than_what_one_reads_at_once():
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in [*python_files(), ROOT / "config.py"]}
    assert {name: lines for name, lines in sizes.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_hand():
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}: {_length(node)}"
        for path in [*python_files(), ROOT / "config.py"]
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and _length(node) > LONGEST_FUNCTION and node.name != "settings"  # a line per setting
    ]
    none(long)


def _length(node):
    """The lines of what it does: neither its signature nor its docstring."""
    is_told = ast.get_docstring(node) is not None
    first = node.body[1] if is_told and len(node.body) > 1 else node.body[0]
    return node.end_lineno - first.lineno + 1
