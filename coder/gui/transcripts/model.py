"""The transcripts as a list, and how a row is painted: kind, name, who speaks, how much is coded."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coder.domain.transcript import TranscriptKind, TranscriptStatus
from coder.gui.base.emphasis import broken
from coder.gui.look.fonts import small_font, tall, ui_font
from coder.gui.look.icons import ICON_PX, IconSet
from coder.gui.look.theme import RADIUS, Space, Theme
from coder.services.transcripts.transcripts import TranscriptSummary

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

SUMMARY_ROLE = Qt.ItemDataRole.UserRole + 1
OPEN_ROLE = Qt.ItemDataRole.UserRole + 2
"""Whether the row is the transcript that is open on the desk."""

ROW_HEIGHT = 54
_LINE = 17
_BAR = 3
_MANY_VOICES = 3
_ICONS = {TranscriptKind.INTERVIEW: "interview", TranscriptKind.WORKSHOP: "workshop"}


def voices_text(summary: TranscriptSummary) -> str:
    """Say who speaks: the pseudonyms of a few people, or how many voices there are."""
    voices = summary.voices
    if not voices:
        return summary.transcript.kind.value.capitalize()
    return ", ".join(voices) if len(voices) <= _MANY_VOICES else f"{len(voices)} voices"


def share_text(share: float) -> str:
    """Return a share as a whole percentage; a little is never shown as nothing, nor almost everything as all."""
    if not 0 < share < 1:
        return "100%" if share >= 1 else "0%"
    return f"{min(99, max(1, round(share * 100)))}%"


class TranscriptModel(QAbstractListModel):
    """Shows summaries in order."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[TranscriptSummary] = []
        self._open = ""

    @property
    def rows(self) -> Sequence[TranscriptSummary]:
        """Return the summaries shown."""
        return self._rows

    def show_rows(self, rows: Sequence[TranscriptSummary]) -> None:
        """Show summaries; while the transcripts stay the same, selection and place stay too."""
        if [row.transcript.id for row in rows] == [row.transcript.id for row in self._rows]:
            self._rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def set_open(self, transcript_id: str) -> None:
        """Mark the transcript that is open on the desk."""
        if transcript_id != self._open:
            self._open = transcript_id
            if self._rows:
                self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [OPEN_ROLE])

    def row_of(self, transcript_id: str) -> QModelIndex:
        """Return the row of a transcript, or no index."""
        at = next((n for n, row in enumerate(self._rows) if row.transcript.id == transcript_id), -1)
        return self.index(at) if at >= 0 else QModelIndex()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == SUMMARY_ROLE:
            return row
        if role == OPEN_ROLE:
            return row.transcript.id == self._open
        if role == Qt.ItemDataRole.DisplayRole:
            return row.transcript.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            done = ", complete" if row.transcript.status is TranscriptStatus.COMPLETE else ""
            share = f"{row.codings} codings, {share_text(row.coded_share)} of the talk coded"
            return f"{row.transcript.name}, {row.transcript.kind}, {voices_text(row)}, {share}{done}"
        if role == Qt.ItemDataRole.ToolTipRole:
            facts = [row.transcript.date, row.transcript.place, f"{row.turns:,} turns", f"{row.codings:,} codings"]
            lines = [row.transcript.name, ", ".join(row.voices), " · ".join(fact for fact in facts if fact)]
            # As rich text, because Qt would take a name with angle brackets for it.
            return "".join(f"<div>{escape(line)}</div>" for line in lines if line)
        return None


class TranscriptDelegate(QStyledItemDelegate):
    """Paints a transcript in two lines with a thin bar of how much is coded."""

    def __init__(self, icons: IconSet, theme: Theme) -> None:
        super().__init__()
        self._icons, self._theme = icons, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = tall(ROW_HEIGHT, lines=2)
        view, summary = option.widget, index.data(SUMMARY_ROLE)
        if isinstance(view, QAbstractItemView):
            room = view.viewport().width() - 2 * Space.S - ICON_PX - Space.S - 1
            if len(self._name_lines(summary, room)) > 1:
                height += tall(_LINE)
        return QSize(120, height)

    def _name_lines(self, summary: TranscriptSummary, room: float) -> list[str]:
        """Return a transcript's name in the one or two lines that it takes.

        It is measured as it is written while it is open, so that opening a transcript moves no row.
        """
        if summary.transcript.status is TranscriptStatus.COMPLETE:
            room -= ICON_PX + Space.XS
        return broken(summary.transcript.name, ui_font(strong=True), room, lines=2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        summary: TranscriptSummary = index.data(SUMMARY_ROLE)
        is_open = bool(index.data(OPEN_ROLE))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, is_open=is_open)
        room = option.rect.adjusted(Space.S, Space.XS + 1, -Space.S, -Space.XS)
        kind = self._icons.icon(_ICONS[summary.transcript.kind], tone="accent" if is_open else "faint")
        kind.paint(painter, QRect(room.left(), room.top() + 2, ICON_PX, ICON_PX))
        left = room.left() + ICON_PX + Space.S
        name = QRect(left, room.top(), room.right() - left, tall(_LINE + 3))
        if summary.transcript.status is TranscriptStatus.COMPLETE:
            check = QRect(room.right() - ICON_PX, name.top() + 2, ICON_PX, ICON_PX)
            self._icons.icon("circle-check", tone="success").paint(painter, check)
            name.setRight(check.left() - Space.XS)
        for at, line in enumerate(self._name_lines(summary, room.right() - left)):
            if at:
                name.translate(0, tall(_LINE))
            self._write(painter, name, line.rstrip(), "ink", strong=is_open)
        share = share_text(summary.coded_share)
        painter.setFont(small_font())
        width = painter.fontMetrics().horizontalAdvance("100%") + 2
        below = QRect(left, name.bottom() + 1, room.right() - left, tall(_LINE))
        painter.setPen(self._theme.colour("faint"))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, share)
        self._write(painter, below.adjusted(0, 0, -width - Space.S, 0), voices_text(summary), "soft_ink", small=True)
        self._paint_bar(painter, QRectF(left, room.bottom() - _BAR, room.right() - left, _BAR), summary.coded_share)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, *, is_open: bool) -> None:
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if is_open or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("selection" if is_open else "hover"))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(0, 1, 0, -1), RADIUS, RADIUS)
        focused = option.state & QStyle.StateFlag.State_HasFocus and option.state & QStyle.StateFlag.State_Selected
        if focused:
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 2, -1, -2), RADIUS, RADIUS)

    def _paint_bar(self, painter: QPainter, bar: QRectF, share: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("outline"))
        painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
        if share > 0:
            painter.setBrush(self._theme.colour("accent"))
            done = QRectF(bar.left(), bar.top(), max(_BAR, bar.width() * min(1.0, share)), bar.height())
            painter.drawRoundedRect(done, _BAR / 2, _BAR / 2)

    def _write(
        self, painter: QPainter, line: QRect, text: str, tone: str, *, strong: bool = False, small: bool = False
    ) -> None:
        painter.setFont(small_font() if small else ui_font(strong=strong))
        painter.setPen(self._theme.colour(tone))
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
