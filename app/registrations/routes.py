"""Doors."""

from flask import Blueprint

doors = Blueprint("registrations", __name__)
