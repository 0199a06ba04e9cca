"""Putting the best codes first, each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coder.domain.codebook import Code
from coder.domain.suggestion import Reason, Suggestion
from coder.suggest.judging import chance
from coder.suggest.learner import Model
from coder.suggest.reasons import Reasons
from coder.suggest.settings import Settings
from coder.suggest.terms import TermHit

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
    """Pipeline component: puts the best codes with their reasons into `doc._.suggestions`.

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
        import numpy as np

        assert self._loaded is not None, "load() comes first"
        hits: dict[int, list[TermHit]] = {}
        for hit in doc._.codebook_terms:
            hits.setdefault(hit.code, []).append(hit)
        scores = doc._.learned.scores.round(_DIGITS)
        deepest = top + self._loaded.settings.passed_over
        order = np.argsort(-scores, kind="stable")[:deepest].tolist() if only is None else [only]
        suggestions: list[Suggestion] = []
        # spaCy puts it together from the tokens every time.
        text = doc.text
        for number in order:
            if len(suggestions) >= top:
                break
            reasons = self._loaded.reasons.of(doc, number, hits.get(number, ()), text=text)
            if reasons:
                suggestions.append(self._suggestion(number, len(suggestions) + 1, float(scores[number]), reasons))
        doc._.suggestions = tuple(suggestions)
        return doc

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
