"""How far suggestions can be trusted, code by code and over time."""
