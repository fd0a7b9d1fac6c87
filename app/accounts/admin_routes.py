"""Doors."""

from flask import Blueprint

doors = Blueprint("accounts_admin", __name__)
