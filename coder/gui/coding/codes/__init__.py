"""The code tree beside the text."""
