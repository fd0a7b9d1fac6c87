"""Our static files: served by the application under an address that names their content, kept for ever by browsers."""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

FOLDER = Path(__file__).resolve().parent.parent / "static"


def _version() -> str:
    """Twelve letters that change when any of our static files does."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def install(app: Flask) -> None:
    """``{{ asset('rencontres.css') }}`` in templates; the files themselves in front of the application."""
    prefix = f"/statique/{_version()}/"

    def forever(_path: str, url: str) -> bool:
        return url.startswith(prefix)

    def ours_only(headers: Any, _path: str, _url: str) -> None:
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"

    files: Any = WhiteNoise(
        app.wsgi_app,
        max_age=31536000,
        immutable_file_test=forever,
        charset="utf-8",
        allow_all_origins=False,
        add_headers_function=ours_only,
    )
    files.add_files(str(FOLDER), prefix=prefix)
    app.wsgi_app = files  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = lambda name: prefix + name
