"""Texts as rows of weighted words, for learning from them and comparing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array
    from spacy.tokens import Doc

    Floats = NDArray[np.float64]
    Ids = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of some texts, one text after the other, `t` in all; all positions are code points of their text."""

    lemmas: Ids
    """`(t,)`."""
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    """`(t,)`."""
    sentences: NDArray[np.bool_]
    """Whether a sentence starts with the token, `(t,)`; every text starts one."""
    words: NDArray[np.bool_]
    """Whether it is a word, not punctuation and not blank, `(t,)`."""
    bounds: list[int]
    """Where each text begins, and where the last one ends."""

    @classmethod
    def of(cls, docs: Sequence[Doc]) -> Tokens:
        """Read the tokens of texts that have lemmas, all at once, which is much faster than one by one."""
        import numpy as np
        from spacy.attrs import IDX, IS_PUNCT, IS_SPACE, LEMMA, LENGTH, SENT_START

        wanted = [LEMMA, IDX, LENGTH, SENT_START, IS_PUNCT, IS_SPACE]
        table = np.concatenate([np.empty((0, len(wanted)), np.uint64), *(doc.to_array(wanted) for doc in docs)])
        bounds = np.cumsum([0, *map(len, docs)])
        starts = table[:, 1].astype(np.int64)
        sentences = table[:, 3] == 1
        sentences[bounds[:-1][np.diff(bounds) > 0]] = True
        return cls(
            table[:, 0],
            starts,
            starts + table[:, 2].astype(np.int64),
            sentences,
            (table[:, 4] == 0) & (table[:, 5] == 0),
            bounds.tolist(),
        )


class Vocabulary:
    """The words that a learner knows, each with its rarity; texts become TF-IDF rows of length 1."""

    def __init__(self, ids: Ids, idf: Floats) -> None:
        self.ids = ids
        """Ascending."""
        self.idf = idf

    @classmethod
    def of(cls, texts: Sequence[Ids], *, rare: int) -> Vocabulary:
        """Take the words that at least `rare` of the texts have; the inverse document frequency is scikit-learn's."""
        import numpy as np

        seen = np.concatenate([np.empty(0, np.uint64), *(np.unique(text) for text in texts)])
        ids, counts = np.unique(seen, return_counts=True)
        kept = counts >= rare
        idf = np.log((1 + len(texts)) / (1 + counts[kept])) + 1
        return cls(ids[kept], idf)

    def __len__(self) -> int:
        return len(self.ids)

    def columns(self, ids: Ids) -> NDArray[np.intp]:
        """Return the columns of words, -1 for unknown ones."""
        import numpy as np

        if not len(self.ids):
            return np.full(len(ids), -1, dtype=np.intp)
        places = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[places] == ids, places, -1)

    def rows(self, texts: Sequence[Ids], *, damping: float = 0.0) -> csr_array:
        """Return one row per text, `(texts, words)`: logarithmic counts times rarity, scaled to length 1.

        Damped rows are shorter, the more the fewer words they have, so that one shared word is not full agreement.
        """
        import numpy as np

        columns = self.columns(np.concatenate([np.empty(0, np.uint64), *texts]))
        return self.rows_of(columns, [len(text) for text in texts], damping=damping)

    def rows_of(self, columns: NDArray[np.intp], lengths: Sequence[int], *, damping: float = 0.0) -> csr_array:
        """Return the rows of texts that come as the columns of their words, one text after the other."""
        import numpy as np
        from scipy.sparse import csr_array

        of_text = np.repeat(np.arange(len(lengths)), np.asarray(lengths, dtype=np.intp))
        known = columns >= 0
        places = (of_text[known].astype(np.int32), columns[known].astype(np.int32))
        rows = csr_array((np.ones(len(places[0])), places), shape=(len(lengths), len(self.ids)))
        rows.sum_duplicates()
        rows.sort_indices()
        rows.data = (1 + np.log(rows.data)) * self.idf[rows.indices]
        norms = np.sqrt(rows.multiply(rows).sum(axis=1) + damping**2)
        rows.data /= np.repeat(np.where(norms > 0, norms, 1.0), np.diff(rows.indptr))
        return rows
