"""What every measuring program needs: a place of its own, the real servers, and the processor time they really used."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app import create_app
from app.core.db import db, transaction
from app.reference import load_reference
from tests.postgresql import new_database

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@dataclass
class Place:
    """A folder, a database and addresses that belong to one measure."""

    folder: Path
    database: str
    port: int = field(default_factory=free_port)
    smtp_port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        ours = {
            "INSTANCE_DIR": str(self.folder),
            "DATABASE_URL": self.database,
            "PORT": str(self.port),
            "BASE_URL": self.url,
            "SECRET_KEY": "a key for measures only, long enough to be taken",
            "SMTP_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "LOG_LEVEL": "error",
        }
        return os.environ | ours

    def app(self):
        """The application in this process, on the place's database."""
        os.environ.update(self.environment)
        return create_app()


@contextlib.contextmanager
def place(engine: str = "sqlite") -> Iterator[Place]:
    """An empty database of that engine with our tables and the reference, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="rencontres-bench-") as folder, _database(engine, folder) as url:
        here = Place(Path(folder), url)
        app = here.app()
        with app.app_context():
            db.create_all()
            with transaction():
                load_reference()
            db.session.remove()
            db.engine.dispose()
        yield here


@contextlib.contextmanager
def _database(engine: str, folder: str) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder}/bench.db"
        return
    with new_database("bench") as url:
        yield url


@contextlib.contextmanager
def serving(here: Place, *, workers: int = 2, app: str = "wsgi:app", path: str = "") -> Iterator[int]:
    """gunicorn with that many workers, as in production; gives the pid of its master."""
    command = [sys.executable, "-m", "gunicorn", "--config", "script/gunicorn.conf.py", "--workers", str(workers), app]
    process = subprocess.Popen(command, cwd=ROOT, env=here.environment | {"WEB_WORKERS": str(workers), "PYTHONPATH": path})
    try:
        _wait_for(here.port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, queue = [], [pid]
    while queue:
        one = queue.pop()
        found.append(one)
        queue += children.get(one, [])
    return found


def cpu_seconds(pid: int) -> float:
    """Processor time used so far by a process and its descendants."""
    total = 0
    for one in family(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / TICK


def pss_megabytes(pid: int) -> float:
    """Memory of a process and its descendants, each shared page counted once."""
    total = 0
    for one in family(pid):
        with contextlib.suppress(OSError):
            total += sum(int(n) for n in re.findall(r"^Pss:\s+(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text(), re.M))
    return total / 1024


class Visitor:
    """A browser without a screen: keeps its cookies, follows forms, counts what it fetched."""

    def __init__(self, url: str):
        self.host = urlsplit(url).netloc
        self.origin = url
        self.cookies: dict[str, str] = {}
        self.requests = 0
        self.bytes = 0
        self.connection = http.client.HTTPConnection(self.host, timeout=60)

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, dict[str, str], str]:
        """One request; the answer's status, headers and text."""
        headers = {"Origin": self.origin} if method == "POST" else {}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.split(";")[0]
        self.requests += 1
        self.bytes += len(content) + sum(len(n) + len(v) + 4 for n, v in answer.getheaders())
        return answer.status, dict(answer.getheaders()), content.decode("utf-8", "replace")

    def get(self, path: str) -> str:
        status, _, text = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        return text


def told(name: str, ours: float, unit: str, goal: float, *, at_least: bool = False, **peers: float) -> None:
    """One line of result: ours, the goal, and how many times better we are than each peer."""
    better = {peer: ours / value if at_least else value / ours for peer, value in peers.items() if ours}
    against = ", ".join(f"{peer} {peers[peer]:g} {unit} ({times:.1f}x)" for peer, times in better.items())
    verdict = "reached" if (ours >= goal if at_least else ours <= goal) else "NOT reached"
    print(f"{name}: {ours:.3g} {unit} (goal {goal:g}: {verdict}){'; ' + against if against else ''}", flush=True)
