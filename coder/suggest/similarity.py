"""How similar a text is to each code's entry in the codebook, by BM25F and TF-IDF."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from coder.domain.codebook import Code
from coder.suggest.features import Tokens
from coder.suggest.lemmas import Reader
from coder.suggest.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array
    from spacy.tokens import Doc

    from coder.suggest.features import Floats, Ids

    Places = NDArray[np.intp]


_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Similarity:
    """One text against the codebook; `n` codes, `q` example quotes in codebook order."""

    bm25: Floats
    """By code, `(n,)`, from 0."""
    cosine: Floats
    """By code, `(n,)`, 0 to 1."""
    example: Floats
    """The most similar quote of each code, `(n,)`, 0 to 1."""
    quotes: Floats
    """By quote, for the whole text or the sentence that is most similar, `(q,)`, 0 to 1."""
    starts: list[int]
    ends: list[int]
    """Where each token stands, in code points of the text."""
    columns: list[int]
    """Each token's column in the index, or -1 for words that the codebook does not use."""
    words: Ids
    """The lemmas of the words in order; punctuation and blanks are no words."""
    places: list[int]
    """Which tokens they are."""


class CodebookIndex:
    """The codebook's words, weighted; texts are rows, words are columns."""

    def __init__(self, codes: Sequence[Code], read: Reader, *, stop: frozenset[int], settings: Settings) -> None:
        import numpy as np

        self._settings = settings
        fields = [_Fields.of(code, read) for code in codes]
        everything = np.concatenate([words for entry in fields for words in entry.units()], dtype=np.uint64)
        self._words = np.setdiff1d(everything, np.fromiter(stop, np.uint64, len(stop)))
        self.quotes: list[tuple[int, str]] = [
            (number, quote) for number, code in enumerate(codes) for quote in code.example_quotes if quote.strip()
        ]
        self.first_quote = np.searchsorted([number for number, _ in self.quotes], np.arange(len(codes) + 1))
        self._load(fields)

    def _load(self, fields: Sequence[_Fields]) -> None:
        import numpy as np

        settings, size = self._settings, len(fields)
        weighted = self._rows([])
        for weight, texts in (
            (settings.name_weight, [entry.name for entry in fields]),
            (settings.definition_weight, [entry.definition for entry in fields]),
            (settings.term_weight, [_joined(entry.terms) for entry in fields]),
            (settings.quote_weight, [_joined(entry.quotes) for entry in fields]),
        ):
            counts = self._rows(texts)
            lengths = counts.sum(axis=1)
            mean = lengths[lengths > 0].mean() if lengths.any() else 1.0
            penalty = 1 - settings.length_penalty + settings.length_penalty * lengths / mean
            part = _scaled(counts, weight / penalty)
            weighted = part if weighted.shape[0] == 0 else weighted + part
        weighted = weighted.tocsr()
        weighted.sort_indices()
        self._in_codes = np.bincount(weighted.indices, minlength=len(self._words))
        code_idf = _idf(self._in_codes, size)
        units = self._rows([words for entry in fields for words in entry.units()])
        self._idf = _idf(np.bincount(units.indices, minlength=len(self._words)), units.shape[0])

        saturated = (settings.saturation + 1) / (weighted.data + settings.saturation)
        added = weighted.copy()
        added.data *= saturated * code_idf[weighted.indices]
        self._bm25 = added.T.tocsr()
        self.telling = self._telling(added)
        """By code the words (columns) that few enough codes use, with what each adds to BM25."""
        self._cosine = self._unit_rows(weighted).T.tocsr()
        quotes = [words for entry in fields for words in entry.quotes]
        self.quote_columns = [frozenset(self.columns(words).tolist()) - {-1} for words in quotes]
        self._quotes = self._unit_rows(self._rows(quotes), damping=settings.example_damping).T.tocsr()

    def _telling(self, rows: csr_array) -> list[dict[int, float]]:
        codes = rows.shape[0]
        kept = self._in_codes <= max(2, math.floor(self._settings.telling_share * codes))
        found: list[dict[int, float]] = []
        for number in range(codes):
            part = slice(rows.indptr[number], rows.indptr[number + 1])
            columns, added = rows.indices[part], rows.data[part].round(_DIGITS)
            shown = kept[columns]
            found.append(dict(zip(columns[shown].tolist(), added[shown].tolist(), strict=True)))
        return found

    def columns(self, lemmas: NDArray[np.uint64]) -> Places:
        """Return the columns of lemmas, -1 for those that the codebook does not use."""
        import numpy as np

        if not len(self._words):
            return np.full(len(lemmas), -1, dtype=np.intp)
        places = np.minimum(np.searchsorted(self._words, lemmas), len(self._words) - 1)
        return np.where(self._words[places] == lemmas, places, -1)

    def compared(self, docs: Sequence[Doc]) -> Iterator[Similarity]:
        """Yield the similarities of texts that have lemmas and sentences, all worked out together."""
        import numpy as np

        tokens = Tokens.of(docs)
        columns = self.columns(tokens.lemmas)
        text_of = np.repeat(np.arange(len(docs)), np.diff(tokens.bounds))

        texts = self._counted(text_of, columns, len(docs))
        binary = texts.copy()
        binary.data[:] = 1.0
        bm25 = (binary @ self._bm25).toarray()
        cosine = (self._unit_rows(texts) @ self._cosine).toarray()
        quotes = self._like_quotes(texts, tokens, text_of, columns)
        example = self._by_code(quotes)

        starts, ends, of_columns = tokens.starts.tolist(), tokens.ends.tolist(), columns.tolist()
        words = np.flatnonzero(tokens.words)
        lemmas = tokens.lemmas[words]
        word_bounds = np.searchsorted(words, tokens.bounds).tolist()
        in_text = (words - np.asarray(tokens.bounds)[text_of[words]]).tolist()
        for number, (first, last) in enumerate(pairwise(tokens.bounds)):
            said = slice(*word_bounds[number : number + 2])
            yield Similarity(
                bm25[number],
                cosine[number],
                example[number],
                quotes[number],
                starts[first:last],
                ends[first:last],
                of_columns[first:last],
                lemmas[said],
                in_text[said],
            )

    def _like_quotes(self, texts: csr_array, tokens: Tokens, text_of: Places, columns: Places) -> Floats:
        """Return how similar texts are to quotes, as a whole or in the sentence that is most similar, `(texts, q)`."""
        import numpy as np

        damping = self._settings.example_damping
        result: Floats = (self._unit_rows(texts, damping=damping) @ self._quotes).toarray()
        firsts = np.flatnonzero(tokens.sentences)
        if not len(firsts):
            return result
        rows = self._counted(np.cumsum(tokens.sentences) - 1, columns, len(firsts))
        by_sentence = (self._unit_rows(rows, damping=damping) @ self._quotes).toarray()
        owners, begins = np.unique(text_of[firsts], return_index=True)
        result[owners] = np.maximum(result[owners], np.maximum.reduceat(by_sentence, begins, axis=0))
        return result

    def _by_code(self, quotes: Floats) -> Floats:
        """Return each code's highest value over its quotes, 0 for codes without any, `(texts, codes)`."""
        import numpy as np

        best = np.zeros((len(quotes), len(self.first_quote) - 1))
        having = np.flatnonzero(np.diff(self.first_quote))
        if len(having):
            best[:, having] = np.maximum.reduceat(quotes, self.first_quote[having], axis=1)
        return best

    def _rows(self, texts: Sequence[NDArray[np.uint64]]) -> csr_array:
        """Return word counts, one row per text."""
        import numpy as np

        rows = np.repeat(np.arange(len(texts)), [len(words) for words in texts])
        words = np.concatenate([np.empty(0, np.uint64), *texts])
        return self._counted(rows, self.columns(words), len(texts))

    def _counted(self, rows: Places, columns: Places, count: int) -> csr_array:
        import numpy as np
        from scipy.sparse import csr_array

        known = columns >= 0
        rows, columns = rows[known], columns[known]
        counts = csr_array((np.ones(len(rows)), (rows, columns)), shape=(count, len(self._words)))
        counts.sum_duplicates()
        return counts

    def _unit_rows(self, counts: csr_array, *, damping: float = 0.0) -> csr_array:
        """Return TF-IDF rows (logarithmic counts) of length 1, or less where damped."""
        import numpy as np

        rows = counts.copy()
        rows.data = np.log1p(rows.data) * self._idf[rows.indices]
        lengths = np.sqrt(rows.multiply(rows).sum(axis=1) + damping**2)
        return _scaled(rows, 1.0 / np.where(lengths > 0, lengths, 1.0))


