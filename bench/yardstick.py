"""The yardstick of pages: what a Flask page that says one word costs, on the same server, in the same run."""

import tempfile
from pathlib import Path

from bench.harness import Place, Visitor, cpu_seconds, serving

TIMES = 1000
PAGE = "from flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef page():\n    return '<!doctype html><p>Bonjour</p>'\n"


def spent(pid: int, url: str, path: str) -> float:
    """Milliseconds of processor per request, after a warm-up."""
    visitor = Visitor(url)
    for _ in range(50):
        visitor.get(path)
    before = cpu_seconds(pid)
    for _ in range(TIMES):
        visitor.get(path)
    return 1000 * (cpu_seconds(pid) - before) / TIMES


def bare(here: Place) -> float:
    """Milliseconds of processor of a bare page."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bare_page.py").write_text(PAGE)
        with serving(here, app="bare_page:app", path=folder) as pid:
            return spent(pid, here.url, "/")
