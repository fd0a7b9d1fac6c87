"""Who did what, when, to what: append-only, chained by hashes, without personal content."""
