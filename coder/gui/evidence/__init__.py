"""The evidence table at the foot of the window."""
