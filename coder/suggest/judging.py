"""From scores to decisions: thresholds by code, and chances that may be shown as percentages."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coder.suggest.learner import Lesson, learn, scored
from coder.suggest.measures import best_threshold, calibration_error, ranked
from coder.suggest.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from coder.suggest.features import Floats

_SHOWN = 3
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Judging:
    """What scores mean, found on texts that were not learned from; `n` codes."""

    thresholds: Floats
    """The score from which a code is more right than wrong to choose, `(n,)`, as measured by F1."""
    slope: float
    offset: float
    """The chance of being right is the logistic function of slope times log odds of the score plus offset (Platt)."""
    error: float
    """Expected calibration error of these chances, 0 to 1."""
    calibrated: bool
    """Whether the chances may be shown as percentages."""

    @property
    def scaling(self) -> Floats | None:
        """Return slope and offset, `(2,)`, if the chances may be shown."""
        import numpy as np

        return np.array([self.slope, self.offset]) if self.calibrated else None

    def chances(self, scores: Floats) -> Floats:
        """Return how likely codes with these scores are right."""
        return chances(scores, self.slope, self.offset)


def folded(groups: Sequence[str], *, folds: int, seed: int) -> NDArray[np.intp]:
    """Deal groups into parts of about equally many texts; return the part of each text. One group is dealt by text."""
    import numpy as np

    sizes = Counter(groups)
    if len(sizes) < 2:
        return np.arange(len(groups)) % folds
    names = sorted(sizes)
    random.Random(seed).shuffle(names)
    names.sort(key=lambda name: -sizes[name])
    filled = [0] * folds
    part: dict[str, int] = {}
    for name in names:
        part[name] = filled.index(min(filled))
        filled[part[name]] += sizes[name]
    return np.array([part[group] for group in groups], dtype=np.intp)


def out_of_fold(lesson: Lesson, *, settings: Settings) -> Floats:
    """Return the scores of a lesson's texts, `(texts, codes)`, each by a model that has not seen its transcript."""
    import numpy as np

    scores = np.zeros(lesson.wanted.shape)
    part = folded(lesson.groups, folds=settings.inner_folds, seed=0)
    for number in range(settings.inner_folds):
        held = np.flatnonzero(part == number)
        if len(held):
            model = learn(lesson.only(np.flatnonzero(part != number)), settings=settings)
            scores[held] = scored(model, lesson.signals.only(held), settings=settings)
    return scores


def judging(scores: Floats, lesson: Lesson, *, settings: Settings) -> Judging:
    """Return what out-of-fold scores mean.

    A code's threshold is drawn towards the one of all codes together, the more the fewer examples it has.
    """
    import numpy as np

    truth = lesson.wanted == 1
    overall = best_threshold(scores.ravel(), truth.ravel())
    common = 0.5 if overall is None else overall
    thresholds = np.full(truth.shape[1], common)
    for number, count in enumerate(truth.sum(axis=0).tolist()):
        own = best_threshold(scores[:, number], truth[:, number])
        if own is not None:
            weight = count / (count + settings.threshold_count)
            thresholds[number] = weight * own + (1 - weight) * common
    coded = truth.any(axis=1)
    first = ranked(scores)[:, :_SHOWN]
    shown, right = np.take_along_axis(scores, first, axis=1).ravel(), np.take_along_axis(truth, first, axis=1).ravel()
    slope, offset = _platt(shown, right)
    result = Judging(thresholds, slope, offset, 1.0, False)
    if not right.any() or right.all():
        return result
    error = calibration_error(result.chances(shown), right)
    enough = coded.sum() >= settings.fewest_calibrated and len(set(lesson.groups)) >= settings.inner_folds
    return Judging(thresholds, slope, offset, error, bool(enough) and error <= settings.calibration_limit)


def _platt(scores: Floats, right: NDArray[np.bool_]) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression

    if not right.any() or right.all():
        return 1.0, 0.0
    model = LogisticRegression(C=100.0, solver="liblinear", intercept_scaling=10.0)
    model.fit(_odds(scores)[:, None], right)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def chance(score: float, slope: float, offset: float) -> float:
    """Return how likely a code with this score is right."""
    inside = min(max(score, _LEAST), 1 - _LEAST)
    return 1 / (1 + math.exp(-(slope * math.log(inside / (1 - inside)) + offset)))


def chances(scores: Floats, slope: float, offset: float) -> Floats:
    """Return how likely codes with these scores are right."""
    import numpy as np

    result: Floats = 1 / (1 + np.exp(-(slope * _odds(scores) + offset)))
    return result


def _odds(scores: Floats) -> Floats:
    """Return log odds of scores, kept finite."""
    import numpy as np

    inside = np.clip(scores, _LEAST, 1 - _LEAST)
    odds: Floats = np.log(inside / (1 - inside))
    return odds
