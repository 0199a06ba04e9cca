"""Use cases of the codebook: codes, sharing, files."""
