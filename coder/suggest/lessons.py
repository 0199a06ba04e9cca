"""Teaching a pipeline from the team's codings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from coder.domain.codebook import Code
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

    from coder.suggest.features import Ids


def in_order(examples: Sequence[Example], codes: Sequence[Code]) -> list[Example]:
    """Return the examples that teach anything about some codes, reduced to these codes, in an order of their own."""
    known = frozenset(code.id for code in codes)
    reduced = [
        replace(
            example,
            codes=example.codes & known,
            refused=(example.refused & known) - example.codes,
            sources={code: source for code, source in example.sources.items() if code in example.codes & known},
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
        self, parts: Pipeline, codes: Sequence[Code], examples: Sequence[Example], *, settings: Settings
    ) -> None:
        """Read the examples, which are in order and know only these codes."""
        self.model: Model | None = None
        self._parts = parts
        self._codes = codes
        self._examples = examples
        self._settings = settings
        untaught = ("code_learner", "suggestion_ranker", "direction_cues")
        texts = (reading(example.text).text for example in examples)
        self.lesson = Lesson(
            Signals.of(list(parts.nlp.pipe(texts, disable=untaught)), codes=len(codes)),
            wanted(examples, codes),
            [example.group for example in examples],
            codebook_rows(codes, parts),
        )

    def learn(self) -> Model:
        """Fit a model to all examples."""
        from coder.suggest.judging import judging, out_of_fold

        model = learn(self.lesson, settings=self._settings)
        if not model.counts.any():
            return model
        rules = judging(out_of_fold(self.lesson, settings=self._settings), self.lesson, settings=self._settings)
        return replace(model, thresholds=rules.thresholds, scaling=rules.scaling)

    def load(self, model: Model) -> None:
        """Have the pipeline use a model, and quote the coded passages."""
        nlp: Any = self._parts.nlp
        learner, ranker = nlp.get_pipe("code_learner"), nlp.get_pipe("suggestion_ranker")
        numbers = {code.id: number for number, code in enumerate(self._codes)}
        passages = []
        for example, words in zip(self._examples, self.lesson.signals.words, strict=True):
            if example.codes:
                ordered = sorted(example.codes, key=numbers.__getitem__)
                codes = tuple(numbers[code] for code in ordered)
                passages.append(CodedPassage(example.text, words, codes, tuple(map(example.source, ordered))))
        learner.load(model, passages, stop=self._parts.stop, settings=self._settings)
        reasons = Reasons(self._parts.index, settings=self._settings, model=model, passages=learner.passages)
        ranker.load(self._codes, reasons, settings=self._settings, model=model)
        self.model = model


def codebook_rows(codes: Sequence[Code], parts: Pipeline) -> list[tuple[int, Ids]]:
    """Return the texts of the codebook with the numbers of their codes: name, definition, each term and quote."""
    return [(number, parts.read.words(text)) for number, code in enumerate(codes) for text in _texts(code)]


def _texts(code: Code) -> Iterator[str]:
    yield code.name
    definition = "\n".join((code.short_definition, code.full_definition, code.when_to_use))
    if definition.strip():
        yield definition
    yield from (term for term in code.key_terms if term.strip())
    yield from (quote for quote in code.example_quotes if quote.strip())
