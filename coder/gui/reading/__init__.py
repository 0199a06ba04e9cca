"""What is read: the text, its header, and finding words in it."""
