"""The line above the text: which transcript this is, how far it is, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from coder.domain.transcript import TranscriptStatus
from coder.gui.base.actions import Actions
from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font, ui_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space
from coder.gui.look.widgets import ElidedLabel
from coder.services.transcripts.transcripts import TranscriptDetail

_TOOLS = ("undo", "redo", "find", "smaller", "bigger", "show_suggestions", "show_evidence")
_YIELDING = ("smaller", "bigger", "redo", "undo", "show_suggestions")
"""Tools that make room in a narrow window, the first first."""
_WORDS = 120
"""Pixels for the transcript's name at least, with the space around it."""
_COMFORT = 140
"""Pixels that the name should have besides before a tool takes them."""
_PICTURES = {"smaller": "A−", "bigger": "A+"}


class TranscriptHeader(QWidget):
    """Names the open transcript and holds the few tools that are wanted while reading."""

    status_requested = Signal(object)
    """The `TranscriptStatus` that the transcript should have."""
    details_requested = Signal()

    def __init__(self, *, icons: IconSet, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Transcript")
        self._title = ElidedLabel()
        title_font = ui_font(strong=True)
        title_font.setPixelSize(title_font.pixelSize() + 2)
        self._title.setFont(title_font)
        self._facts = ElidedLabel()
        self._facts.setFont(small_font())
        self._facts.setProperty("tone", "soft")
        self._complete = QCheckBox("Complete")
        self._complete.setAccessibleName("Coding of this transcript is complete")
        self._complete.setToolTip("Tick when the coding of this transcript is finished")
        self._complete.clicked.connect(self._ticked)
        self._details = QToolButton()
        icons.dress(self._details, "edit", tone="soft_ink")
        self._details.setAccessibleName("Transcript details")
        self._details.setToolTip("Transcript details: name, date, place, who speaks")
        self._details.clicked.connect(self.details_requested)
        self._shown = False
        self._tools = {name: self._tool(name, actions[name], icons) for name in _TOOLS}
        self._arrange(self._tools.values())
        self.show_detail(None)

    def show_detail(self, detail: TranscriptDetail | None) -> None:
        """Show which transcript is open, or that none is."""
        for part in (self._complete, self._details, self._facts):
            part.setVisible(detail is not None)
        self._shown = detail is not None
        self._make_room()
        if detail is None:
            self._title.setText("No transcript open")
            return
        transcript = detail.transcript
        self._title.setText(transcript.name)
        self._facts.setText(" · ".join(part for part in _facts(detail) if part))
        self._complete.setChecked(transcript.status is TranscriptStatus.COMPLETE)

    def minimumSizeHint(self) -> QSize:
        # The tools that make room are in the menus as well.
        kept = [self._complete, *(tool for name, tool in self._tools.items() if name not in _YIELDING)]
        needed = sum(part.minimumSizeHint().width() + Space.XS for part in kept if not part.isHidden())
        return QSize(needed + _WORDS, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Leave out the tools that yield, from the left, while name and facts have too little room."""
        parts = [self._complete, *self._tools.values()]
        needed = sum(part.sizeHint().width() + Space.XS for part in parts if part is not self._complete or self._shown)
        for name in _YIELDING:
            tool = self._tools[name]
            fits = needed + _WORDS + _COMFORT <= self.width()
            tool.setVisible(fits)
            if not fits:
                needed -= tool.sizeHint().width() + Space.XS

    def title(self) -> str:
        """Return the name that is shown."""
        return self._title.text()

    def _arrange(self, tools: Iterable[QToolButton]) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(Space.XS)
        top.addWidget(self._title)
        top.addWidget(self._details)
        top.addStretch(1)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        words.addLayout(top)
        words.addWidget(self._facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.S, Space.M, Space.S)
        row.setSpacing(Space.XS)
        row.addLayout(words, 1)
        row.addSpacing(Space.M)
        row.addWidget(self._complete)
        row.addSpacing(Space.S)
        for tool in tools:
            row.addWidget(tool)

    def _tool(self, name: str, action: QAction, icons: IconSet) -> QToolButton:
        tool = QToolButton()
        tool.setDefaultAction(action)
        if name in _PICTURES:
            tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            tool.setText(_PICTURES[name])
            tool.setFont(small_font(strong=True))
        plain = action.text().replace("&", "").rstrip("…")
        tool.setAccessibleName(plain)
        tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        follow(action.changed, tool, lambda: self._rename(tool, name, action))
        self._rename(tool, name, action)
        return tool

    def _rename(self, tool: QToolButton, name: str, action: QAction) -> None:
        plain = action.text().replace("&", "").rstrip("…")
        key = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        tool.setAccessibleName(plain)
        tool.setToolTip(f"{plain} ({key})" if key else plain)
        if name in _PICTURES:
            tool.setText(_PICTURES[name])

    def _ticked(self, complete: bool) -> None:
        self.status_requested.emit(TranscriptStatus.COMPLETE if complete else TranscriptStatus.OPEN)


def _facts(detail: TranscriptDetail) -> Iterable[str]:
    transcript = detail.transcript
    yield transcript.kind.value.capitalize()
    yield transcript.date
    yield transcript.place
    groups = {person.group for person in detail.participants.values() if _speaks(detail, person.id) and person.group}
    yield ", ".join(sorted(groups))
    yield f"{detail.turns_of_talk:,} turns"


def _speaks(detail: TranscriptDetail, person_id: str) -> bool:
    return any(speaker.participant_id == person_id for speaker in detail.speakers.values())
