"""Doors."""

from flask import Blueprint

doors = Blueprint("reports", __name__)
