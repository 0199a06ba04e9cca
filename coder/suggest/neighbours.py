"""The passages that people coded, to be found again by likeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coder.suggest.features import Vocabulary

if TYPE_CHECKING:
    from coder.suggest.features import Ids

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A passage with the numbers of the codes that people put on it, and the coding (id) to go to for each."""

    text: str
    words: Ids
    codes: tuple[int, ...]
    sources: tuple[str, ...]

    def source(self, number: int) -> str:
        """Return the coding to go to for a code."""
        return self.sources[self.codes.index(number)]


class CodedPassages:
    """All coded passages, compared by the cosine of TF-IDF rows without common words."""

    def __init__(self, passages: Sequence[CodedPassage], *, stop: frozenset[int], damping: float) -> None:
        import numpy as np

        self.passages = passages
        self._damping = damping
        common = np.fromiter(stop, np.uint64, len(stop))
        words = [passage.words[~np.isin(passage.words, common)] for passage in passages]
        self.words = [frozenset(each.tolist()) for each in words]
        """The words (lemmas) of each passage without common ones."""
        self._vocabulary = Vocabulary.of(words, rare=1)
        self._rows = self._vocabulary.rows(words, damping=damping).T.tocsr()

    def alike(self, texts: Sequence[Ids], *, least: float) -> list[dict[int, list[tuple[float, int]]]]:
        """Return for each text by code how alike (0 to 1) which of its passages (places) are, the most first.

        What is less alike than `least` is left out.
        """
        import numpy as np

        found = (self._vocabulary.rows(texts, damping=self._damping) @ self._rows).tocoo()
        values = found.data.round(_DIGITS)
        kept = np.flatnonzero(values >= least)
        kept = kept[np.lexsort((found.col[kept], -values[kept]))]
        result: list[dict[int, list[tuple[float, int]]]] = [{} for _ in texts]
        for text, passage, value in zip(
            found.row[kept].tolist(), found.col[kept].tolist(), values[kept].tolist(), strict=True
        ):
            for code in self.passages[passage].codes:
                result[text].setdefault(code, []).append((value, passage))
        return result
