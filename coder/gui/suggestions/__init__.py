"""Suggested codes with their reasons."""
