"""Why a code is suggested: what in the text speaks for it, and what it resembles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from coder.domain.span import Span
from coder.domain.suggestion import Reason, ReasonKind
from coder.suggest.findings import Findings
from coder.suggest.learner import Learned, Model
from coder.suggest.neighbours import CodedPassages
from coder.suggest.settings import Settings
from coder.suggest.similarity import CodebookIndex, Similarity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
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
        self._model = model
        self._passages = passages
        self._said = self._showable(model, stop)

    @staticmethod
    def _showable(model: Model | None, stop: frozenset[int]) -> NDArray[np.bool_]:
        """Return for each learned word whether it tells a person anything; "the" pulls a little too, but does not."""
        import numpy as np

        words = model.vocabulary.ids if model is not None else np.empty(0, np.uint64)
        return ~np.isin(words, np.fromiter(stop, np.uint64, len(stop)))

    def findings(self, docs: Sequence[Doc], asked: Sequence[Sequence[int]]) -> list[Findings]:
        """Put together what was found in some texts, and for which codes (numbers) learned words may be asked for."""
        import numpy as np

        similarities: list[Similarity] = [doc.user_data["codebook_similarity"] for doc in docs]
        bm25 = np.array([each.bm25 for each in similarities])
        bm25 /= bm25 + self._settings.half_bm25
        example = np.array([each.example for each in similarities])
        result = []
        for doc, similarity, shares, examples in zip(docs, similarities, bm25.tolist(), example.tolist(), strict=True):
            noted = doc.user_data
            found = Findings(noted["reading"].text, similarity, shares, examples, noted["learned"])
            for hit in noted["codebook_terms"]:
                found.hits.setdefault(hit.code, []).append(hit)
            result.append(found)
        self._add_pulls(result, asked)
        return result

    def of(self, found: Findings, number: int) -> tuple[Reason, ...]:
        """Return the reasons for a code by `ReasonKind`; none if nothing can be shown."""
        settings = self._settings
        reasons = [
            Reason(ReasonKind.TERM, hit.term, tuple(Span(start, end) for start, end in hit.ranges))
            for hit in found.hits.get(number, ())[: settings.most_terms]
        ]
        learned = found.learned
        if learned is not None and number in learned.alike:
            reasons.extend(self._similar(found, number, learned))
        if found.example[number] >= settings.example_threshold:
            reasons.extend(self._example(found, number))
        if not reasons and found.bm25[number] >= settings.words_threshold:
            reasons.extend(self._words(found, number))
        if learned is None:
            return tuple(reasons)
        if number in found.pulls:
            reasons.extend(self._learned(found, number, learned))
        speaks = any(reason.sign > 0 for reason in reasons)
        if not speaks and (near := self._near(number, learned)):
            return (*near, *reasons)
        return tuple(reasons) if speaks else ()

    def _similar(self, found: Findings, number: int, learned: Learned) -> Iterator[Reason]:
        """Yield the most similar passages coded with the code, marking the words that they share with the text."""
        assert self._passages is not None
        settings, yielded = self._settings, 0
        for value, passage in learned.alike.get(number, ()):
            wanted = self._passages.words[passage]
            shared = [place for place, word in enumerate(learned.words) if word in wanted]
            if len({learned.words[place] for place in shared}) < settings.example_words:
                continue
            coded = self._passages.passages[passage]
            spans = found.spans([found.similarity.places[place] for place in shared])
            yield Reason(ReasonKind.SIMILAR, coded.text, spans, coded.source(number), value)
            yielded += 1
            if yielded == settings.most_similar:
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

    def _example(self, found: Findings, number: int) -> Iterator[Reason]:
        """Yield the most similar quote as a reason if enough words are shared, marking these."""
        index = self._index
        first, last = index.first_quote[number : number + 2].tolist()
        quote = first + int(found.similarity.quotes[first:last].argmax())
        wanted, columns = index.quote_columns[quote], found.similarity.columns
        shared = [token for token, column in enumerate(columns) if column in wanted]
        if len({columns[token] for token in shared}) >= self._settings.example_words:
            yield Reason(ReasonKind.EXAMPLE, index.quotes[quote][1], found.spans(shared))

    def _words(self, found: Findings, number: int) -> Iterator[Reason]:
        """Yield the telling words that the text shares with the code's entry, the strongest first."""
        weights, columns = self._index.telling[number], found.similarity.columns
        shared = [column for column in dict.fromkeys(columns) if column in weights]
        # Words come in the order of the text, and sorting keeps it where two are equally strong.
        best = sorted(shared, key=lambda column: -weights[column])[: self._settings.most_words]
        if best:
            text = ", ".join(found.word(columns.index(column)) for column in best)
            marked = [token for token, column in enumerate(columns) if column in best]
            yield Reason(ReasonKind.WORDS, text, found.spans(marked))

    def _add_pulls(self, findings: Sequence[Findings], asked: Sequence[Sequence[int]]) -> None:
        """Work out for all texts together what their learned words pull, for the codes that may be asked about.

        A code that nothing was learned for has none.
        """
        import numpy as np

        model, settings = self._model, self._settings
        learned = [found.learned for found in findings if found.learned is not None]
        if model is None or len(learned) < len(findings):
            return
        numbers = np.asarray(asked, dtype=np.intp)
        known = np.concatenate([each.known for each in learned])
        text_of = np.repeat(np.arange(len(learned)), [len(each.known) for each in learned])
        strength = np.concatenate([each.strength for each in learned])
        pull = model.weights[numbers[text_of], known[:, None]] * strength[:, None]
        shown = (pull >= settings.learned_threshold) | (pull <= -settings.against_threshold)
        shown &= self._said[known][:, None] & (model.counts[numbers] > 0)[text_of]
        words, codes = np.nonzero(shown)
        texts = text_of[words]
        for text, number, value, column in zip(
            texts.tolist(),
            numbers[texts, codes].tolist(),
            pull[words, codes].tolist(),
            known[words].tolist(),
            strict=True,
        ):
            findings[text].pulls.setdefault(number, []).append((round(value, _DIGITS), column))

    def _learned(self, found: Findings, number: int, learned: Learned) -> Iterator[Reason]:
        """Yield the learned words for and then against the code, each as one reason, the strongest first."""
        strong = sorted(found.pulls[number], key=lambda pair: (-abs(pair[0]), pair[1]))
        columns, tokens = learned.columns, found.similarity.places
        for sign in (1, -1):
            side = [pair for pair in strong if pair[0] * sign > 0][: self._settings.most_words]
            if not side:
                continue
            said = [column for _, column in side]
            yield Reason(
                ReasonKind.LEARNED,
                ", ".join(found.word(tokens[columns.index(column)]) for column in said),
                found.spans([tokens[place] for place, column in enumerate(columns) if column in said]),
                weight=round(sum(value for value, _ in side), _DIGITS),
            )


def _nearest(vectors: Floats, vector: Floats) -> tuple[int, float]:
    """Return the place and the cosine of the nearest vector."""
    cosines = (vectors @ vector).round(_DIGITS)
    place = int(cosines.argmax())
    return place, float(cosines[place])
