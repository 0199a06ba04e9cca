"""Measures of rankings and decisions over several codes at once; `t` texts, `n` codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from coder.suggest.features import Floats

    Truth = NDArray[np.bool_]


def ranked(scores: Floats) -> NDArray[np.intp]:
    """Return the codes of each text, the best first, `(t, n)`; ties go by codebook order."""
    import numpy as np

    return np.argsort(-scores, axis=1, kind="stable")


def lrap(scores: Floats, truth: Truth) -> float:
    """Return label ranking average precision: how much of what is ranked down to each right code is right, averaged.

    Every text needs a right code. The formula is scikit-learn's, with ties broken by codebook order as on the screen.
    """
    import numpy as np

    hits = np.take_along_axis(truth, ranked(scores), axis=1)
    places = np.arange(1, hits.shape[1] + 1)
    precision = hits.cumsum(axis=1) / places
    return float(((precision * hits).sum(axis=1) / hits.sum(axis=1)).mean())


def precision_at(scores: Floats, truth: Truth, *, top: int) -> float:
    """Return which share of the first `top` codes is right."""
    import numpy as np

    return float(np.take_along_axis(truth, ranked(scores)[:, :top], axis=1).mean())


def recall_at(scores: Floats, truth: Truth, *, top: int) -> float:
    """Return which share of a text's right codes is among its first `top`, averaged over texts, which all have one."""
    import numpy as np

    hits = np.take_along_axis(truth, ranked(scores)[:, :top], axis=1).sum(axis=1)
    return float((hits / truth.sum(axis=1)).mean())


def counted(chosen: Truth, truth: Truth) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return by code how many choices are right, how many there are, and how many should be, each `(n,)`."""
    return (chosen & truth).sum(axis=0), chosen.sum(axis=0), truth.sum(axis=0)


def share(part: float, whole: float) -> float | None:
    """Return a share, or None of nothing."""
    return float(part / whole) if whole else None


def best_threshold(scores: Floats, truth: Truth) -> float | None:
    """Return the score from which choosing has the highest F1, half-way to the next lower score; None without a truth.

    One column of scores or several flattened into one.
    """
    import numpy as np

    if not truth.any():
        return None
    order = np.argsort(-scores, kind="stable")
    ordered, hits = scores[order], truth[order].cumsum()
    chosen = np.arange(1, len(order) + 1)
    value = 2 * hits / (chosen + hits[-1])
    value[:-1][ordered[:-1] == ordered[1:]] = -1.0
    best = int(value.argmax())
    below = ordered[best + 1] if best + 1 < len(ordered) else 0.0
    return float((ordered[best] + below) / 2)


def calibration_error(chances: Floats, truth: Truth, *, bins: int = 10) -> float:
    """Return the expected calibration error: how far shares of truth are from the chances, in equally wide bins."""
    import numpy as np

    place = np.minimum((chances * bins).astype(np.intp), bins - 1)
    sums = np.bincount(place, chances, bins) - np.bincount(place, truth.astype(np.float64), bins)
    return float(np.abs(sums).sum() / len(chances))


def brier(chances: Floats, truth: Truth) -> float:
    """Return the mean squared distance between chances and what came true."""
    return float(((chances - truth) ** 2).mean())
