"""Letters waiting to leave: a row in the same transaction as the fact, carried by the worker (docs/decisions/0008-the-outbox.md)."""
