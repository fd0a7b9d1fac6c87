"""Whether a mail comes from where it says: what our own mail server wrote at its top (RFC 8601), and nothing that others wrote. Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.inbox.mail import Mail

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PROPERTY = re.compile(r"([a-z]+\.[a-z-]+)\s*=\s*(\S+)")
_METHOD = re.compile(r"([a-z0-9-]+)(?:/\d+)?\s*=\s*([a-z]+)")


class _Result(NamedTuple):
    method: str
    result: str
    properties: dict[str, str]


def is_authentic(mail: Mail, authserv: str) -> bool:
    """Our server found that the author's domain stands by this mail: DMARC passed, or there is no DMARC and SPF or DKIM speak for that domain."""
    domain = mail.sender.rpartition("@")[2]
    found = _own_results(mail, authserv)
    if not domain or found is None:
        return False
    dmarc = [one for one in found if one.method == "dmarc"]
    if any(one.result == "pass" and one.properties.get("header.from", domain) == domain for one in dmarc):
        return True
    has_policy = any(one.result != "none" for one in dmarc)
    return not has_policy and any(one.result == "pass" and _speaks_for(one, domain) for one in found)


def _own_results(mail: Mail, authserv: str) -> list[_Result] | None:
    """The topmost header that our own server wrote; a sender may have written others below, or in another's name."""
    for value in mail.headers.get("authentication-results", ()):
        name, *rest = _unquoted(_without_comments(value)).lower().split(";")
        if authserv and name.split()[:1] == [authserv.lower()]:
            return [*_results(rest)]
    return None


def _results(written: list[str]) -> Iterator[_Result]:
    for one in written:
        if method := _METHOD.match(one.strip()):
            yield _Result(method.group(1), method.group(2), dict(_PROPERTY.findall(one)))


def _speaks_for(one: _Result, domain: str) -> bool:
    said = {"spf": ("smtp.mailfrom",), "dkim": ("header.d", "header.i")}.get(one.method, ())
    return any(_covers(one.properties[name].rpartition("@")[2], domain) for name in said if name in one.properties)


def _covers(speaker: str, domain: str) -> bool:
    """The domain itself, or the one it belongs to."""
    return speaker == domain or ("." in speaker and domain.endswith(f".{speaker}"))


def _without_comments(value: str) -> str:
    kept, depth, escaped, quoted = [], 0, False, False
    for character in value:
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == '"' and not depth:
            quoted = not quoted
        elif character in "()" and not quoted:
            depth = depth + 1 if character == "(" else max(0, depth - 1)
            continue
        if not depth:
            kept.append(character)
    return "".join(kept)


def _unquoted(value: str) -> str:
    """Quoted words without what would end them: a sender's address must not add a result of its own."""
    return _QUOTED.sub(lambda found: re.sub(r"[\s;=\\]", "", found.group(1)), value)
