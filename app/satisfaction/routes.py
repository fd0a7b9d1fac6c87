"""Doors."""

from flask import Blueprint

doors = Blueprint("satisfaction", __name__)
