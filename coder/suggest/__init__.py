"""The spaCy pipeline that ranks codes for a passage, with reasons, and learns from what people code.

Importing this package is cheap: spaCy, SciPy and scikit-learn load when the first engine is built.
"""

from coder.suggest.engine import SuggestionEngine, build_engine
from coder.suggest.evaluation import evaluate
from coder.suggest.passages import split_passages
from coder.suggest.vectors import describe_vectors, vectors_available

__all__ = [
    "SuggestionEngine",
    "build_engine",
    "describe_vectors",
    "evaluate",
    "split_passages",
    "vectors_available",
]
