"""Use cases: each function is one user action in one transaction, and returns what changed."""
