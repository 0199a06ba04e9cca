"""One module per file format; each makes the same parsed transcript."""
