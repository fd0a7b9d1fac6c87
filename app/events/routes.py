"""Doors."""

from flask import Blueprint

doors = Blueprint("events", __name__)
