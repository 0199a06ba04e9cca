"""Dialogs: each asks one thing, returns plain values and changes nothing itself."""
