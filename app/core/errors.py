"""What a person is told when something cannot be done, in French and without leaks."""

import secrets

from flask import Flask, current_app, g, render_template, request
from flask.logging import default_handler
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from app.core.db import db
from app.core.logs import discreetly

WORDS = {
    400: ("La demande est illisible", "Revenez à la page précédente et recommencez."),
    401: ("Connectez-vous pour continuer", "Cette page est réservée aux personnes connectées."),
    403: ("Cette page ne vous est pas ouverte", "Votre compte ne permet pas cette action."),
    404: ("Cette page n’existe pas", "Le lien est peut-être incomplet, ou il a expiré."),
    405: ("Cette action n’est pas possible ici", "Revenez à la page précédente et utilisez ses boutons."),
    409: ("Quelqu’un a agi avant vous", "La page a changé entre-temps : rechargez-la, puis recommencez."),
    410: ("Ce lien ne fonctionne plus", "Il a expiré ou a déjà servi."),
    413: ("Le fichier est trop lourd", "5 Mo au plus : allégez-le ou coupez-le en plusieurs."),
    422: ("La demande n’a pas pu être suivie", "Revenez à la page précédente et corrigez votre saisie."),
    429: ("Trop de demandes à la fois", "Patientez un quart d’heure avant de recommencer."),
    500: ("Un incident est survenu", "Rien n’a été modifié. L’incident est noté : vous pouvez recommencer."),
    503: ("Le service est très occupé", "Rien n’a été modifié. Recommencez dans une minute."),
}
OUTDATED = (
    "Cette page n’est plus à jour",
    "Revenez à la page précédente, rechargez-la et recommencez. Si cela se répète, autorisez les cookies de ce site dans votre navigateur.",
)

AWAY = (OperationalError, InterfaceError, NoConnection)  # the database is full, taken, restarting or unreachable (T52-T54)
CROSSED = "40001"  # what PostgreSQL says when somebody else changed a row that a door in_one_state was to change
OUTRUN = (IntegrityError, StaleDataError)  # two people at the same instant: a constraint let one of them in, or the row is gone


class Refusal(Exception):
    """A rule of the domain says no; the message is shown to the person, beside ``field`` when one is named."""

    def __init__(self, message: str, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field


def _page(code: int, words: tuple[str, str] | None = None) -> tuple[str, int, dict[str, str]]:
    title, advice = words or WORDS.get(code, WORDS[500 if code >= 500 else 400])
    # Under a host that is not ours no address can be built: that page has no frame.
    page = "errors/unknown_host.html" if isinstance(request.routing_exception, SecurityError) else "errors/error.html"
    body = render_template(page, title=title, advice=advice, code=code, request_id=g.get("request_id", ""))
    return body, code, {"Retry-After": "60"} if code in (429, 503) else {}


def _answer_http(error: HTTPException) -> tuple[str, int, dict[str, str]] | HTTPException:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    # A form whose token is gone was opened before somebody signed in or out beside it, or where cookies are refused.
    body, code, headers = _page(error.code, OUTDATED if isinstance(error, CSRFError) else None)
    allowed = [pair for pair in error.get_headers() if pair[0] in ("Allow", "Retry-After")]
    return body, code, headers | dict(allowed)


def _answer_refusal(refusal: Refusal) -> tuple[str, int]:
    body = render_template("errors/error.html", title="Ce n’est pas possible", advice=refusal.message, code=422, request_id=g.request_id)
    return body, 422


def _answer_crash(error: InternalServerError) -> tuple[str, int, dict[str, str]]:
    cause = error.original_exception
    current_app.logger.error("crash %s %s", g.get("request_id", "-"), type(cause).__name__, exc_info=cause)
    code = 409 if _is_outrun(cause) else 503 if isinstance(cause, AWAY) else 500
    # A statement that fails takes with it what was read of the account: it is read again for the menu, or there is no menu.
    try:
        if code != 503:
            db.session.rollback()
        return _page(code)
    except SQLAlchemyError:
        g.account = None
        return _page(code)


def _is_outrun(cause: BaseException | None) -> bool:
    return isinstance(cause, OUTRUN) or getattr(getattr(cause, "orig", None), "sqlstate", "") == CROSSED


def install(app: Flask) -> None:
    """Every error of the site speaks French and keeps its details for the log."""

    def name_the_request() -> None:
        g.request_id = secrets.token_hex(6)

    discreetly([default_handler])
    app.before_request(name_the_request)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Refusal, _answer_refusal)
    app.register_error_handler(InternalServerError, _answer_crash)
