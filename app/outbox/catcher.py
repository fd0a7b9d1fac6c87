"""The letters that the mail server of a developer's machine kept as files (``script/mailcatcher.py``)."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

FOLDER = "mail"


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
