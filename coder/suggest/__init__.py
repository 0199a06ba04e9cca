"""The spaCy pipeline that ranks codes for a passage, with reasons.

Importing this package is cheap: spaCy and SciPy load when the first engine is built.
"""

from coder.suggest.engine import SuggestionEngine, build_engine
from coder.suggest.passages import split_passages

__all__ = ["SuggestionEngine", "build_engine", "split_passages"]
