"""The page of charts: which one, of which transcript, and the picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout

from coder.exporters.charts.data import DrawnChart
from coder.gui.analysis.picture import ChartPicture
from coder.gui.analysis.table_page import press
from coder.gui.fonts import small_font
from coder.gui.icons import IconSet
from coder.gui.theme import Space, Theme
from coder.gui.widgets import ElidedLabel, Hairline

REDRAW_AFTER_MS = 150


class ChartPage(QFrame):
    """Shows one chart at a time."""

    wanted = Signal()
    """Another chart, another transcript, or another width."""
    save_requested = Signal()
    mark_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: IconSet, *, kinds: Sequence[tuple[str, str, str]]) -> None:
        """Offer charts as name, title and description."""
        super().__init__()
        self.setProperty("role", "paper")
        self.setAccessibleName("Charts")
        self.kind = QComboBox()
        self.kind.setAccessibleName("Chart")
        self.kind.setMaximumWidth(286)
        for name, title, description in kinds:
            self.kind.addItem(title, name)
            self.kind.setItemData(self.kind.count() - 1, description, Qt.ItemDataRole.ToolTipRole)
        self.transcript = QComboBox()
        self.transcript.setAccessibleName("Transcript of the chart")
        self.transcript.setMinimumWidth(216)
        self.transcript.setMaximumWidth(300)
        self.told = ElidedLabel()
        self.told.setFont(small_font())
        self.told.setProperty("tone", "soft")
        self.save = press("Save picture…", self.save_requested.emit, tip="Save as PNG or SVG, as consent lets it out")
        icons.dress(self.save, "save")
        self.picture = ChartPicture(theme)
        self.picture.mark_chosen.connect(self.mark_chosen)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(self.picture)
        self.area.setProperty("role", "paper")
        self.area.viewport().setAutoFillBackground(False)
        self.area.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self.kind)
        row.addWidget(self.transcript)
        row.addStretch(1)
        row.addWidget(self.save)
        said = QHBoxLayout()
        said.setContentsMargins(Space.L, 0, Space.M, Space.S)
        said.addWidget(self.told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addLayout(said)
        column.addWidget(Hairline(theme))
        column.addWidget(self.area, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REDRAW_AFTER_MS)
        self._timer.timeout.connect(self.wanted)
        self.kind.activated.connect(lambda _at: self.wanted.emit())
        self.transcript.activated.connect(lambda _at: self.wanted.emit())
        theme.changed.connect(self._timer.start)

    def offer_transcripts(self, names: Sequence[tuple[str, str]], *, shown: bool) -> None:
        """Offer transcripts as name and id; the chosen one stays."""
        before = self.transcript.currentData()
        if [self.transcript.itemData(at) for at in range(self.transcript.count())] != [key for _, key in names]:
            self.transcript.clear()
            for name, key in names:
                self.transcript.addItem(name, key)
            self.transcript.setCurrentIndex(max(0, self.transcript.findData(before)))
        self.transcript.setVisible(shown)

    def choose(self, kind: str) -> None:
        """Choose a chart as a person does."""
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.wanted.emit()

    def draw_soon(self) -> None:
        """Ask for the picture once the page has its size."""
        self._timer.start()

    def room(self) -> float:
        """Return the width that a picture can have, with room for the bar at its side if it is a long one."""
        return float(max(420, self.area.width() - self.area.verticalScrollBar().sizeHint().width() - 2))

    def show_chart(self, title: str, drawn: DrawnChart, *, ratio: float) -> None:
        """Show a picture."""
        self.picture.show_chart(title, drawn, ratio=ratio)
        self.picture.show()
        self.told.setText(drawn.alternative.summary.removeprefix(f"{title}. "))

    def show_nothing(self, why: str) -> None:
        """Show no picture, and say why."""
        self.picture.hide()
        self.told.setText(why)

    def focus_main(self) -> None:
        """Give the keys to the picture; the arrow keys go from mark to mark."""
        self.picture.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible() and abs(event.size().width() - event.oldSize().width()) > 8:
            self._timer.start()
