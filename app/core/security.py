"""Headers on every answer, and where a writing request may come from."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.middleware.proxy_fix import ProxyFix

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

View = TypeVar("View", bound=Callable[..., Any])
ORDINARY_BYTES = 2 * 1024 * 1024  # of a request; MAX_CONTENT_LENGTH for those that bring a file
# What may be said several times in one request: boxes to tick. Said twice, anything else is not a form of ours.
LISTS = frozenset(
    [
        "cycle",
        "departement",
        "departements",
        "departments",
        "fonctions",
        "genre",
        "members",
        "modalite",
        "networks",
        "organise",
        "personne",
        "region",
        "regions",
        "reseau",
        "reseaux",
        "roles",
        "sauf",
        "serie",
        "theme",
        "themes",
        "types",
    ]
)

csrf = CSRFProtect()


def takes_files(view: View) -> View:
    """A door through which a list may come as a file."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _check_origin() -> None:
    """A form is answered only when it was sent from this site (T04); the token in the form is the second lock."""
    if request.method not in ("POST", "PUT", "PATCH", "DELETE") or _is_one_click():
        return
    # A page that gives no referrer, as those of secret links, posts with "Origin: null": where it comes from is then told
    # by Sec-Fetch-Site, and by the token alone in a browser too old to say it.
    origin = request.headers.get("Origin", "null")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)
    if origin != "null" and origin.lower() not in _own_origins():
        abort(403)


def _refuse_nul() -> None:
    """No address of ours holds a NUL, and PostgreSQL takes none."""
    if "\x00" in request.path or any("\x00" in said for pair in request.args.items(multi=True) for said in pair):
        abort(404)


def _bound_size() -> None:
    """Only a door that takes files reads as much as a file; an encoded form, which is read in one piece, as much as a form (T23)."""
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
    elif not _view_is("takes_files"):
        request.max_content_length = ORDINARY_BYTES


def _refuse_doubled() -> None:
    """A name said twice would be read once here and once there: nobody knows which one was checked."""
    if request.endpoint is None:
        return
    for said in (request.args, request.form):
        if any(len(values) > 1 for name, values in said.lists() if name.rpartition("-")[2] not in LISTS):
            abort(400)


def _remove_nul() -> None:
    """Nobody types a NUL: it is gone before any door reads the form, also from what is no field of a form of ours (T22)."""
    if request.endpoint is not None and any("\x00" in said for pair in request.form.items(multi=True) for said in pair):
        request.form = ImmutableMultiDict(
            (name.replace("\x00", ""), value.replace("\x00", "")) for name, value in request.form.items(multi=True)
        )


def _is_one_click() -> bool:
    """RFC 8058: a mail provider posts here with no cookie and no token; the secret in the address is the proof."""
    return _view_is("one_click")


def _view_is(mark: str) -> bool:
    return bool(getattr(current_app.view_functions.get(request.endpoint or ""), mark, False))


def _own_origins() -> set[str]:
    """In production, the site's address and no other; on a development machine, whatever name it was reached by."""
    own = {_origin_of(current_app.config["BASE_URL"])}
    return own if current_app.config["ENV"] == "production" else own | {_origin_of(request.host_url)}


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["BASE_URL"].startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    response.headers.setdefault("Cache-Control", "no-store")
    if not _view_is("is_unsigned"):
        response.vary.add("Cookie")
    return keep_private(response) if "token" in (request.view_args or {}) else response


def keep_private(response: Response) -> Response:
    """For a page opened by a secret link, and its refusals: no trace of its address anywhere."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def install(app: Flask) -> None:
    """Lock the doors: cookies, origin, token, headers, hosts."""
    https = app.config["BASE_URL"].startswith("https://")
    app.config.update(
        SESSION_COOKIE_NAME="__Host-saisie" if https else "saisie",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # the Origin check above does this, also behind a proxy
    )
    if app.config["ENV"] == "production":
        app.config["TRUSTED_HOSTS"] = [urlsplit(app.config["BASE_URL"]).hostname]
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
    app.before_request(_refuse_nul)
    app.before_request(_check_origin)
    app.before_request(_bound_size)
    app.before_request(_refuse_doubled)
    app.before_request(_remove_nul)
    csrf.init_app(app)
    app.after_request(_add_headers)
