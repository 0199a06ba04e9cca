"""The list of transcripts."""
