"""Sending a form as a browser does: with the token of a page of the site."""

import re

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def token_of(client, page="/mon-compte") -> str:
    """The token that the forms of a page carry."""
    return _TOKEN.search(client.get(page).text)[1]


def post(client, url, *, page="/mon-compte", **fields):
    """The answer to a form sent to ``url``; ``fields`` may hold lists."""
    return client.post(url, data={"csrf_token": token_of(client, page), **fields})
