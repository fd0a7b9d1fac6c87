"""A mail server that accepts everything at once and keeps the last letters: what is measured is who writes to it."""

import socketserver
import threading
import time
from collections import deque


class Sink:
    """Listens on a port of this machine while the block lasts."""

    def __init__(self, port: int):
        self.received = 0
        self.last: deque[bytes] = deque(maxlen=20)
        self._lock = threading.Lock()
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", port), self._dialogue())
        self._server.daemon_threads = True

    def __enter__(self) -> "Sink":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait_for(self, count: int, patience: float = 300) -> None:
        """Until that many letters came."""
        deadline = time.monotonic() + patience
        while self.received < count:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.received} letters of {count} came")
            time.sleep(0.02)

    def keep(self, letter: bytes) -> None:
        with self._lock:
            self.received += 1
            self.last.append(letter)

    def _dialogue(sink) -> type[socketserver.StreamRequestHandler]:  # noqa: N805 - two selves meet here
        class Dialogue(socketserver.StreamRequestHandler):
            disable_nagle_algorithm = True

            def handle(self) -> None:
                self.say("220 sink")
                while line := self.rfile.readline():
                    order = line[:4].upper().strip()
                    if order == b"DATA":
                        self.say("354 go on")
                        sink.keep(self.letter())
                    self.say("221 bye" if order == b"QUIT" else "250 kept")

            def letter(self) -> bytes:
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line)
                return b"".join(lines)

            def say(self, words: str) -> None:
                self.wfile.write(words.encode() + b"\r\n")

        return Dialogue


if __name__ == "__main__":
    with Sink(2525):
        threading.Event().wait()
