"""Doors."""

from flask import Blueprint

doors = Blueprint("commands", __name__)
