"""Use cases of transcripts: import, people, searching."""
