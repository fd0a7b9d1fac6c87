"""Processor time of the public event page against a bare Flask page, same server, same run; and what a first visit weighs."""

import re
import tempfile
from pathlib import Path

from bench.harness import Visitor, cpu_seconds, place, serving, told
from tests import make

BARE = "from flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef page():\n    return '<!doctype html><p>Bonjour</p>'\n"
TIMES = 1000


def spent(pid: int, url: str, path: str) -> float:
    """Milliseconds of processor per request, after a warm-up."""
    visitor = Visitor(url)
    for _ in range(50):
        visitor.get(path)
    before = cpu_seconds(pid)
    for _ in range(TIMES):
        visitor.get(path)
    return 1000 * (cpu_seconds(pid) - before) / TIMES


def first_visit(url: str, path: str) -> Visitor:
    """The page and all that it asks for."""
    visitor = Visitor(url)
    page = visitor.get(path)
    for asked in sorted(set(re.findall(r'(?:href|src)="(/statique/[^"#]+)', page))):
        visitor.get(asked)
    return visitor


def main() -> None:
    with place() as here:
        with here.app().app_context():
            slug = make.event(
                "Journée nationale des correspondants", kind="journee_nationale", description="Au programme :\n\n- a\n- b"
            ).slug
        path = f"/evenements/{slug}"
        with serving(here) as pid:
            ours, visit = spent(pid, here.url, path), first_visit(here.url, path)
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "bare_page.py").write_text(BARE)
            with serving(here, app="bare_page:app", path=folder) as pid:
                bare = spent(pid, here.url, "/")
    told("public page, CPU", ours, "ms", 4, pretix=46, Indico=131)
    print(f"  a bare Flask page in the same run: {bare:.2f} ms; ours is {ours / bare:.1f} times that")
    told("first visit, requests", visit.requests, "requests", 6, pretix=19, Indico=43)
    told("first visit, weight", visit.bytes / 1000, "kB", 60, pretix=475, Indico=3053)


if __name__ == "__main__":
    main()
