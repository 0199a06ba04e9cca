"""Tables from codings: evidence and roll-ups."""
