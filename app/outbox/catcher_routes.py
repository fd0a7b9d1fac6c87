"""In development, the letters that the local catcher received."""

from flask import Blueprint

doors = Blueprint("outbox_catcher", __name__)
