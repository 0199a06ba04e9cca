"""Blending the signals into a ranking, and saying why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coder.domain.codebook import Code
from coder.domain.span import Span
from coder.domain.suggestion import Reason, ReasonKind, Suggestion
from coder.suggest.settings import Settings
from coder.suggest.similarity import CodebookIndex, Similarity
from coder.suggest.terms import TermHit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class _Loaded:
    codes: tuple[str, ...]
    index: CodebookIndex
    settings: Settings
    telling: NDArray[np.bool_]


class SuggestionRanker:
    """Pipeline component: puts the best codes with their reasons into `doc._.suggestions`.

    A code's score is the sum of its key terms' weights, of BM25 on a scale of 0 to 1 (`x / (x + half)`), and of
    small shares of the cosine and of the most similar example. Scores are rounded before they are compared, and
    ties go by codebook order, so the ranking is the same on every machine.
    """

    def __init__(self) -> None:
        self._loaded: _Loaded | None = None

    def load(self, codes: Sequence[Code], index: CodebookIndex, *, settings: Settings) -> None:
        """Take the codes in codebook order with their index."""
        self._loaded = _Loaded(tuple(code.id for code in codes), index, settings, index.telling)

    def __call__(self, doc: Doc, *, top: int = 3) -> Doc:
        """Rank the codes for a text that has terms and similarities."""
        import numpy as np

        assert self._loaded is not None, "load() comes first"
        settings, similarity = self._loaded.settings, doc._.codebook_similarity
        hits: dict[int, list[TermHit]] = {}
        for hit in doc._.codebook_terms:
            hits.setdefault(hit.code, []).append(hit)
        scaled = similarity.bm25 / (similarity.bm25 + settings.half_bm25)
        scores = scaled + settings.cosine_share * similarity.cosine + settings.example_share * similarity.example
        for number, found in hits.items():
            scores[number] += sum(hit.weight for hit in found)
        scores = scores.round(_DIGITS)
        suggestions: list[Suggestion] = []
        for number in np.argsort(-scores, kind="stable").tolist():
            if len(suggestions) >= top or scores[number] <= 0:
                break
            reasons = self._reasons(doc, number, hits.get(number, ()), words_count=scaled[number])
            if reasons:
                code_id = self._loaded.codes[number]
                suggestions.append(Suggestion(code_id, len(suggestions) + 1, float(scores[number]), reasons))
        doc._.suggestions = tuple(suggestions)
        return doc

    def _reasons(self, doc: Doc, number: int, hits: Sequence[TermHit], *, words_count: float) -> tuple[Reason, ...]:
        assert self._loaded is not None
        settings = self._loaded.settings
        reasons = [
            Reason(ReasonKind.TERM, hit.term, tuple(Span(start, end) for start, end in hit.ranges))
            for hit in hits[: settings.most_terms]
        ]
        similarity: Similarity = doc._.codebook_similarity
        if similarity.example[number] >= settings.example_threshold:
            reasons.extend(self._example(doc, number, similarity))
        if not reasons and words_count >= settings.words_threshold:
            reasons.extend(self._words(doc, number, similarity))
        return tuple(reasons)

    def _example(self, doc: Doc, number: int, similarity: Similarity) -> list[Reason]:
        """Return the most similar quote as a reason if enough words are shared, marking these."""
        assert self._loaded is not None
        index = self._loaded.index
        first, last = index.first_quote[number : number + 2]
        quote = first + int(similarity.quotes[:, first:last].max(axis=0).argmax())
        wanted, columns = index.quote_columns[quote], similarity.columns.tolist()
        shared = [token for token, column in enumerate(columns) if column in wanted]
        if len({columns[token] for token in shared}) < self._loaded.settings.example_words:
            return []
        return [Reason(ReasonKind.EXAMPLE, index.quotes[quote][1], _spans(doc, shared))]

    def _words(self, doc: Doc, number: int, similarity: Similarity) -> list[Reason]:
        """Return the telling words that the text shares with the code's entry, the strongest first."""
        import numpy as np

        assert self._loaded is not None
        words, weights = self._loaded.index.word_weights(number)
        if not len(words):
            return []
        columns = similarity.columns
        places = np.minimum(np.searchsorted(words, columns), len(words) - 1)
        shared = (columns >= 0) & (words[places] == columns) & self._loaded.telling[columns]
        strength: dict[int, float] = {}
        tokens: dict[int, list[int]] = {}
        for token in np.flatnonzero(shared).tolist():
            column = int(columns[token])
            strength[column] = float(weights[places[token]].round(_DIGITS))
            tokens.setdefault(column, []).append(token)
        best = sorted(tokens, key=lambda column: (-strength[column], tokens[column][0]))
        best = best[: self._loaded.settings.most_words]
        if not best:
            return []
        text = ", ".join(doc[tokens[column][0]].text for column in best)
        marked = sorted(token for column in best for token in tokens[column])
        return [Reason(ReasonKind.WORDS, text, _spans(doc, marked))]


def _spans(doc: Doc, tokens: Sequence[int]) -> tuple[Span, ...]:
    """Return the places of tokens in code points of the text."""
    return tuple(Span(doc[token].idx, doc[token].idx + len(doc[token])) for token in tokens)
