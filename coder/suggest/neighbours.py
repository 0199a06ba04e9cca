"""The passages that people coded, to be found again by likeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coder.suggest.features import Vocabulary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from coder.suggest.features import Floats, Ids


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

    def __init__(self, passages: Sequence[CodedPassage], *, codes: int, stop: frozenset[int], damping: float) -> None:
        import numpy as np
        from scipy.sparse import csr_array

        self.passages = passages
        self._damping = damping
        common = np.fromiter(stop, np.uint64, len(stop))
        words = [passage.words[~np.isin(passage.words, common)] for passage in passages]
        self._vocabulary = Vocabulary.of(words, rare=1)
        self._rows = self._vocabulary.rows(words, damping=damping).T.tocsr()
        owners = [(row, code) for row, passage in enumerate(passages) for code in passage.codes]
        places = np.array(owners, dtype=np.intp).reshape(-1, 2)
        self.coded = csr_array((np.ones(len(places)), (places[:, 0], places[:, 1])), shape=(len(passages), codes))

    def likeness(self, texts: Sequence[Ids]) -> csr_array:
        """Return how alike texts are to the coded passages, 0 to 1, `(texts, passages)`."""
        return (self._vocabulary.rows(texts, damping=self._damping) @ self._rows).tocsr()

    def shared(self, words: Ids, passage: int) -> NDArray[np.bool_]:
        """Return which words of a text a passage shares, common words aside."""
        import numpy as np

        known = self._vocabulary.columns(words) >= 0
        return known & np.isin(words, self.passages[passage].words)


def best_by_code(likeness: csr_array, coded: csr_array) -> Floats:
    """Return each code's highest likeness, `(texts, codes)`, 0 where nothing is alike."""
    import numpy as np

    best = np.zeros((likeness.shape[0], coded.shape[1]))
    entries = likeness.tocoo()
    order = coded.indptr
    spread = np.diff(order)[entries.col]
    texts = np.repeat(entries.row, spread)
    values = np.repeat(entries.data, spread)
    starts = np.repeat(order[:-1][entries.col], spread)
    within = np.arange(len(texts)) - np.repeat(np.cumsum(spread) - spread, spread)
    np.maximum.at(best, (texts, coded.indices[starts + within]), values)
    return best
