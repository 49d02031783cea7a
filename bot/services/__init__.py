"""Use cases: one function, one transaction. Rules decide, storage remembers, the outbox tells."""
