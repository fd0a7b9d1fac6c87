"""Doors."""

from flask import Blueprint

doors = Blueprint("reminders", __name__)
