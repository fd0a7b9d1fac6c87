"""Doors."""

from flask import Blueprint

doors = Blueprint("networks", __name__)
