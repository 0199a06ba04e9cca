"""Teaching a pipeline from the team's codings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coder.domain.codebook import Code, CodeLink, CodeTree
from coder.domain.learning import Example
from coder.suggest.learner import Lesson, Model, learn
from coder.suggest.neighbours import CodedPassage
from coder.suggest.pipeline import Pipeline
from coder.suggest.reading import reading
from coder.suggest.reasons import Reasons
from coder.suggest.settings import Settings
from coder.suggest.signals import Signals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from coder.suggest.features import Floats
    from coder.suggest.vectors import Encoder


def in_order(examples: Sequence[Example], codes: Sequence[Code]) -> list[Example]:
    """Return the examples that teach anything about some codes, reduced to these codes, in an order of their own."""
    known = frozenset(code.id for code in codes)
    reduced = [
        replace(
            example,
            codes=example.codes & known,
            refused=(example.refused & known) - example.codes,
            sources={code: source for code, source in example.sources.items() if code in example.codes & known},
            codings=tuple(code for code in example.codings if code in known),
        )
        for example in examples
    ]
    return sorted(
        (example for example in reduced if example.teaches),
        key=lambda example: (example.group, example.id, example.text, sorted(example.codes), sorted(example.refused)),
    )


def wanted(examples: Sequence[Example], codes: Sequence[Code]) -> NDArray[np.int8]:
    """Return what people decided, `(examples, codes)`: 1 for a code that they put on it, -1 for a refused one."""
    import numpy as np

    numbers = {code.id: number for number, code in enumerate(codes)}
    result = np.zeros((len(examples), len(codes)), dtype=np.int8)
    for row, example in enumerate(examples):
        result[row, [numbers[code] for code in example.codes]] = 1
        result[row, [numbers[code] for code in example.refused]] = -1
    return result


class Teaching:
    """A pipeline with examples to teach it from."""

    def __init__(
        self,
        parts: Pipeline,
        codes: Sequence[Code],
        examples: Sequence[Example],
        *,
        settings: Settings,
        links: Sequence[CodeLink] = (),
        encoder: Encoder | None = None,
    ) -> None:
        """Take the examples, which are in order and know only these codes."""
        self.model: Model | None = None
        self._parts = parts
        self._codes = codes
        self._examples = examples
        self._settings = settings
        self._links = links
        self._encoder = encoder

    def lesson(self) -> Lesson:
        """Read the examples and the codebook."""
        untaught = ("code_learner", "suggestion_ranker", "direction_cues")
        texts = (reading(example.text).text for example in self._examples)
        docs = list(self._parts.nlp.pipe(texts, disable=untaught))
        codebook = [(number, text) for number, code in enumerate(self._codes) for text in _texts(code)]
        return Lesson(
            Signals.of(docs, codes=len(self._codes), encoder=self._encoder),
            wanted(self._examples, self._codes),
            [example.group for example in self._examples],
            [(number, self._parts.read.words(text)) for number, text in codebook],
            codes_above(self._codes, self._links),
            self._vectors([text for _, text in codebook]),
        )

    def learn(self) -> Model:
        """Fit a model to all examples."""
        import numpy as np

        from coder.suggest.judging import judging, out_of_fold

        lesson = self.lesson()
        model = learn(lesson, settings=self._settings)
        coded = [row for row, example in enumerate(self._examples) if example.codes]
        words = [lesson.signals.words[row] for row in coded]
        model = replace(
            model,
            passages=np.concatenate([np.empty(0, np.uint64), *words]),
            passage_lengths=np.array([len(each) for each in words], dtype=np.int64),
            passage_vectors=None if lesson.signals.vectors is None else lesson.signals.vectors[coded],
            quote_vectors=self._vectors([quote for _, quote in self._parts.index.quotes]),
        )
        if not coded:
            return model
        rules = judging(out_of_fold(lesson, settings=self._settings), lesson, settings=self._settings)
        return replace(model, thresholds=rules.thresholds, scaling=rules.scaling)

    def fits(self, model: Model) -> bool:
        """Return whether a model that was saved has the passages of these examples."""
        lengths = model.passage_lengths
        return (
            model.passages is not None
            and lengths is not None
            and len(lengths) == sum(bool(example.codes) for example in self._examples)
            and int(lengths.sum()) == len(model.passages)
        )

    def load(self, model: Model) -> None:
        """Have the pipeline use a model, and quote the coded passages."""
        import numpy as np

        assert model.passages is not None
        assert model.passage_lengths is not None
        nlp: Any = self._parts.nlp
        learner, ranker = nlp.get_pipe("code_learner"), nlp.get_pipe("suggestion_ranker")
        numbers = {code.id: number for number, code in enumerate(self._codes)}
        coded = [example for example in self._examples if example.codes]
        words = np.split(model.passages, np.cumsum(model.passage_lengths)[:-1]) if coded else []
        passages = []
        for example, each in zip(coded, words, strict=True):
            ordered = sorted(example.codes, key=numbers.__getitem__)
            codes = tuple(numbers[code] for code in ordered)
            passages.append(CodedPassage(example.text, each, codes, tuple(map(example.source, ordered))))
        learner.load(model, passages, stop=self._parts.stop, settings=self._settings, encoder=self._encoder)
        reasons = Reasons(
            self._parts.index, settings=self._settings, model=model, passages=learner.passages, stop=self._parts.stop
        )
        ranker.load(self._codes, reasons, settings=self._settings, model=model)
        self.model = model

    def _vectors(self, texts: Sequence[str]) -> Floats | None:
        return None if self._encoder is None else self._encoder.encode([self._parts.read(text) for text in texts])


def codes_above(codes: Sequence[Code], links: Sequence[CodeLink]) -> Floats:
    """Return for each code which of the others are above it or are domains that it counts for, `(codes, codes)`."""
    import numpy as np

    tree = CodeTree(codes, links)
    numbers = {code.id: number for number, code in enumerate(codes)}
    above = np.zeros((len(codes), len(codes)))
    for number, code in enumerate(codes):
        for other in (*tree.ancestors(code.id), *tree.domains(code.id)):
            if other.id != code.id:
                above[number, numbers[other.id]] = 1.0
    return above


def _texts(code: Code) -> Iterator[str]:
    yield code.name
    definition = "\n".join((code.short_definition, code.full_definition, code.when_to_use))
    if definition.strip():
        yield definition
    yield from (term for term in code.key_terms if term.strip())
    yield from (quote for quote in code.example_quotes if quote.strip())
