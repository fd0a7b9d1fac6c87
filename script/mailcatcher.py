"""A mail server for a developer's machine: ``python -m script.mailcatcher`` keeps every letter as a file, and sends none.

It stands outside the application, of which it needs nothing but the settings: 30 MB instead of 70.
"""

import logging
import signal
import time
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from config import settings

FOLDER = "mail"  # as in app/outbox/catcher.py, which shows what is kept here
MOST_KEPT = 1000


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


def main() -> None:
    """Listen until told to stop."""
    logging.basicConfig(level=logging.WARNING)
    values = settings()
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # waited for below, by every thread together
    catcher = Catcher(Path(values["INSTANCE_DIR"]) / FOLDER)
    controller = Controller(catcher, hostname="127.0.0.1", port=values["MAILCATCHER_PORT"], data_size_limit=10_000_000)
    controller.start()
    signal.sigwait(ends)
    controller.stop()


if __name__ == "__main__":
    main()
