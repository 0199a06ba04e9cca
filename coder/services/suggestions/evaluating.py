"""An honest estimate of the suggestions on the project's own codings, by transcripts that were held out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

from coder.domain.learning import Evaluation, codings_by_code
from coder.domain.suggestion import Measurement
from coder.services.project import Project, now
from coder.services.suggestions.learning import lessons


def evaluate(
    project: Project,
    *,
    folds: int = 5,
    engine_key: str = "",
    cancelled: Callable[[], bool] | None = None,
) -> Evaluation:
    """Return how well the codings of held-out transcripts are foretold by learning from the others; slow.

    With the key of the engine that is in use the estimate is kept, as a point of the learning curve.
    """
    from coder.suggest import evaluate as measure

    known = lessons(project)
    found = measure(known.codes, known.examples, links=known.links, folds=folds, cancelled=cancelled)
    stopped = cancelled is not None and cancelled()
    if engine_key and project.writable and not stopped:
        figures = {name: value for name, value in asdict(found).items() if name != "per_code"}
        with project.note() as notes:
            notes.note_measurement(
                Measurement(
                    engine_key=engine_key,
                    measured_at=now(),
                    labels=codings_by_code(known.examples).total(),
                    figures=json.dumps(figures, ensure_ascii=False),
                )
            )
    return found
