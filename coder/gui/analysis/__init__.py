"""The analysis workspace: from codings to evidence, and back to the passages."""
