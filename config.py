"""Every setting of the product, one line each: the only reader of the environment.

``settings()`` gives the values that ``create_app`` puts into ``app.config``. Each name is described in docs/settings.md,
and tests/house/test_settings.py checks that none is forgotten there.
"""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
ENVIRONMENTS = ("development", "test", "production")
SHORTEST_SECRET = 32  # characters; docs/decisions/links.md says what the key protects


class BadSettings(RuntimeError):
    """The product must not start: a setting is missing or unsafe."""


def settings(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The settings read from ``environ``, with the embedded defaults of a development machine where nothing is said."""
    say = environ.get
    if say("ENV", "development") not in ENVIRONMENTS:  # "prod" would otherwise start as a development machine
        raise BadSettings(f"ENV must be one of {', '.join(ENVIRONMENTS)}.")
    production = say("ENV", "development") == "production"
    instance = Path(say("INSTANCE_DIR", str(ROOT / "instance"))).resolve()
    base_url = say("BASE_URL", f"http://localhost:{say('PORT', '8000')}").rstrip("/")
    values: dict[str, Any] = {
        "ENV": say("ENV", "development"),
        "INSTANCE_DIR": str(instance),
        "PORT": int(say("PORT", "8000")),
        "BASE_URL": base_url,
        "SECRET_KEY": say("SECRET_KEY") or _secret_of(instance, production),
        "SECRET_KEY_FALLBACKS": _several(say("SECRET_KEY_FALLBACKS", "")),
        "SQLALCHEMY_DATABASE_URI": _database(say("DATABASE_URL", f"sqlite:///{instance / 'rencontres.db'}")),
        "SMTP_URL": say("SMTP_URL", f"smtp://127.0.0.1:{say('MAILCATCHER_PORT', '1025')}"),
        "MAILCATCHER_PORT": int(say("MAILCATCHER_PORT", "1025")),
        "MAIL_FROM": say("MAIL_FROM", "rencontres@cnsa.example.org"),
        "MAIL_BOUNCES": say("MAIL_BOUNCES", "retours@cnsa.example.org"),
        "MAIL_RATE": float(say("MAIL_RATE", "0")),
        "MAIL_DOMAIN_RATE": _rates(say("MAIL_DOMAIN_RATE", "*=0")),
        "MAILBOX_URL": say("MAILBOX_URL", "" if production else f"dir:{instance / 'courriels-recus'}"),
        "MAILBOX_DONE": say("MAILBOX_DONE", "Rencontres-lus"),
        "MAIL_AUTHSERV": say("MAIL_AUTHSERV", "" if production else "localhost"),
        "SERVICE_NAME": say("SERVICE_NAME", "Rencontres"),
        "ORGANISATION_NAME": say("ORGANISATION_NAME", "Caisse nationale de solidarité pour l’autonomie"),
        "ORGANISATION_SHORT": say("ORGANISATION_SHORT", "CNSA"),
        "ORGANISATION_ADDRESS": say("ORGANISATION_ADDRESS", "66 avenue du Maine, 75014 Paris"),
        "CONTACT_EMAIL": say("CONTACT_EMAIL", "contact@cnsa.example.org"),
        "DPO_EMAIL": say("DPO_EMAIL", "dpo@cnsa.example.org"),
        "UI_THEME": say("UI_THEME", "neutre"),
        "TRUSTED_PROXIES": int(say("TRUSTED_PROXIES", "0")),
        "IDLE_MINUTES": int(say("IDLE_MINUTES", "120")),
        "SIGN_IN_HOURS": int(say("SIGN_IN_HOURS", "12")),
        "SOLICITATION_NOTICE": int(say("SOLICITATION_NOTICE", "3")),
        "SOLICITATION_WARNING": int(say("SOLICITATION_WARNING", "6")),
        "SILENT_WEEKS": int(say("SILENT_WEEKS", "12")),
        "TESTING": say("ENV") == "test",
        "FAILPOINT": say("FAILPOINT", "") if say("ENV") == "test" else "",
        "TEST_SKIP_LOCK": say("TEST_SKIP_LOCK") == "1" and say("ENV") == "test",
        "TEST_MARK_FIRST": say("TEST_MARK_FIRST") == "1" and say("ENV") == "test",
        "TEST_NEW_MESSAGE_ID": say("TEST_NEW_MESSAGE_ID") == "1" and say("ENV") == "test",
        "MAX_CONTENT_LENGTH": 5 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 200_000,
        "MAX_FORM_PARTS": 200,
    }
    if production:
        _refuse_unsafe(values, environ)
    return values


def _secret_of(instance: Path, production: bool) -> str:
    """On a development machine, a key of its own kept in the instance folder; in production, none: it must be given."""
    if production:
        return ""
    kept = instance / "secret.key"
    if not kept.exists():
        instance.mkdir(parents=True, exist_ok=True)
        kept.write_text(secrets.token_urlsafe(48))
        kept.chmod(0o600)
    return kept.read_text().strip()


def _database(url: str) -> str:
    """The same address with the driver named: PostgreSQL is spoken to with psycopg 3."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _rates(text: str) -> str:
    """Letters a minute by domain: checked here, so that the worker does not discover it in the middle of the night."""
    if not all(re.fullmatch(r"[^\s=]+=[0-9]+", part) for part in text.split()):
        raise BadSettings("MAIL_DOMAIN_RATE must be made of domain=letters-a-minute, separated by spaces.")
    return text


def _several(text: str) -> list[str]:
    return [part for part in text.split() if part]


def _refuse_unsafe(values: Mapping[str, Any], environ: Mapping[str, str]) -> None:
    """Stop a production start that would run with a guessable key, a test address or a development database."""
    if len(values["SECRET_KEY"]) < SHORTEST_SECRET:
        raise BadSettings(f"SECRET_KEY is missing or shorter than {SHORTEST_SECRET} characters.")
    if any(len(key) < SHORTEST_SECRET for key in values["SECRET_KEY_FALLBACKS"]):
        raise BadSettings(f"A key of SECRET_KEY_FALLBACKS is shorter than {SHORTEST_SECRET} characters.")
    for name in ("FAILPOINT", "TEST_SKIP_LOCK", "TEST_MARK_FIRST", "TEST_NEW_MESSAGE_ID"):
        if environ.get(name):
            raise BadSettings(f"{name} breaks the sending on purpose: it is for tests only.")
    for name in ("BASE_URL", "DATABASE_URL", "SMTP_URL", "MAIL_FROM", "MAIL_BOUNCES", "MAILBOX_URL"):
        if not environ.get(name):
            raise BadSettings(f"{name} must be given in production.")
    if not values["MAILBOX_URL"].startswith(("imaps://", "imap+starttls://", "imap://127.0.0.1", "imap://localhost", "dir:/")):
        raise BadSettings("MAILBOX_URL must begin with imaps:// or imap+starttls:// in production.")
    if not values["BASE_URL"].startswith("https://"):
        raise BadSettings("BASE_URL must begin with https:// in production.")
