"""The list of transcripts: opening, details, removing."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from coder.domain.changes import ChangeSet
from coder.domain.transcript import STAKEHOLDER_GROUPS, TranscriptStatus
from coder.gui.base.equipment import Equipment
from coder.gui.base.session import Session
from coder.gui.reading.controller import ReadingController
from coder.gui.transcripts.panel import TranscriptPanel
from coder.services.transcripts import transcripts

COUNT_AFTER_MS = 250


class TranscriptsController(QObject):
    """Carries out what the transcript list asks for."""

    def __init__(
        self,
        session: Session,
        *,
        panel: TranscriptPanel,
        reading: ReadingController,
        kit: Equipment,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._panel = panel
        self._reading = reading
        self._kit = kit
        self._found: dict[str, transcripts.TranscriptSummary] = {}
        self._changed: set[str] = set()
        self._opened = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COUNT_AFTER_MS)
        self._timer.timeout.connect(self._count_again)
        self._resting = self._stale = False
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        self._panel.chosen.connect(self._choose)
        self._panel.text_wanted.connect(self._reading.view.setFocus)
        self._panel.details_requested.connect(self.details)
        self._panel.status_requested.connect(self.set_status)
        self._panel.remove_requested.connect(self.remove)
        self._session.bridge.transcripts_changed.connect(self._follow)
        self._session.bridge.codings_changed.connect(self._refresh_soon)
        self._reading.opened.connect(self._note_opened)

    def set_resting(self, resting: bool, /) -> None:
        """Leave the list as it is while nobody sees it, and bring it up to date when it is seen again."""
        self._resting = resting
        if self._stale and not resting:
            self._refresh_soon()

    def _refresh_soon(self, changes: ChangeSet | None = None) -> None:
        if changes is not None:
            self._changed |= changes.transcript_ids()
        self._stale = self._resting
        if not self._resting:
            self._timer.start()

    def refresh(self) -> None:
        """Show the list as it is now."""
        self._changed.clear()
        self._show({item.transcript.id: item for item in transcripts.summaries(self._session.project)})

    def _follow(self) -> None:
        """Show the list as it is now; where the open transcript went, show what came or stands in its place."""
        before = list(self._found)
        self.refresh()
        now = list(self._found)
        if self._reading.transcript_id or not now:
            return
        new = [transcript_id for transcript_id in now if transcript_id not in before]
        at = before.index(self._opened) if self._opened in before else 0
        self._reading.open(new[0] if new else now[min(at, len(now) - 1)])

    def _note_opened(self, transcript_id: str) -> None:
        self._opened = transcript_id or self._opened
        self._panel.set_current(transcript_id)

    def _count_again(self) -> None:
        """Count what was coded in: a project may be large, and this is done after every coding."""
        changed, self._changed = self._changed & set(self._found), set()
        found = transcripts.summaries(self._session.project, only=changed)
        self._show(self._found | {item.transcript.id: item for item in found})

    def _show(self, found: dict[str, transcripts.TranscriptSummary]) -> None:
        self._timer.stop()
        self._found = found
        self._panel.set_summaries(list(found.values()))
        self._panel.set_current(self._reading.transcript_id)

    def open_first(self) -> None:
        """Show the first transcript, if there is one."""
        if self._found:
            self._reading.open(next(iter(self._found)))

    def step(self, by: int) -> None:
        """Show the next or previous transcript."""
        order = list(self._found)
        if not order:
            return
        here = self._reading.transcript_id
        at = order.index(here) + by if here in order else 0
        if 0 <= at < len(order):
            self._reading.open(order[at])

    def details(self, transcript_id: str) -> None:
        """Edit what is known about a transcript and its speakers."""
        from coder.gui.transcripts.transcript_details import TranscriptDetailsDialog

        detail = transcripts.detail(self._session.project, transcript_id)
        dialog = TranscriptDetailsDialog(
            detail, groups=STAKEHOLDER_GROUPS, theme=self._kit.theme, icons=self._kit.icons, parent=self._panel.window()
        )
        if dialog.exec() == TranscriptDetailsDialog.DialogCode.Accepted:
            project, now = self._session.project, dialog.details()
            self._session.do(
                lambda: transcripts.edit_transcript(
                    project,
                    transcript_id=transcript_id,
                    name=now.name,
                    kind=now.kind,
                    date=now.date,
                    place=now.place,
                    speakers=now.speakers,
                )
            )
        dialog.deleteLater()

    def set_status(self, transcript_id: str, status: TranscriptStatus) -> None:
        """Mark a transcript as complete or open."""
        project = self._session.project
        self._session.do(lambda: transcripts.set_status(project, transcript_id=transcript_id, status=status))

    def remove(self, transcript_id: str) -> None:
        """Take a transcript out, after asking if codings go with it."""
        detail = transcripts.detail(self._session.project, transcript_id)
        name, count = detail.transcript.name, len(detail.codings)
        if count and not self._session.notifier.ask(
            f"Remove “{name}”?",
            f"Its {count} codings will be removed with it. You can undo this with Ctrl+Z.",
            yes="Remove",
            dangerous=True,
        ):
            return
        project = self._session.project
        if self._session.do(lambda: transcripts.remove_transcript(project, transcript_id=transcript_id)) is not None:
            self._session.notifier.say(f"Removed “{name}”. Ctrl+Z brings it back.")

    def stop(self) -> None:
        """Refresh no more."""
        self._timer.stop()

    def _choose(self, transcript_id: str) -> None:
        if transcript_id != self._reading.transcript_id:
            self._reading.open(transcript_id)
