"""Doors."""

from flask import Blueprint

doors = Blueprint("registration_pages", __name__)
