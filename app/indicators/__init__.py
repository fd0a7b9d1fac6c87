"""Every figure of the year: one definition each, computed from rows, with the rows behind it."""
