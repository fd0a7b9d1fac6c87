"""A mail server that misbehaves on command, on a plain socket."""

import socket
import threading
from contextlib import contextmanager, suppress

KIND = {"EHLO": b"250 hello\r\n", "MAIL": b"250 ok\r\n", "RCPT": b"250 ok\r\n", "DATA": b"354 go on\r\n", "DOT": b"250 kept\r\n"}


class Hostile:
    """Answers each order as told; ``None`` cuts the line instead of answering. ``kept`` counts the messages given up to the dot."""

    def __init__(self):
        self.answers = dict(KIND)
        self.greeting = b"220 here\r\n"
        self.kept: list[bytes] = []
        self.orders: list[bytes] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self._server.close()

    def _serve(self):
        while True:
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            with line, suppress(ConnectionError):
                self._talk(line)

    def _talk(self, line):
        if self.greeting is None:
            return
        line.sendall(self.greeting)
        file = line.makefile("rb")
        while order := file.readline():
            word = order[:4].upper().decode("ascii", "replace")
            if word == "QUIT":
                line.sendall(b"221 bye\r\n")
                return
            self.orders.append(order)
            answer = self.answers.get(word, b"250 ok\r\n")
            answer = answer(order) if callable(answer) else answer
            if answer is None:
                return
            line.sendall(answer)
            if word == "DATA" and answer.startswith(b"354"):
                text = b""
                while (row := file.readline()) not in (b".\r\n", b""):
                    text += row
                self.kept.append(text)
                if self.answers["DOT"] is None:
                    return
                line.sendall(self.answers["DOT"])


@contextmanager
def hostile_server():
    server = Hostile()
    try:
        yield server
    finally:
        server.close()
