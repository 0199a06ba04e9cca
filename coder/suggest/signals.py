"""What the codebook says of texts, as tables: the ground on which learning builds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from coder.suggest.features import Floats, Ids
    from coder.suggest.settings import Settings
    from coder.suggest.similarity import Similarity
    from coder.suggest.vectors import Encoder


@dataclass(frozen=True, slots=True)
class Signals:
    """`t` texts against `n` codes by each signal, `(t, n)`, from 0."""

    terms: Floats
    """Sum of the weights of the key terms found."""
    bm25: Floats
    cosine: Floats
    """0 to 1."""
    example: Floats
    """The most similar quote, 0 to 1."""
    words: Sequence[Ids]
    """The words of each text (lemmas) in order."""
    vectors: Floats | None = None
    """`(t, dimensions)`, of length 1 or 0; None without a model for them."""

    @classmethod
    def of(cls, docs: Sequence[Doc], *, codes: int, encoder: Encoder | None = None) -> Signals:
        """Collect the signals of texts that have terms and similarities."""
        import numpy as np

        terms = np.zeros((len(docs), codes))
        similarities: list[Similarity] = []
        for row, doc in enumerate(docs):
            found = doc.user_data
            for hit in found["codebook_terms"]:
                terms[row, hit.code] += hit.weight
            similarities.append(found["codebook_similarity"])
        return cls(
            terms,
            np.array([each.bm25 for each in similarities]).reshape(-1, codes),
            np.array([each.cosine for each in similarities]).reshape(-1, codes),
            np.array([each.example for each in similarities]).reshape(-1, codes),
            [each.words for each in similarities],
            None if encoder is None else encoder.encode(docs),
        )

    def only(self, rows: NDArray[np.intp]) -> Signals:
        """Return the signals of some of the texts."""
        return Signals(
            self.terms[rows],
            self.bm25[rows],
            self.cosine[rows],
            self.example[rows],
            [self.words[row] for row in rows],
            None if self.vectors is None else self.vectors[rows],
        )

    def lexical(self, settings: Settings) -> Floats:
        """Return the codebook's score: the terms, BM25 on a scale of 0 to 1 (`x / (x + half)`), and small shares."""
        scaled = self.bm25 / (self.bm25 + settings.half_bm25)
        return self.terms + scaled + settings.cosine_share * self.cosine + settings.example_share * self.example

    def __len__(self) -> int:
        return len(self.words)
