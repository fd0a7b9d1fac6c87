"""What the directory does by itself."""

from datetime import datetime

from app.directory import imports


def forget_imports(now: datetime) -> None:
    """Lists that nobody confirmed are forgotten after thirty days."""
    imports.forget_old(now)
