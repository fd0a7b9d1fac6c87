"""Showing the HTML of a letter inside a page: in a frame of its own, where it can do nothing but be read."""

from flask import Response

from app.core.security import POLICY


def framed(drawn: str, allowed: str = "") -> Response:
    """The letter, with the styles on its elements and no right that is not named."""
    answer = Response(drawn, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox {allowed}".rstrip()
    )
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def may_frame(page: str) -> Response:
    """A page of ours that shows such a frame."""
    answer = Response(page, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return answer
