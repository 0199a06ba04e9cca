"""One module per export format, from the same tables."""
