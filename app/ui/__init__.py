"""Floor 1: what every page is made of: forms, French words, dates, charts, the frame."""

from flask import Flask

from app.ui import assets, filters, frame


def install(app: Flask) -> None:
    """Give templates their filters, the frame its menu, the browser its static files."""
    filters.install(app)
    frame.install(app)
    assets.install(app)
