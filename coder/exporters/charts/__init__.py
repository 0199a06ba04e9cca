"""Charts of the evidence: one definition each for the screen, for PNG and for SVG."""
