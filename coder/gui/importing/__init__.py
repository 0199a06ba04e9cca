"""Transcripts and codings that come in: looking at them first, then confirming."""
