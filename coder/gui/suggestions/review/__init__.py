"""Going through the suggestions of a transcript."""
