"""Learning from the team's codings: one-vs-rest logistic regression, with the codebook's texts as weak rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from coder.suggest.features import Vocabulary
from coder.suggest.neighbours import CodedPassage, CodedPassages
from coder.suggest.signals import Signals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array
    from spacy.tokens import Doc

    from coder.suggest.features import Floats, Ids
    from coder.suggest.settings import Settings
    from coder.suggest.vectors import Encoder

_FITTED_AT_ONCE = 2
"""Classifiers; the solver lets other threads run, and one core is left for the window on most machines."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Texts to learn from: `t` texts, `n` codes."""

    signals: Signals
    wanted: NDArray[np.int8]
    """`(t, n)`: 1 for a code that people put on the text, -1 for one they refused, otherwise 0."""
    groups: Sequence[str]
    """The transcript of each text."""
    codebook: Sequence[tuple[int, Ids]]
    """Texts of the codebook with the number of their code."""
    above: Floats
    """`(n, n)`: 1 where the second code is above the first one, or a domain that it counts for, otherwise 0."""
    codebook_vectors: Floats | None = None
    """The vectors of the codebook's texts; None without a model for them."""

    def only(self, rows: NDArray[np.intp]) -> Lesson:
        """Return the lesson with some of its texts."""
        return replace(
            self,
            signals=self.signals.only(rows),
            wanted=self.wanted[rows],
            groups=[self.groups[row] for row in rows],
        )


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned, as plain arrays; `n` codes, `f` words."""

    words: Ids
    """`(f,)`, ascending."""
    idf: Floats
    """`(f,)`."""
    weights: Floats
    """`(n, f)`."""
    bias: Floats
    """`(n,)`."""
    counts: NDArray[np.int64]
    """How many passages each code was learned from, `(n,)`."""
    lexical: Floats
    """What one point of the codebook's score adds to the log odds, `(1,)`."""
    above: Floats
    """What it adds to the log odds of other codes, `(n, n)`: a theme and a domain speak a little for their outcomes."""
    thresholds: Floats | None = None
    """The scores from which codes are more right than wrong to choose, `(n,)`; None before they are learned."""
    scaling: Floats | None = None
    """Slope and offset from log odds of scores to those of chances, `(2,)`; None unless chances may be shown."""

    vector_weights: Floats | None = None
    """From vectors and a constant to shares of codes, `(dimensions + 1, n)`; None without vectors."""
    passages: Ids | None = None
    """The words of all coded passages, one passage after the other; None as long as the model is not to quote them."""
    passage_lengths: NDArray[np.int64] | None = None
    passage_vectors: Floats | None = None
    quote_vectors: Floats | None = None
    """The vectors of the coded passages and of the codebook's quotes, in their orders; None without vectors."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Return the words with their rarity."""
        return Vocabulary(self.words, self.idf)


def learn(lesson: Lesson, *, settings: Settings) -> Model:
    """Fit a classifier for every code.

    Refused codes are negatives of a greater weight; a code's own texts in the codebook are positives, those of others
    negatives, all of a lesser weight. So a code without an example has a classifier too, unless there are so many codes
    that this would take long: then it is as likely as half an example would make it.
    """
    import numpy as np
    from scipy.sparse import vstack

    texts = lesson.signals.words
    book = [text for _, text in lesson.codebook]
    vocabulary = Vocabulary.of([*texts, *book], rare=settings.rare)
    rows = vstack([vocabulary.rows(texts), vocabulary.rows(book)], format="csr")
    owners = np.array([number for number, _ in lesson.codebook], dtype=np.intp)
    codes = lesson.wanted.shape[1]
    counts = (lesson.wanted == 1).sum(axis=0).astype(np.int64)
    fitted = np.flatnonzero(counts) if codes * rows.shape[0] > settings.most_rows else np.arange(codes)
    weights = np.zeros((codes, len(vocabulary)))
    bias = np.full(codes, np.log(0.5 / (len(texts) + 1)))
    with ThreadPoolExecutor(_FITTED_AT_ONCE) as pool:

        def fit(number: int) -> tuple[Floats, float] | None:
            wanted = lesson.wanted[:, number]
            target = np.concatenate((wanted == 1, owners == number))
            trust = np.concatenate(
                (np.where(wanted == -1, settings.refused_weight, 1.0), np.full(len(owners), settings.codebook_weight))
            )
            return _fitted(rows, target, trust, settings=settings) if target.any() and not target.all() else None

        for number, found in zip(fitted.tolist(), pool.map(fit, fitted.tolist()), strict=True):
            if found is not None:
                weights[number], bias[number] = found
    lexical = settings.lexical_odds * (1 + settings.early / (len(texts) + settings.early))
    above = settings.share_from_above * lexical * lesson.above
    model = Model(vocabulary.ids, vocabulary.idf, weights, bias, counts, np.array([lexical]), above)
    if lesson.signals.vectors is None or lesson.codebook_vectors is None:
        return model
    return replace(model, vector_weights=_by_vectors(lesson, owners, settings=settings))


