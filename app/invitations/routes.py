"""Doors."""

from flask import Blueprint

doors = Blueprint("invitations", __name__)
