"""Calendar objects as bytes: a pure builder that knows entries, not events (shared spec "calendar and mail", part 1)."""
