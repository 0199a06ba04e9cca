"""Use cases of coding: codes on passages, codings from other tools, older definitions."""
