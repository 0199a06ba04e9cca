"""Use cases of suggestions: asking, deciding, learning, reviewing, trusting."""
