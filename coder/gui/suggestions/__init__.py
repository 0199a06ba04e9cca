"""Codes offered for the passage that is read, with their reasons."""
