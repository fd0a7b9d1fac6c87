"""Whether the service is well: for a machine, one word; for an administrator, what waits and what was given up."""

from flask import Blueprint

doors = Blueprint("outbox_health", __name__)
