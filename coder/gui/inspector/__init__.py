"""What is coded at the caret, and its controls."""
