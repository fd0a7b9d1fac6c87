"""Doors."""

from flask import Blueprint

doors = Blueprint("attendance", __name__)
