"""The codebook: its tree, its editing in place and the dialog for a definition."""
