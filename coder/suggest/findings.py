"""What the components found in a text, in plain lists, so that codes can be asked about one by one quickly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from coder.domain.span import Span
from coder.suggest.learner import Learned
from coder.suggest.similarity import Similarity
from coder.suggest.terms import TermHit


@dataclass
class Findings:
    """One text with its signals; what several codes need is worked out once, and only if one of them asks."""

    text: str
    similarity: Similarity
    bm25: list[float]
    """By code, from 0 to 1."""
    example: list[float]
    """The most similar quote of each code, 0 to 1."""
    learned: Learned | None
    hits: dict[int, list[TermHit]] = field(default_factory=dict)
    """Key terms by code."""
    pulls: dict[int, list[tuple[float, int]]] = field(default_factory=dict)
    """What learned words (columns of the learner) add to the log odds of a code, by code: only what may be shown."""

    def spans(self, tokens: Sequence[int]) -> tuple[Span, ...]:
        """Return the places of tokens in code points of the text."""
        starts, ends = self.similarity.starts, self.similarity.ends
        return tuple(Span(starts[token], ends[token]) for token in tokens)

    def word(self, token: int) -> str:
        """Return a token as it is written."""
        return self.text[self.similarity.starts[token] : self.similarity.ends[token]]
