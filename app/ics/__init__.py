"""Calendar objects as bytes: a pure builder that knows entries, not events."""
