"""Our static files: served by the application under an address that names their content, kept for ever by browsers."""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from config import BadSettings

FOLDER = Path(__file__).resolve().parent.parent / "static"
STATE = "dsfr"  # the theme that script/theme installs, for the bodies whose pages may wear it


def _version(folder: Path) -> str:
    """Twelve letters that change when any of these files does."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def install(app: Flask) -> None:
    """``{{ asset('rencontres.css') }}`` in templates; the files themselves in front of the application."""
    prefix = f"/statique/{_version(FOLDER)}/"
    sheets = [prefix + "neutre.css", prefix + "rencontres.css"]

    def forever(_path: str, url: str) -> bool:
        return url.startswith("/statique/")

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
    if app.config["UI_THEME"] == STATE:
        theme = _theme_of_the_state(Path(app.config["INSTANCE_DIR"]))
        its_prefix = f"/statique/{STATE}-{_version(theme)}/"
        files.add_files(str(theme), prefix=its_prefix)
        sheets[:1] = [its_prefix + "dsfr.min.css", prefix + "dsfr-accord.css"]
    app.wsgi_app = files  # type: ignore[method-assign]
    app.jinja_env.globals["asset"] = lambda name: prefix + name
    app.jinja_env.globals["stylesheets"] = sheets


def _theme_of_the_state(instance: Path) -> Path:
    """The folder that script/theme filled; the site does not start dressed in nothing."""
    folder = instance / "theme" / STATE
    if not (folder / "dsfr.min.css").exists():
        raise BadSettings("UI_THEME=dsfr: run script/theme first, it installs the official stylesheet.")
    return folder
