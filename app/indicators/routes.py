"""The doors of indicators."""

from flask import Blueprint

from app.indicators import models  # noqa: F401 - its tables belong to the database even while it has no page

doors = Blueprint("indicators", __name__)
