"""Learning from the team's codings: one-vs-rest logistic regression, with the codebook's texts as weak rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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

    def only(self, rows: NDArray[np.intp]) -> Lesson:
        """Return the lesson with some of its texts."""
        return Lesson(self.signals.only(rows), self.wanted[rows], [self.groups[row] for row in rows], self.codebook)


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
    thresholds: Floats | None = None
    """The scores from which codes are more right than wrong to choose, `(n,)`; None before they are learned."""
    scaling: Floats | None = None
    """Slope and offset from log odds of scores to those of chances, `(2,)`; None unless chances may be shown."""

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
    for number in fitted.tolist():
        wanted = lesson.wanted[:, number]
        target = np.concatenate((wanted == 1, owners == number))
        trust = np.concatenate(
            (np.where(wanted == -1, settings.refused_weight, 1.0), np.full(len(owners), settings.codebook_weight))
        )
        if target.any() and not target.all():
            weights[number], bias[number] = _fitted(rows, target, trust, settings=settings)
    lexical = settings.lexical_odds * (1 + settings.early / (len(texts) + settings.early))
    return Model(vocabulary.ids, vocabulary.idf, weights, bias, counts, np.array([lexical]))


def _fitted(rows: csr_array, target: NDArray[np.bool_], trust: Floats, *, settings: Settings) -> tuple[Floats, float]:
    """Return the weights and the bias of one classifier."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=settings.learner_c, solver="liblinear", tol=1e-3)
    model.fit(rows, target, sample_weight=trust)
    return model.coef_[0], float(model.intercept_[0])


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned says of one text."""

    scores: Floats
    """By code, `(n,)`, 0 to 1, together with what the codebook says; they only rank."""
    tokens: NDArray[np.intp]
    """The places of the words among the tokens."""
    words: Ids
    row: csr_array
    """The text's words as the learner sees them, `(1, f)`."""
    likeness: csr_array
    """How alike the coded passages are, `(1, passages)`, 0 to 1."""


class CodeLearner:
    """Pipeline component: puts a `Learned` into `doc._.learned`, some texts at a time; nothing before it is taught."""

    def __init__(self) -> None:
        self._taught: tuple[Model, Vocabulary, CodedPassages, Settings] | None = None

    def load(self, model: Model, passages: Sequence[CodedPassage], *, stop: frozenset[int], settings: Settings) -> None:
        """Take what was learned, and the coded passages to quote."""
        coded = CodedPassages(passages, codes=len(model.bias), stop=stop, damping=settings.example_damping)
        self._taught = (model, model.vocabulary, coded, settings)

    @property
    def passages(self) -> CodedPassages | None:
        """Return the coded passages that can be quoted."""
        return self._taught[2] if self._taught else None

    def __call__(self, doc: Doc) -> Doc:
        """Judge one text that has terms and similarities."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Judge texts as they come, `batch_size` at a time."""
        if self._taught is None:
            yield from stream
            return
        model, vocabulary, passages, settings = self._taught
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            signals = Signals.of(batch, codes=len(model.bias))
            rows = vocabulary.rows(signals.words)
            scores = blended(model, signals, rows, settings=settings)
            likeness = passages.likeness(signals.words)
            for number, doc in enumerate(batch):
                one = slice(number, number + 1)
                doc._.learned = Learned(
                    scores[number], signals.tokens[number], signals.words[number], rows[one], likeness[one]
                )
                yield doc


def scored(model: Model, signals: Signals, *, settings: Settings) -> Floats:
    """Return the scores of texts, `(texts, codes)`, 0 to 1."""
    return blended(model, signals, model.vocabulary.rows(signals.words), settings=settings)


def blended(model: Model, signals: Signals, rows: csr_array, *, settings: Settings) -> Floats:
    """Return the scores of texts, `(texts, codes)`, 0 to 1: the learned log odds and the codebook's score, added."""
    import numpy as np

    odds = rows @ model.weights.T + model.bias + model.lexical * signals.lexical(settings)
    scores: Floats = 1 / (1 + np.exp(-odds))
    return scores
