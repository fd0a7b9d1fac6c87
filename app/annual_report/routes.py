"""The doors of annual_report."""

from flask import Blueprint

from app.annual_report import models  # noqa: F401 - its tables belong to the database even while it has no page

doors = Blueprint("annual_report", __name__)
