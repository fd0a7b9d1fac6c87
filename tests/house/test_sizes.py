"""What fits in the hand."""

import ast

from tests.house.sources import ROOT, name_of, python_files, tree_of

LONGEST_FILE, LONGEST_FUNCTION = 300, 30


def test_no_file_is_longer_than_what_one_reads_at_once():
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in [*python_files(), ROOT / "config.py"]}
    assert {name: lines for name, lines in sizes.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_hand():
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1}"
        for path in [*python_files(), ROOT / "config.py"]
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno - node.lineno + 1 - _words(node) > LONGEST_FUNCTION
        and node.name not in ("settings",)  # one line per setting
    ]
    assert long == []


def _words(node):
    """The lines of its docstring do not count."""
    first = node.body[0]
    is_words = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return first.end_lineno - first.lineno + 1 if is_words else 0
