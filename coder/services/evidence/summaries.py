"""What evaluators write into the framework matrix."""

from __future__ import annotations

from dataclasses import replace

from coder.domain.changes import ChangeSet
from coder.domain.writing import Summary
from coder.services import lookup
from coder.services.project import Project, now
from coder.services.transcripts.participants import participant


def set_summary(project: Project, *, participant_id: str, code_id: str, text: str) -> ChangeSet:
    """Write what a participant says about an outcome; an empty text takes the summary away."""
    clean = text.strip()
    with project.action("Write summary" if clean else "Clear summary") as action:
        participant(action.rows, participant_id)
        lookup.code(action.rows, code_id)
        key = (participant_id, code_id)
        before = next((item for item in action.rows.summaries() if (item.participant_id, item.code_id) == key), None)
        if before is not None and not clean:
            action.rows.remove(before)
        elif before is not None and before.text != clean:
            action.rows.put(before, replace(before, text=clean, written_at=now()))
        elif before is None and clean:
            action.rows.add(Summary(participant_id=participant_id, code_id=code_id, text=clean, written_at=now()))
    return action.changes
