"""Seats, waiting list, approval, withdrawal; the professional's own pages; following one event; calling it off."""
