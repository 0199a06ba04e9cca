"""The shared codebook file."""
