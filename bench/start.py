"""From nothing to running with packages at hand: a copy of the project without environment nor data, until its first page answers.

``python -m bench.start [folder of wheels]``: without a folder, one is filled first, outside the measure.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.harness import ROOT, free_port, told

# The wheels are given as a folder; what this machine's pip is told of other places is left aside.
PLACES = {"PIP_NO_INDEX": "1", "PIP_EXTRA_INDEX_URL": "", "PIP_NO_CACHE_DIR": "1", "PIP_CONFIG_FILE": os.devnull}
APART = shutil.ignore_patterns(".venv", "instance", ".git", "__pycache__", ".*_cache", "node_modules")
LONGEST = 600
BARE = "import http.server as h; h.HTTPServer(('127.0.0.1', {port}), h.SimpleHTTPRequestHandler).serve_forever()"


def main(wheels: str = "") -> None:
    with tempfile.TemporaryDirectory(prefix="rencontres-start-") as folder:
        kept = Path(wheels).resolve() if wheels else _fetched(Path(folder, "wheels"))
        copy = Path(folder, "rencontres")
        shutil.copytree(ROOT, copy, ignore=APART)
        ours = PLACES | {"PIP_FIND_LINKS": str(kept), "LOG_LEVEL": "error"}
        first, second, third = (_until_it_answers(copy, ours) for _ in range(3))
        bare = _bare()
    told("from nothing to running, packages at hand", first, "s", 40, pretix=124, Indico=74)
    told("second start", min(second, third), "s", 3)
    print(f"  an empty Python server in the same run: {bare:.2f} s; a second start is {min(second, third) / bare:.0f} times that")


def _fetched(folder: Path) -> Path:
    """The packages that requirements.txt names, as pip would have them in its cache."""
    command = [sys.executable, "-m", "pip", "download", "-qq", "--require-hashes", "--no-deps", "-r", "requirements.txt", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


def _until_it_answers(copy: Path, ours: dict[str, str]) -> float:
    """Seconds from the command to the first page; then everything is stopped."""
    port = free_port()
    said = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "INSTANCE_DIR", "VIRTUAL_ENV", "PYTHONPATH")}
    said |= ours | {"PORT": str(port), "MAILCATCHER_PORT": str(free_port())}
    began = time.monotonic()
    with Path(copy, "start.log").open("wb") as log:
        server = subprocess.Popen(["script/server"], cwd=copy, env=said, stdout=log, stderr=log, start_new_session=True)
        try:
            return _first_page(f"http://127.0.0.1:{port}/", server) - began
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)


def _bare() -> float:
    port = free_port()
    began = time.monotonic()
    server = subprocess.Popen([sys.executable, "-c", BARE.format(port=port)], stderr=subprocess.DEVNULL)
    try:
        return _first_page(f"http://127.0.0.1:{port}/", server) - began
    finally:
        server.terminate()
        server.wait(10)


def _first_page(url: str, server: subprocess.Popen) -> float:
    """The instant at which the address answers."""
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=10):
                return time.monotonic()
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the server did not answer")


if __name__ == "__main__":
    main(*sys.argv[1:2])
