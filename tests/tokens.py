"""Sending a form with the token that its page would have given, without reading any page: strangers too."""

from contextvars import Context

from flask import session
from flask_wtf.csrf import generate_csrf


def send(client, url, data=None, **more):
    """The form as this browser would send it; its session is given the token's half."""
    token, half = Context().run(_token, client.application)
    with client.session_transaction() as kept:
        kept["csrf_token"] = half
    return client.post(url, data={"csrf_token": token, **(data or {})}, **more)


def _token(app):
    with app.test_request_context():
        return generate_csrf(), session["csrf_token"]
