"""Passages found for a code."""
