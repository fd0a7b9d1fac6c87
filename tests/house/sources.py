"""The sources of the house, as the tests of its rules read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOORS = {"routes.py", "jobs.py", "cli.py"}
WIRING = {"app/__init__.py", "app/worker.py", "app/mailroom.py", "app/reference.py", "app/cli.py"}


def python_files(folder: str = "app") -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def is_door(path: Path) -> bool:
    return path.name in DOORS or path.name.endswith("_routes.py")


def is_wiring(path: Path) -> bool:
    return name_of(path) in WIRING or name_of(path).startswith("app/demo/")


def is_room(path: Path) -> bool:
    return not is_door(path) and not is_wiring(path)


def feature_of(path: Path) -> str:
    parts = path.relative_to(ROOT / "app").parts
    return parts[0] if len(parts) > 1 else ""


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, with its line; ``from app.x import y`` counts as ``app.x.y``."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def calls_in(path: Path) -> Iterator[tuple[str, int]]:
    """Every call, by the words that name it: ``select``, ``db.session.commit``, ``datetime.now``."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.*"))


def none(wrong: list[str]) -> None:
    """Nothing breaks the rule; otherwise each place that does, on a line of its own."""
    assert not wrong, "\n" + "\n".join(wrong)
