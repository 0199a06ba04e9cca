"""The spaCy pipeline that ranks codes for a passage, with reasons."""
