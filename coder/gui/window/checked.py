"""Saying whether a project is sound."""

from __future__ import annotations

from coder.gui.base.notifier import Notifier
from coder.services.checking import check_project
from coder.services.project import Project


def say_whether_sound(project: Project, notifier: Notifier) -> None:
    """Look through the whole project and say what was found; raises `CoderError` if it cannot be read."""
    report = check_project(project)
    if report.problems:
        more = f" And {len(report.problems) - 1} more." if len(report.problems) > 1 else ""
        notifier.problem(f"The project has a problem: {report.problems[0]}{more}")
    else:
        counts = f"{report.transcripts} transcripts, {report.turns:,} turns, {report.codings:,} codings"
        notifier.say(f"The project is sound: {counts}.")
