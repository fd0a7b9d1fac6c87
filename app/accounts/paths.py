"""Where to go after signing in: a page of ours, whatever the address says (T28)."""

import re

# Browsers take "//", "/\\" and a tab after the slash for another site: only plain printable characters are let through.
_INSIDE = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
LONGEST = 500


def inside(path: str | None) -> str | None:
    """The path if it stays on this site, else nothing."""
    if not path or len(path) > LONGEST or not _INSIDE.fullmatch(path):
        return None
    return path
