"""Suggested codes: beside the text, in a review, found for a code, and how far they can be trusted."""
