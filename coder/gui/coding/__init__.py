"""Putting codes on passages: what is coded here, the menu of the text, undo."""
