"""Going through the suggestions of a whole transcript, one after the other."""
