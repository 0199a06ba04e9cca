"""How good suggestions are, measured on transcripts that were not learned from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coder.domain.codebook import Code, CodeLink
from coder.domain.learning import CodeResult, Evaluation, Example
from coder.suggest import measures
from coder.suggest.judging import Judging, folded, judging, out_of_fold
from coder.suggest.learner import Lesson, learn, scored
from coder.suggest.lessons import Teaching, in_order
from coder.suggest.pipeline import pipeline
from coder.suggest.settings import Settings
from coder.suggest.vectors import describe_vectors, open_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from coder.suggest.features import Floats

FEWEST_PASSAGES = 30
"""Coded passages from which the figures say something of the whole."""
FEWEST_OF_A_CODE = 10
"""Passages from which a code's own figures say something: one passage more or less moves its recall by a tenth."""
_SHOWN = 3


def evaluate(
    codes: Sequence[Code],
    examples: Sequence[Example],
    *,
    links: Sequence[CodeLink] = (),
    folds: int = 5,
    seed: int = 0,
    settings: Settings | None = None,
    vectors: str = "",
    cancelled: Callable[[], bool] | None = None,
) -> Evaluation:
    """Measure suggestions by holding out whole groups (transcripts) in turn.

    Groups are dealt into at most `folds` parts. Thresholds and calibration are fitted on the other parts only. A
    cancelled evaluation says so in its note and has no figures.
    """
    from coder.suggest.engine import described, suggested

    if folds < 2:
        raise ValueError("An evaluation needs at least two folds.")
    settings = settings or Settings()
    active = suggested(codes)
    lessons = in_order(examples, active)
    groups = {example.group for example in lessons if example.codes}
    empty = Evaluation(
        engine=described(lessons, vectors=describe_vectors(vectors).name if vectors else ""),
        folds=0,
        groups=len(groups),
        passages=sum(bool(example.codes) for example in lessons),
        uncoded=sum(not example.codes for example in lessons),
        per_code=_unmeasured(active, lessons),
    )
    if len(groups) < 2:
        return replace(
            empty, note="Suggestions are measured on transcripts that they did not learn from: code two or more."
        )
    parts = pipeline(active, settings=settings)
    encoder = open_vectors(vectors, stop=parts.stop) if vectors else None
    lesson = Teaching(parts, active, lessons, settings=settings, links=links, encoder=encoder).lesson()
    held = _held_out(lesson, folds=min(folds, len(groups)), seed=seed, settings=settings, cancelled=cancelled)
    if held is None:
        return replace(empty, note="Cancelled before there was a result.")
    return _measured(empty, active, lesson, held, settings=settings)


@dataclass(frozen=True, slots=True)
class _HeldOut:
    """What an engine that had not seen them said of texts, `(t, n)`."""

    scores: Floats
    chosen: NDArray[np.bool_]
    """Whether the score passes the code's threshold."""
    chances: Floats
    calibrated: bool
    folds: int


def _held_out(
    lesson: Lesson, *, folds: int, seed: int, settings: Settings, cancelled: Callable[[], bool] | None
) -> _HeldOut | None:
    """Judge each part by a model of the other parts; None once cancelled."""
    import numpy as np

    part = folded(lesson.groups, folds=folds, seed=seed)
    scores = np.zeros(lesson.wanted.shape)
    chosen = np.zeros(lesson.wanted.shape, dtype=np.bool_)
    chances = np.zeros(lesson.wanted.shape)
    calibrated = True
    for number in range(folds):
        if cancelled is not None and cancelled():
            return None
        rest, held = np.flatnonzero(part != number), np.flatnonzero(part == number)
        training = lesson.only(rest)
        model = learn(training, settings=settings)
        rules: Judging = judging(out_of_fold(training, settings=settings), training, settings=settings)
        scores[held] = scored(model, lesson.only(held).signals, settings=settings)
        chosen[held] = scores[held] >= rules.thresholds
        chances[held] = rules.chances(scores[held])
        calibrated &= rules.calibrated
    return _HeldOut(scores, chosen, chances, calibrated, folds)


def _measured(
    empty: Evaluation, codes: Sequence[Code], lesson: Lesson, held: _HeldOut, *, settings: Settings
) -> Evaluation:
    import numpy as np

    truth = lesson.wanted == 1
    coded = truth.any(axis=1)
    first = measures.ranked(held.scores)[:, :_SHOWN]
    chances = np.take_along_axis(held.chances, first, axis=1).ravel()
    right = np.take_along_axis(truth, first, axis=1).ravel()
    hits, chosen, there = measures.counted(held.chosen, truth)
    used = np.flatnonzero(there)
    each = [_f1(int(hits[number]), int(chosen[number]), int(there[number])) for number in used]
    too_little = int(coded.sum()) < FEWEST_PASSAGES
    error = measures.calibration_error(chances, right)
    return Evaluation(
        engine=empty.engine,
        folds=held.folds,
        groups=empty.groups,
        passages=empty.passages,
        uncoded=empty.uncoded,
        precision_at_1=measures.precision_at(held.scores[coded], truth[coded], top=1),
        recall_at_3=measures.recall_at(held.scores[coded], truth[coded], top=_SHOWN),
        lrap=measures.lrap(held.scores[coded], truth[coded]),
        micro_f1=_f1(int(hits.sum()), int(chosen.sum()), int(there.sum())),
        macro_f1=float(np.mean(each)),
        flagged=float(held.chosen[~coded].any(axis=1).mean()) if (~coded).any() else None,
        calibration_error=error,
        brier=measures.brier(chances, right),
        calibrated=held.calibrated and error <= settings.calibration_limit,
        too_little=too_little,
        note=f"Fewer than {FEWEST_PASSAGES} coded passages: too little to tell." if too_little else "",
        per_code=tuple(
            CodeResult(
                code_id=code.id,
                examples=int(there[number]),
                precision=measures.share(hits[number], chosen[number]),
                recall=measures.share(hits[number], there[number]),
                f1=_f1(int(hits[number]), int(chosen[number]), int(there[number])) if there[number] else None,
                too_little=bool(there[number] < FEWEST_OF_A_CODE),
            )
            for number, code in enumerate(codes)
        ),
    )


def _f1(hits: int, chosen: int, there: int) -> float:
    """Return the harmonic mean of precision and recall, which is 0 without a hit."""
    return 2 * hits / (chosen + there) if chosen + there else 0.0


def _unmeasured(codes: Sequence[Code], lessons: Sequence[Example]) -> tuple[CodeResult, ...]:
    return tuple(
        CodeResult(
            code_id=code.id,
            examples=sum(code.id in example.codes for example in lessons),
            precision=None,
            recall=None,
            f1=None,
            too_little=True,
        )
        for code in codes
    )
