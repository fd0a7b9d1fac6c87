"""What the log keeps of an error."""

import logging
import sys

import pytest

from app.core.logs import Discreet

TOKEN = "abcdefghijklmnopqrstuvwxyz" + "A1-_" * 10 + "xyz"


def written(message, *args, fault=None):
    try:
        raise fault or RuntimeError()
    except Exception:
        trace = sys.exc_info() if fault else None
    return Discreet().format(logging.LogRecord("essai", logging.ERROR, __file__, 1, message, args, trace))


@pytest.mark.parametrize(
    "said",
    [
        "écrit à elodie.marchand@mdph-14.example.org",
        "<elodie.marchand@mdph-14.example.org>: 550",
        f"https://rencontres.example.org/p/{TOKEN}/desinscription?x=1",
        f"Error handling request /i/{TOKEN}",
        f"GET /connexion/{TOKEN}",
        f"secret {TOKEN}.",
        "duplicate key\nDETAIL:  Key (email)=(elodie.marchand) already exists.\n",
        "new row violates\nDETAIL:  Failing row contains (1, Élodie, elodie.marchand, 14).",
    ],
)
def test_no_address_and_no_secret_reaches_the_log(said):
    for line in (written("%s", said), written("crash", fault=RuntimeError(said))):
        assert "elodie" not in line and "Élodie" not in line and TOKEN[:40] not in line


def test_what_serves_to_understand_stays():
    line = written("letter %s of kind %s: %s", 12, "confirmation", "550 5.1.1", fault=KeyError("event_id"))
    assert "ERROR essai letter 12 of kind confirmation: 550 5.1.1" in line and "KeyError: 'event_id'" in line and "Traceback" in line