class CodebookSimilarity:
    """Pipeline component: puts a `Similarity` into `doc.user_data["codebook_similarity"]`, some texts at a time."""

    def __init__(self) -> None:
        self._index: CodebookIndex | None = None

    def load(self, index: CodebookIndex) -> None:
        """Take the index of a codebook."""
        self._index = index

    def __call__(self, doc: Doc) -> Doc:
        """Compare one text."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Compare texts as they come, `batch_size` at a time."""
        assert self._index is not None, "load() comes first"
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            for doc, similarity in zip(batch, self._index.compared(batch), strict=True):
                doc.user_data["codebook_similarity"] = similarity
                yield doc


@dataclass(frozen=True, slots=True)
class _Fields:
    """A code's words (lemmas) by field."""

    name: NDArray[np.uint64]
    definition: NDArray[np.uint64]
    terms: list[NDArray[np.uint64]]
    quotes: list[NDArray[np.uint64]]

    @classmethod
    def of(cls, code: Code, read: Reader) -> _Fields:
        return cls(
            read.words(code.name),
            read.words("\n".join((code.short_definition, code.full_definition, code.when_to_use))),
            [read.words(term) for term in code.key_terms],
            [read.words(quote) for quote in code.example_quotes if quote.strip()],
        )

    def units(self) -> Iterator[NDArray[np.uint64]]:
        """Yield the entry in the pieces over which a word's rarity is counted."""
        yield _joined([self.name, self.definition])
        yield from self.terms
        yield from self.quotes


def _joined(texts: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    import numpy as np

    return np.concatenate([np.empty(0, np.uint64), *texts])


def _scaled(rows: csr_array, factors: Floats) -> csr_array:
    """Return sparse rows, each multiplied by its factor."""
    import numpy as np

    result = rows.copy()
    result.data = result.data * np.repeat(factors, np.diff(rows.indptr))
    return result


def _idf(found: NDArray[Any], total: int) -> Floats:
    """Return how rare words are that `found` of `total` rows have: 1 in a single row, less the more have them.

    This is BM25's inverse document frequency in the form that is never negative (Lucene's), on a scale that is
    the same for small and large codebooks.
    """
    import numpy as np

    return np.log1p((total - found + 0.5) / (found + 0.5)) / math.log1p((total - 0.5) / 1.5)
