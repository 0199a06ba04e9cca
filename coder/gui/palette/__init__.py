"""The palette that finds a code by a few typed letters."""
