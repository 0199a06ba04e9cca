"""Passages of all transcripts that may speak of one code."""
