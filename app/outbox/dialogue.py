"""The words of a mail server, read within a time that ends: whatever it says, and however slowly, a dialogue is over one day."""

import smtplib
import socket
import ssl
import time
from typing import Any

CONNECT_SECONDS, REPLY_SECONDS, DIALOGUE_SECONDS = 10.0, 20.0, 120.0
_LONGEST_ANSWER, _MOST_LINES = 65_536, 100


class Dialogue(smtplib.SMTP):
    """``smtplib.SMTP`` waits for each byte anew and reads as many lines as the other says: here each answer has an end, and the whole too.

    What the server says before it was asked is no answer: it would take a letter for sent, or a word said in the clear for one said under TLS.
    """

    def __init__(self, host: str, port: int, **more: Any):
        self._heard = b""
        self.begin()
        super().__init__(host, port, timeout=CONNECT_SECONDS, **more)

    def begin(self) -> None:
        """From now on, the time of one whole dialogue."""
        self._must_end = time.monotonic() + DIALOGUE_SECONDS

    def send(self, s: Any) -> None:
        """Hand these bytes to the network, when it is our turn to speak."""
        sock = self._connected()
        if self._heard or self._speaks_unasked(sock):
            self.close()
            raise smtplib.SMTPServerDisconnected("closed, or spoke out of turn")
        sock.settimeout(self._patience())
        sock.sendall(s.encode(self.command_encoding) if isinstance(s, str) else s)

    def getreply(self) -> tuple[int, bytes]:
        """One answer, of one line or several; -1 when it is none."""
        end, words = time.monotonic() + self._patience(), []
        try:
            for _ in range(_MOST_LINES):
                line = self._line(end)
                words.append(line[4:].strip())
                code = int(line[:3]) if line[:3].isdigit() and line[3:4] in (b" ", b"-", b"") else -1
                if code < 0 or line[3:4] != b"-":
                    return code, b"\n".join(words)
            raise smtplib.SMTPServerDisconnected("endless answer")
        except (OSError, smtplib.SMTPException):
            self.close()
            raise

    def _line(self, end: float) -> bytes:
        sock = self._connected()
        while b"\n" not in self._heard:
            sock.settimeout(max(0.001, end - time.monotonic()))
            more = sock.recv(4096)
            self._heard += more
            if not more or len(self._heard) > _LONGEST_ANSWER:
                raise smtplib.SMTPServerDisconnected("closed, or an endless line")
        line, _, self._heard = self._heard.partition(b"\n")
        return line.rstrip(b"\r")

    @staticmethod
    def _speaks_unasked(sock: socket.socket) -> bool:
        sock.settimeout(0)
        try:
            sock.recv(1)
        except OSError as nothing:  # nothing to read yet, said as each kind of socket says it
            return not isinstance(nothing, (BlockingIOError, ssl.SSLWantReadError))
        return True

    def _patience(self) -> float:
        return max(0.001, min(REPLY_SECONDS, self._must_end - time.monotonic()))

    def _connected(self) -> socket.socket:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        return self.sock


class TlsDialogue(Dialogue, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""
