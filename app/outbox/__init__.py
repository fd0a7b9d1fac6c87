"""Letters waiting to leave: a row in the same transaction as the fact, carried by the worker (shared spec "outbox")."""
