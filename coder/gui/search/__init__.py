"""Finding words in all transcripts."""
