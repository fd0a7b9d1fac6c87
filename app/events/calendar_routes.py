"""Doors."""

from flask import Blueprint

doors = Blueprint("calendar_pages", __name__)
