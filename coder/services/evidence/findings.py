"""What the evaluator writes in the report: findings on codes, and on parts of the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from coder.domain.changes import ChangeSet
from coder.domain.codebook import Code, Codebook
from coder.domain.writing import Finding
from coder.errors import NotFoundError
from coder.services.project import Project, now
from coder.storage.repository import Repository

PARTS = {
    "introduction": "the introduction",
    "unintended": "unintended change",
    "conclusion": "the conclusion",
    "method": "the method note",
}
"""Parts of the report that have a finding beside those on codes, with what they are called."""


def set_finding(project: Project, subject: str, text: str) -> ChangeSet:
    """Write what the report says on a code (by id), a codebook (by id) or one of `PARTS`; an empty text takes it away.

    One action, to be undone like any other. Raises `NotFoundError` for a subject that is none of these.
    """
    clean = text.strip()
    with project.action("Write finding") as action:
        name = _name(action.rows, subject)
        action.rename(f"Write finding on {name}" if clean else f"Clear finding on {name}")
        old = [finding for finding in action.rows.findings() if finding.subject == subject]
        if not clean:
            action.rows.remove_all(old)
        elif not old:
            action.rows.add(Finding(subject=subject, text=clean, written_at=now()))
        elif old[-1].text != clean:
            action.rows.put(old[-1], replace(old[-1], text=clean, written_at=now()))
    return action.changes


def finding_on(project: Project, subject: str) -> str:
    """Return what is written on a subject, or an empty text."""
    with project.read() as rows:
        return by_subject(rows.findings()).get(subject, "")


def by_subject(findings: Iterable[Finding]) -> dict[str, str]:
    """Return the written texts by subject."""
    return {finding.subject: finding.text for finding in findings}


def _name(rows: Repository, subject: str) -> str:
    if subject in PARTS:
        return PARTS[subject]
    found = rows.get(Code, subject) or rows.get(Codebook, subject)
    if found is None:
        raise NotFoundError(f"The report has no part “{subject}”; write on a code, or on: {', '.join(PARTS)}.")
    return f"“{found.name}”"
