"""Why a code is suggested: what in the text speaks for it, and what it resembles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coder.domain.span import Span
from coder.domain.suggestion import Reason, ReasonKind
from coder.suggest.learner import Learned, Model
from coder.suggest.neighbours import CodedPassages
from coder.suggest.settings import Settings
from coder.suggest.similarity import CodebookIndex, Similarity
from coder.suggest.terms import TermHit

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from coder.suggest.features import Floats

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
        stop: frozenset[int] = frozenset(),
    ) -> None:
        self._index = index
        self._settings = settings
        self._telling = index.telling
        self._model = model
        self._passages = passages
        # Words such as "the" pull a little too, but as a reason they tell a person nothing.
        self._silent = (
            {column for column, lemma in enumerate(model.vocabulary.ids.tolist()) if lemma in stop}
            if model is not None
            else set()
        )

    def of(self, doc: Doc, number: int, hits: Sequence[TermHit], *, text: str) -> tuple[Reason, ...]:
        """Return the reasons for a code by `ReasonKind`; none if nothing can be shown; `text` is the doc's."""
        settings = self._settings
        reasons = [
            Reason(ReasonKind.TERM, hit.term, tuple(Span(start, end) for start, end in hit.ranges))
            for hit in hits[: settings.most_terms]
        ]
        similarity: Similarity = doc._.codebook_similarity
        learned: Learned | None = doc._.learned
        if learned is not None:
            reasons.extend(self._similar(number, learned))
        if similarity.example[number] >= settings.example_threshold:
            reasons.extend(self._example(doc, number, similarity))
        bm25 = similarity.bm25[number]
        if not reasons and bm25 / (bm25 + settings.half_bm25) >= settings.words_threshold:
            reasons.extend(self._words(doc, number, similarity))
        if learned is not None:
            reasons.extend(self._learned(text, number, learned))
            if not any(reason.sign > 0 for reason in reasons):
                reasons[:0] = self._near(number, learned)
        return tuple(reasons) if any(reason.sign > 0 for reason in reasons) else ()

    def _similar(self, number: int, learned: Learned) -> Iterator[Reason]:
        """Yield the most similar passages coded with the code, marking the words that they share with the text."""
        assert self._passages is not None
        found = 0
        for value, passage in learned.alike:
            coded = self._passages.passages[passage]
            if number not in coded.codes:
                continue
            wanted = self._passages.words[passage]
            shared = [place for place, word in enumerate(learned.words) if word in wanted]
            if len({learned.words[place] for place in shared}) < self._settings.example_words:
                continue
            found += 1
            spans = tuple(Span(*learned.places[place]) for place in shared)
            yield Reason(ReasonKind.SIMILAR, coded.text, spans, coded.source(number), value)
            if found == self._settings.most_similar:
                return

    def _near(self, number: int, learned: Learned) -> list[Reason]:
        """Return the coded passage, or else the quote, that is nearest by its vector; it need not share a word."""
        if learned.vector is None or self._model is None or self._passages is None:
            return []
        best: list[Reason] = []
        owned = [place for place, passage in enumerate(self._passages.passages) if number in passage.codes]
        vectors = self._model.passage_vectors
        if owned and vectors is not None:
            place, value = _nearest(vectors[owned], learned.vector)
            coded = self._passages.passages[owned[place]]
            best.append(Reason(ReasonKind.SIMILAR, coded.text, (), coded.source(number), value))
        first, last = self._index.first_quote[number : number + 2].tolist()
        quotes = self._model.quote_vectors
        if last > first and quotes is not None:
            place, value = _nearest(quotes[first:last], learned.vector)
            best.append(Reason(ReasonKind.EXAMPLE, self._index.quotes[first + place][1], (), weight=value))
        return [reason for reason in best if reason.weight >= self._settings.vector_threshold][:1]

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

    def _learned(self, text: str, number: int, learned: Learned) -> Iterator[Reason]:
        """Yield the learned words for and then against the code, each as one reason, the strongest first."""
        assert self._model is not None
        if not self._model.counts[number]:
            return
        pull = (learned.strength * self._model.weights[number, learned.known]).tolist()
        settings = self._settings
        least, against, most = settings.learned_threshold, -settings.against_threshold, settings.most_words
        strong = [
            (round(value, _DIGITS), column)
            for value, column in zip(pull, learned.known.tolist(), strict=True)
            if (value >= least or value <= against) and column not in self._silent
        ]
        if not strong:
            return
        strong.sort(key=lambda pair: (-abs(pair[0]), pair[1]))
        sides = [[pair for pair in strong if pair[0] * sign > 0][:most] for sign in (1, -1)]
        said: dict[int, list[int]] = {column: [] for side in sides for _, column in side}
        for place, column in enumerate(learned.columns):
            if column in said:
                said[column].append(place)
        for side in sides:
            if side:
                first = [learned.places[said[column][0]] for _, column in side]
                marked = sorted(place for _, column in side for place in said[column])
                yield Reason(
                    ReasonKind.LEARNED,
                    ", ".join(text[start:end] for start, end in first),
                    tuple(Span(*learned.places[place]) for place in marked),
                    weight=round(sum(value for value, _ in side), _DIGITS),
                )


def _nearest(vectors: Floats, vector: Floats) -> tuple[int, float]:
    """Return the place and the cosine of the nearest vector."""
    cosines = (vectors @ vector).round(_DIGITS)
    place = int(cosines.argmax())
    return place, float(cosines[place])


def _spans(doc: Doc, tokens: Sequence[int]) -> tuple[Span, ...]:
    """Return the places of tokens in code points of the text."""
    return tuple(Span(doc[token].idx, doc[token].idx + len(doc[token])) for token in tokens)
