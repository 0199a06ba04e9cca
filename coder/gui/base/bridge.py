"""From committed changes to Qt signals, so that each view refreshes only what concerns it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from coder.domain.codebook import Code, Codebook, CodeLink
from coder.domain.coding import Coding
from coder.domain.suggestion import Decision
from coder.domain.transcript import Participant, Speaker, Transcript
from coder.services.project import Event, Project


class ProjectBridge(QObject):
    """Tells the window's parts what kinds of things changed."""

    codings_changed = Signal(object)
    """The change set, when codings changed."""
    codes_changed = Signal()
    transcripts_changed = Signal()
    decisions_changed = Signal()
    committed = Signal(object)
    """Every event, after the more particular signals."""

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = project.subscribe(self._tell)

    def stop(self) -> None:
        """Hear no more of the project."""
        self._stop()

    def _tell(self, event: Event) -> None:
        changes = event.changes
        if changes.touches(Code, Codebook, CodeLink):
            self.codes_changed.emit()
        if changes.touches(Transcript, Speaker, Participant):
            self.transcripts_changed.emit()
        if changes.touches(Coding):
            self.codings_changed.emit(changes)
        if changes.touches(Decision):
            self.decisions_changed.emit()
        self.committed.emit(event)
