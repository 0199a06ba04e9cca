"""How far suggestions can be trusted."""
