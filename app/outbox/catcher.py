"""A mail server for a developer's machine: ``python -m app.outbox.catcher`` keeps every letter as a file, and sends none."""

import logging
import signal
import threading
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from config import settings

FOLDER = "mail"
MOST_KEPT = 1000
log = logging.getLogger("rencontres.catcher")


class Catcher:
    """Keeps each message under a name that sorts by arrival."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.since_tidied = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - named by aiosmtpd
        name = f"{time.time_ns():020d}"
        waiting = self.folder / f"{name}.part"
        waiting.write_bytes(envelope.original_content)
        waiting.rename(self.folder / f"{name}.eml")
        self.since_tidied += 1
        if self.since_tidied >= MOST_KEPT:
            self._tidy()
        return "250 kept"

    def _tidy(self) -> None:
        """The oldest letters go: at most twice this number lies in the folder."""
        self.since_tidied = 0
        for old in sorted(self.folder.glob("*.eml"))[:-MOST_KEPT]:
            old.unlink(missing_ok=True)


def names(instance: str) -> list[str]:
    """The letters caught, the newest first."""
    return sorted((path.stem for path in (Path(instance) / FOLDER).glob("*.eml")), reverse=True)


def caught(instance: str, name: str) -> EmailMessage | None:
    """One letter caught; None when there is no such file, or when the name is not one that we give."""
    path = Path(instance) / FOLDER / f"{name}.eml"
    if not (name.isascii() and name.isdigit()) or not path.is_file():
        return None
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
    return message


def main() -> None:
    """Listen until told to stop."""
    logging.basicConfig(level=logging.WARNING)
    values = settings()
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    catcher = Catcher(Path(values["INSTANCE_DIR"]) / FOLDER)
    controller = Controller(catcher, hostname="127.0.0.1", port=values["MAILCATCHER_PORT"], data_size_limit=10_000_000)
    controller.start()
    stop.wait()
    controller.stop()


if __name__ == "__main__":
    main()
