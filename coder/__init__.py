"""Code interview and workshop transcripts against a shared codebook, and export the evidence."""

__version__ = "0.1.0"
