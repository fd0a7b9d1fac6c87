"""Mails of ``answers/``: the shapes of real programs, with invented names; what each is about is filled in, and its parts encoded as they say."""

import base64
import quopri
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

FOLDER = Path(__file__).parent / "answers"
SUBJECTS = {"ACCEPTED": "Accepté : Invitation", "DECLINED": "Refusé : Invitation", "TENTATIVE": "Provisoire : Invitation"}
_ENCODED = re.compile(
    r"(?i)(content-transfer-encoding: (base64|quoted-printable)\n(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*\n)(.*?)(?=\n--|\Z)", re.DOTALL
)


def written(
    name: str, *, uid: str, email: str, said: str, at: datetime, words: str = "Merci, à bientôt", sequence: int = 0, letter: str = ""
) -> bytes:
    """The bytes of one of these mails, as its server would hand them over."""
    subject = "Nouvel horaire proposé : Invitation" if name.endswith("counter") else SUBJECTS[said]
    facts = {
        "UID": uid,
        "EMAIL_CAPITALS": email.upper(),
        "EMAIL": email,
        "DOMAIN": email.rpartition("@")[2],
        "SAID": said,
        "STAMP": f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "DATE": format_datetime(at),
        "ID": f"{abs(hash((name, said, at))):x}",
        "ORGANISER": "rencontres@cnsa.example.org",
        "WORDS_ASCII": "Merci",
        "WORDS": words,
        "SEQUENCE": str(sequence),
        "LETTER": letter or "<inconnu@example.org>",
        "Q_SUBJECT_LATIN": _quoted(subject, "latin-1"),
        "Q_SUBJECT": _quoted(subject, "utf-8"),
    }
    text = (FOLDER / f"{name}.eml").read_text()
    for key, value in facts.items():
        text = text.replace(f"@@{key}@@", value)
    charset = "latin-1" if "iso-8859-1" in text else "utf-8"
    text = _ENCODED.sub(lambda found: found[1] + _encoded(found[2].lower(), found[3], charset), text)
    return text.replace("\n", "\r\n").encode()


def _encoded(way: str, content: str, charset: str) -> str:
    raw = content.replace("’", "'").replace("œ", "oe").encode(charset) if charset == "latin-1" else content.encode()
    if way == "base64":
        return base64.encodebytes(raw.replace(b"\n", b"\r\n")).decode().rstrip("\n")
    return quopri.encodestring(raw).decode()


def _quoted(words: str, charset: str) -> str:
    return "".join(chr(byte) if chr(byte).isascii() and chr(byte).isalnum() else f"={byte:02X}" for byte in words.encode(charset))
