"""What a codebook file calls itself, and how large one may be."""

from __future__ import annotations

FORMAT = "coder-codebook/1"
MOST_BYTES = 10_000_000
MOST_YAML_BYTES = 4_000_000
"""YAML is slow to read; 1,000 codes with long definitions are half of this."""

MOST_LINES = 75_000
"""No line has more than two of the names and values that a reader counts."""