def _by_vectors(lesson: Lesson, owners: NDArray[np.intp], *, settings: Settings) -> Floats:
    """Return ridge regression's weights from vectors to codes, all codes at once (the normal equations solved).

    Logistic regression over some hundred dense columns would take many seconds for the same order of codes.
    """
    import numpy as np

    assert lesson.signals.vectors is not None
    assert lesson.codebook_vectors is not None
    rows = np.vstack((lesson.signals.vectors, lesson.codebook_vectors))
    rows = np.hstack((rows, np.ones((len(rows), 1))))
    wanted = np.vstack((lesson.wanted == 1, owners[:, None] == np.arange(lesson.wanted.shape[1]))).astype(np.float64)
    trust = np.concatenate((np.ones(len(lesson.wanted)), np.full(len(owners), settings.codebook_weight)))[:, None]
    squares = rows.T @ (rows * trust) + settings.vector_ridge * np.eye(rows.shape[1])
    weights: Floats = np.linalg.solve(squares, rows.T @ (wanted * trust))
    return weights


def _fitted(rows: csr_array, target: NDArray[np.bool_], trust: Floats, *, settings: Settings) -> tuple[Floats, float]:
    """Return the weights and the bias of one classifier."""
    from sklearn import config_context
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=settings.learner_c, solver="liblinear", tol=1e-2)
    # The settings hold in this thread only. What is fitted was made here, so it need not be checked every time.
    with config_context(assume_finite=True, skip_parameter_validation=True):
        model.fit(rows, target, sample_weight=trust)
    return model.coef_[0], float(model.intercept_[0])


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned says of one text."""

    scores: Floats
    """By code, `(n,)`, 0 to 1, together with what the codebook says; they only rank."""
    words: list[int]
    """The lemmas (ids) of the words."""
    columns: list[int]
    """The words as the learner knows them, -1 for unknown ones."""
    known: NDArray[np.int32]
    """The known ones, each once."""
    strength: Floats
    """How much each of the known ones counts."""
    alike: dict[int, list[tuple[float, int]]]
    """By code how alike (0 to 1) which of its coded passages are, the most first, from the least that is a reason."""
    vector: Floats | None


class CodeLearner:
    """Pipeline component: puts a `Learned` into `doc.user_data["learned"]`, some texts at a time.

    Before it is taught it puts nothing there.
    """

    def __init__(self) -> None:
        self._taught: tuple[Model, Vocabulary, CodedPassages, Settings] | None = None
        self._encoder: Encoder | None = None

    def load(
        self,
        model: Model,
        passages: Sequence[CodedPassage],
        *,
        stop: frozenset[int],
        settings: Settings,
        encoder: Encoder | None = None,
    ) -> None:
        """Take what was learned, the coded passages to quote, and what gives texts the vectors that it needs."""
        coded = CodedPassages(passages, stop=stop, damping=settings.example_damping)
        self._taught = (model, model.vocabulary, coded, settings)
        self._encoder = encoder

    @property
    def passages(self) -> CodedPassages | None:
        """Return the coded passages that can be quoted."""
        return self._taught[2] if self._taught else None

    def __call__(self, doc: Doc) -> Doc:
        """Judge one text that has terms and similarities."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Judge texts as they come, `batch_size` at a time."""
        import numpy as np

        if self._taught is None:
            yield from stream
            return
        model, vocabulary, passages, settings = self._taught
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            signals = Signals.of(batch, codes=len(model.bias), encoder=self._encoder)
            columns = vocabulary.columns(np.concatenate(signals.words))
            rows = vocabulary.rows_of(columns, [len(words) for words in signals.words])
            scores = blended(model, signals, rows, settings=settings)
            alike = passages.alike(signals.words, least=settings.similar_threshold)
            bounds, of_columns, firsts = rows.indptr.tolist(), columns.tolist(), 0
            for number, doc in enumerate(batch):
                words, part = signals.words[number].tolist(), slice(bounds[number], bounds[number + 1])
                said = slice(firsts, firsts + len(words))
                firsts = said.stop
                doc.user_data["learned"] = Learned(
                    scores[number],
                    words,
                    of_columns[said],
                    rows.indices[part],
                    rows.data[part],
                    alike[number],
                    None if signals.vectors is None else signals.vectors[number],
                )
                yield doc


def scored(model: Model, signals: Signals, *, settings: Settings) -> Floats:
    """Return the scores of texts, `(texts, codes)`, 0 to 1."""
    return blended(model, signals, model.vocabulary.rows(signals.words), settings=settings)


def blended(model: Model, signals: Signals, rows: csr_array, *, settings: Settings) -> Floats:
    """Return the scores of texts, `(texts, codes)`, 0 to 1: the learned log odds and the codebook's score, added."""
    import numpy as np

    lexical = signals.lexical(settings)
    odds = rows @ model.weights.T + model.bias + model.lexical * lexical + lexical @ model.above.T
    if model.vector_weights is not None and signals.vectors is not None:
        constant = np.ones((len(signals), 1))
        odds += settings.vector_odds * (np.hstack((signals.vectors, constant)) @ model.vector_weights)
    scores: Floats = 1 / (1 + np.exp(-odds))
    return scores
