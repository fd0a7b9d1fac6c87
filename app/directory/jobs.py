"""What the directory does by itself."""

from datetime import datetime

from app.directory import imports, undeliverable


def forget_imports(now: datetime) -> None:
    """Lists that nobody confirmed are forgotten after thirty days."""
    imports.forget_old(now)


def follow_addresses(now: datetime) -> None:
    """The people whose letters come back are marked; those whose letters arrive again no longer are."""
    undeliverable.follow(now)
