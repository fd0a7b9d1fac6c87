"""Absolute links, and the secrets that open a door from a letter.

Nothing that opens a door is kept in the database: a secret is derived from the row it opens and from the server's key
each time a letter is made (docs/decisions/0002-links.md).
"""

import base64
import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from flask import current_app, url_for

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def new_public_id() -> str:
    """128 random bits in 26 letters and digits: the name of a row outside the house."""
    number = secrets.randbits(130)
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def new_nonce() -> str:
    """256 random bits: what a single-use link is derived from."""
    return secrets.token_urlsafe(32)


def absolute(endpoint: str, **values: object) -> str:
    """The https address of a page, built from BASE_URL and never from what a browser says."""
    base = urlsplit(current_app.config["BASE_URL"])
    adapter = current_app.url_map.bind(base.netloc, url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)


def proof(purpose: str, *facts: object) -> str:
    """256 bits, in 43 characters, that only this server can derive from these facts for this purpose."""
    return _proof(current_app.config["SECRET_KEY"], purpose, facts)


def proves(given: str, purpose: str, *facts: object) -> bool:
    """Whether the proof is ours, with the present key or one it replaced; compared in constant time."""
    return any([hmac.compare_digest(one.encode(), given.encode("utf-8", "replace")) for one in proofs(purpose, *facts)])


def proofs(purpose: str, *facts: object) -> list[str]:
    """The proof that the present key makes, then those of the keys it replaced."""
    keys = [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
    return [_proof(key, purpose, facts) for key in keys]


def secret_address(endpoint: str, purpose: str, public_id: str, *facts: object) -> str:
    """The link of a letter: the page, the row's public name, and the proof that we gave it for this purpose."""
    return absolute(endpoint, token=f"{public_id}{proof(purpose, public_id, *facts)}")


def split_token(token: str) -> tuple[str, str]:
    """The public name and the proof of a token; two strings that open nothing when it is not one."""
    return token[:26], token[26:]


def _proof(key: str, purpose: str, facts: tuple[object, ...]) -> str:
    # Lengths stand before the facts: ("ab", "c") and ("a", "bc") must not prove each other.
    said = "|".join(f"{len(str(fact))}:{fact}" for fact in (purpose, *facts))
    digest = hmac.digest(key.encode(), said.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def page(endpoint: str, **values: object) -> str:
    """The address of a page inside the site."""
    return url_for(endpoint, **values)  # type: ignore[arg-type]
