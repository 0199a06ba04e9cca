"""Putting the best codes first, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from coder.domain.codebook import Code
from coder.domain.suggestion import Reason, Suggestion
from coder.suggest.judging import chance
from coder.suggest.learner import Model
from coder.suggest.reasons import Reasons
from coder.suggest.settings import Settings

if TYPE_CHECKING:
    from spacy.tokens import Doc

_DIGITS = 6
"""Of scores; a rare code's score for a passage that it fits may be a few thousandths."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    codes: tuple[str, ...]
    reasons: Reasons
    settings: Settings
    thresholds: tuple[float, ...] | None
    scaling: tuple[float, float] | None


class SuggestionRanker:
    """Pipeline component: puts the best codes with their reasons into `doc.user_data["suggestions"]`.

    Scores are rounded before they are compared, and ties go by codebook order, so the ranking is the same on every
    machine.
    """

    def __init__(self) -> None:
        self._loaded: _Loaded | None = None

    def load(self, codes: Sequence[Code], reasons: Reasons, *, settings: Settings, model: Model | None = None) -> None:
        """Take the codes in codebook order, and what gives reasons for them."""
        thresholds = scaling = None
        if model is not None and model.thresholds is not None:
            thresholds = tuple(model.thresholds.tolist())
        if model is not None and model.scaling is not None:
            slope, offset = model.scaling.tolist()
            scaling = (slope, offset)
        self._loaded = _Loaded(tuple(code.id for code in codes), reasons, settings, thresholds, scaling)

    def __call__(self, doc: Doc, *, top: int = 3, only: int | None = None) -> Doc:
        """Rank the codes for a text that the components before have read; or judge `only` one of them (its number)."""
        return next(self.pipe([doc], top=top, only=only))

    def pipe(
        self, stream: Iterable[Doc], *, batch_size: int = 64, top: int = 3, only: int | None = None
    ) -> Iterator[Doc]:
        """Rank the codes for texts as they come, `batch_size` at a time."""
        import numpy as np

        assert self._loaded is not None, "load() comes first"
        reasons, deepest = self._loaded.reasons, top + self._loaded.settings.passed_over
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            scores = np.array([doc.user_data["learned"].scores for doc in batch]).round(_DIGITS)
            orders = np.argsort(-scores, axis=1, kind="stable")[:, :deepest].tolist()
            if only is not None:
                orders = [[only]] * len(batch)
            findings = reasons.findings(batch, orders)
            for doc, found, order, values in zip(batch, findings, orders, scores.tolist(), strict=True):
                suggestions: list[Suggestion] = []
                for number in order:
                    if len(suggestions) >= top:
                        break
                    if why := reasons.of(found, number):
                        suggestions.append(self._suggestion(number, len(suggestions) + 1, values[number], why))
                doc.user_data["suggestions"] = tuple(suggestions)
                yield doc

    def _suggestion(self, number: int, rank: int, score: float, reasons: tuple[Reason, ...]) -> Suggestion:
        assert self._loaded is not None
        code_id, thresholds, scaling = self._loaded.codes[number], self._loaded.thresholds, self._loaded.scaling
        return Suggestion(
            code_id,
            rank,
            score,
            reasons,
            probability=None if scaling is None else round(chance(score, *scaling), _DIGITS),
            margin=None if thresholds is None else round(score - thresholds[number], _DIGITS),
        )
