"""Why a code is suggested: what in the text speaks for it, and what it resembles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coder.domain.span import Span
from coder.domain.suggestion import Reason, ReasonKind
from coder.suggest.features import Vocabulary
from coder.suggest.learner import Learned, Model
from coder.suggest.neighbours import CodedPassages
from coder.suggest.settings import Settings
from coder.suggest.similarity import CodebookIndex, Similarity
from coder.suggest.terms import TermHit

if TYPE_CHECKING:
    from spacy.tokens import Doc

_DIGITS = 4


class Reasons:
    """Gives the reasons for codes in texts that the pipeline has read."""

    def __init__(
        self,
        index: CodebookIndex,
        *,
        settings: Settings,
        model: Model | None = None,
        passages: CodedPassages | None = None,
    ) -> None:
        self._index = index
        self._settings = settings
        self._telling = index.telling
        self._model = model
        self._vocabulary: Vocabulary | None = model.vocabulary if model else None
        self._passages = passages

    def of(self, doc: Doc, number: int, hits: Sequence[TermHit]) -> tuple[Reason, ...]:
        """Return the reasons for a code in the order of `ReasonKind`; none if nothing can be shown."""
        settings = self._settings
        reasons = [
            Reason(ReasonKind.TERM, hit.term, tuple(Span(start, end) for start, end in hit.ranges))
            for hit in hits[: settings.most_terms]
        ]
        similarity: Similarity = doc._.codebook_similarity
        learned: Learned | None = doc._.learned
        if learned is not None:
            reasons.extend(self._similar(doc, number, learned))
        if similarity.example[number] >= settings.example_threshold:
            reasons.extend(self._example(doc, number, similarity))
        bm25 = similarity.bm25[number]
        if not reasons and bm25 / (bm25 + settings.half_bm25) >= settings.words_threshold:
            reasons.extend(self._words(doc, number, similarity))
        if learned is not None:
            reasons.extend(self._learned(doc, number, learned))
        return tuple(reasons) if any(reason.sign > 0 for reason in reasons) else ()

    def _similar(self, doc: Doc, number: int, learned: Learned) -> Iterator[Reason]:
        """Yield the most similar passages coded with the code, marking the words that they share with the text."""
        import numpy as np

        assert self._passages is not None
        settings, likeness = self._settings, learned.likeness
        order = np.lexsort((likeness.indices, -likeness.data.round(_DIGITS)))
        found = 0
        for place in order.tolist():
            value, passage = float(likeness.data[place]), int(likeness.indices[place])
            if value < settings.similar_threshold or found == settings.most_similar:
                return
            coded = self._passages.passages[passage]
            if number not in coded.codes:
                continue
            shared = self._passages.shared(learned.words, passage)
            if len(set(learned.words[shared].tolist())) < settings.example_words:
                continue
            found += 1
            spans = _spans(doc, learned.tokens[shared].tolist())
            yield Reason(ReasonKind.SIMILAR, coded.text, spans, coded.source(number), round(value, _DIGITS))

    def _example(self, doc: Doc, number: int, similarity: Similarity) -> Iterator[Reason]:
        """Yield the most similar quote as a reason if enough words are shared, marking these."""
        index = self._index
        first, last = index.first_quote[number : number + 2]
        quote = first + int(similarity.quotes[:, first:last].max(axis=0).argmax())
        wanted, columns = index.quote_columns[quote], similarity.columns.tolist()
        shared = [token for token, column in enumerate(columns) if column in wanted]
        if len({columns[token] for token in shared}) >= self._settings.example_words:
            yield Reason(ReasonKind.EXAMPLE, index.quotes[quote][1], _spans(doc, shared))

    def _words(self, doc: Doc, number: int, similarity: Similarity) -> Iterator[Reason]:
        """Yield the telling words that the text shares with the code's entry, the strongest first."""
        import numpy as np

        words, weights = self._index.word_weights(number)
        if not len(words):
            return
        columns = similarity.columns
        places = np.minimum(np.searchsorted(words, columns), len(words) - 1)
        shared = (columns >= 0) & (words[places] == columns) & self._telling[columns]
        strength: dict[int, float] = {}
        tokens: dict[int, list[int]] = {}
        for token in np.flatnonzero(shared).tolist():
            column = int(columns[token])
            strength[column] = float(weights[places[token]].round(_DIGITS))
            tokens.setdefault(column, []).append(token)
        best = sorted(tokens, key=lambda column: (-strength[column], tokens[column][0]))
        best = best[: self._settings.most_words]
        if not best:
            return
        text = ", ".join(doc[tokens[column][0]].text for column in best)
        marked = sorted(token for column in best for token in tokens[column])
        yield Reason(ReasonKind.WORDS, text, _spans(doc, marked))

    def _learned(self, doc: Doc, number: int, learned: Learned) -> Iterator[Reason]:
        """Yield the learned words for and then against the code, each as one reason, the strongest first."""
        import numpy as np

        assert self._model is not None
        assert self._vocabulary is not None
        if not self._model.counts[number]:
            return
        settings, row = self._settings, learned.row
        pull = (row.data * self._model.weights[number, row.indices]).round(_DIGITS)
        if not len(pull) or not pull.any():
            return
        columns = self._vocabulary.columns(learned.words)
        for sign in (1, -1):
            strong = np.flatnonzero(pull * sign >= settings.learned_threshold)
            order = strong[np.argsort(-pull[strong] * sign, kind="stable")][: settings.most_words].tolist()
            if not order:
                continue
            said: list[str] = []
            marked: set[int] = set()
            for entry in order:
                at = np.flatnonzero(columns == row.indices[entry]).tolist()
                tokens = learned.tokens[at].tolist()
                said.append(doc[tokens[0]].text)
                marked.update(tokens)
            yield Reason(
                ReasonKind.LEARNED,
                ", ".join(said),
                _spans(doc, sorted(marked)),
                weight=round(float(pull[order].sum()), _DIGITS),
            )


def _spans(doc: Doc, tokens: Sequence[int]) -> tuple[Span, ...]:
    """Return the places of tokens in code points of the text."""
    return tuple(Span(doc[token].idx, doc[token].idx + len(doc[token])) for token in tokens)
