"""One module for each step between forms of the project file; their SQL is frozen and never follows today's tables."""
