"""Doors."""

from flask import Blueprint

doors = Blueprint("invitation_pages", __name__)
