"""The codebook workspace: defining, merging, splitting and sharing codes, with their passages at hand."""
