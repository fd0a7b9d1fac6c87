"""Headers on every answer, and where a writing request may come from (spec/trust.md §3)."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from flask_wtf.csrf import CSRFProtect
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

csrf = CSRFProtect()


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


def _is_one_click() -> bool:
    """RFC 8058: a mail provider posts here with no cookie and no token; the secret in the address is the proof."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "one_click", False))


def _own_origins() -> set[str]:
    return {_origin_of(current_app.config["BASE_URL"]), _origin_of(request.host_url)}


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["BASE_URL"].startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    response.headers.setdefault("Cache-Control", "no-store")
    response.vary.add("Cookie")
    return response


def keep_private(response: Response) -> Response:
    """For a page opened by a secret link: no trace of its address anywhere."""
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
    csrf.init_app(app)
    app.after_request(_add_headers)
