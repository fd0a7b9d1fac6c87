"""Doors."""

from flask import Blueprint

doors = Blueprint("directory", __name__)
