"""A mail server that takes its time, sometimes hangs up instead of saying that it kept a letter, and remembers all that came."""

import random
import re
import socketserver
import threading
import time
from collections import Counter
from contextlib import suppress
from typing import NamedTuple


class Came(NamedTuple):
    """One message as it came: the token of its envelope, and its Message-ID."""

    token: str
    message_id: str


class CuttingSink:
    """Listens on a port of this machine while the block lasts; ``cuts`` are the kinds whose answer may be lost."""

    def __init__(self, port: int, chance: random.Random, cut: float, cuts: set[str]):
        self.came: list[Came] = []
        self.cut: Counter[str] = Counter()
        self._chance, self._share, self._cuts, self._lock = chance, cut, cuts, threading.Lock()
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", port), _Dialogue)
        self._server.sink = self  # type: ignore[attr-defined]
        self._server.daemon_threads = True

    def __enter__(self) -> "CuttingSink":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def keep(self, token: str, letter: str) -> bool:
        """Remember a message; whether to say so."""
        with self._lock:
            self.came.append(Came(token, re.findall(r"^Message-ID: (\S+)", letter, re.MULTILINE)[0]))
            kind = re.findall(r"^Feedback-ID: ([a-z_]+):", letter, re.MULTILINE)[0]
            is_cut = kind in self._cuts and self._chance.random() < self._share
            self.cut[token] += is_cut
        return not is_cut


class _Dialogue(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        with suppress(OSError):
            self.talk(self.server.sink)  # type: ignore[attr-defined]

    def talk(self, sink: CuttingSink) -> None:
        token = ""
        self.say("220 sink")
        while line := self.rfile.readline():
            order = line[:4].upper().strip()
            if order == b"MAIL":
                token = line.decode().partition("+")[2].partition("@")[0]
            if order == b"DATA":
                time.sleep(0.006)  # begun, and not given yet
                self.say("354 go on")
                letter = self.letter()
                if letter is None or not sink.keep(token, letter):
                    return
                time.sleep(0.006)  # between the dot and the answer: where nobody can know
            self.say("221 bye" if order == b"QUIT" else "250 kept")

    def letter(self) -> str | None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return None
            lines.append(line)
        return b"".join(lines).decode()

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")
