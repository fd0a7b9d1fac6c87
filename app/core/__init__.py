"""Floor 0: what every feature stands on, and that knows nothing of the domain."""
