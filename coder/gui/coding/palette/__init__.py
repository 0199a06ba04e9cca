"""The code palette."""
