"""A mail server that misbehaves on command, on a plain socket, or under TLS."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

KIND = {"EHLO": b"250 hello\r\n", "MAIL": b"250 ok\r\n", "RCPT": b"250 ok\r\n", "DATA": b"354 go on\r\n", "DOT": b"250 kept\r\n"}
CERTIFICATES = Path(__file__).parent / "certificates"
SILENCE = b""  # nothing is said, and the line stays open
GARBAGE = b"\xff\xfe what?\r\n"


class Drip(bytes):
    """An answer of which one byte comes now and then."""


class Hostile:
    """Answers each order as told; ``None`` cuts the line instead of answering. ``kept`` counts the messages given up to the dot.

    An answer may also be ``SILENCE``, a ``Drip``, or a function of the order. ``certificate`` makes it speak TLS: from the first byte
    when ``tls_at_once``, else after STARTTLS.
    """

    def __init__(self, certificate="", tls_at_once=False):
        self.answers = dict(KIND)
        self.greeting = b"220 here\r\n"
        self.kept: list[bytes] = []
        self.orders: list[bytes] = []
        self.lines = 0
        self._tls, self._tls_at_once = _tls(certificate), tls_at_once
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"{'smtps' if tls_at_once else 'smtp'}://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self._server.close()

    def _serve(self):
        while True:
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            self.lines += 1
            threading.Thread(target=self._receive, args=(line,), daemon=True).start()

    def _receive(self, line):
        with suppress(OSError):
            line.settimeout(30)
            if self._tls_at_once:
                line = self._tls.wrap_socket(line, server_side=True)
            with line:
                self._talk(line)

    def _talk(self, line):
        if self.greeting is None:
            return
        _say(line, self.greeting)
        file = line.makefile("rb")
        while order := file.readline():
            word = order[:4].upper().decode("ascii", "replace")
            self.orders.append(order)
            answer = self.answers.get(word, b"221 bye\r\n" if word == "QUIT" else b"250 ok\r\n")
            answer = answer(order) if callable(answer) else answer
            if answer is None:
                return
            _say(line, answer)
            if word == "QUIT":
                return
            if word == "STAR" and answer.startswith(b"220"):
                line = self._tls.wrap_socket(line, server_side=True)
                file = line.makefile("rb")
            if word == "DATA" and answer.startswith(b"354"):
                text = b""
                while (row := file.readline()) not in (b".\r\n", b""):
                    text += row
                if row:
                    self.kept.append(text)
                if self.answers["DOT"] is None:
                    return
                _say(line, self.answers["DOT"])


def _say(line, answer):
    if isinstance(answer, Drip):
        for byte in answer:
            line.sendall(bytes([byte]))
            time.sleep(0.05)
    else:
        line.sendall(answer)


def _tls(certificate):
    if not certificate:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{certificate}.pem", CERTIFICATES / "key.pem")
    return context


@contextmanager
def hostile_server(**how):
    server = Hostile(**how)
    try:
        yield server
    finally:
        server.close()
