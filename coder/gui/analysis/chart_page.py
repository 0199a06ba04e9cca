"""The page of charts: which one, of which transcript, and the picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coder.exporters.charts.data import DrawnChart
from coder.gui.analysis.picture import ChartPicture
from coder.gui.analysis.table_page import press
from coder.gui.look.audience import AudienceChoice
from coder.gui.look.connecting import follow
from coder.gui.look.fonts import small_font
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import ElidedLabel, EmptyState, Hairline, announce
from coder.services.evidence.charts import MOST

REDRAW_AFTER_MS = 150
_MOST = (20, MOST, 80, 0)
"""How many codes may be shown, 0 for all of them."""
SAY_AFTER_MS = 300
"""What is drawn sooner comes without a word."""


class ChartPage(QFrame):
    """Shows one chart at a time."""

    wanted = Signal()
    """A picture may be needed: the page is shown, or has another width or look."""
    chosen = Signal()
    """The person chose a chart or a transcript, or wants the chart to be drawn again."""
    cancel_requested = Signal()
    """The person does not want to wait for the chart."""
    hidden = Signal()
    """The page is seen no more."""
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
        self.transcript.setMinimumWidth(140)
        self.transcript.setMaximumWidth(300)
        self.most = QComboBox()
        self.most.setMaximumWidth(118)
        self.most.setAccessibleName("How many codes the chart shows")
        self.most.setToolTip("Of many codes those that are coded most; all others stand together in one line")
        for count in _MOST:
            self.most.addItem(f"{count} codes" if count else "All codes", count)
        self.most.setCurrentIndex(_MOST.index(MOST))
        self.told = ElidedLabel()
        self.told.setFont(small_font())
        self.told.setProperty("tone", "soft")
        self.save = press("Save picture…", self.save_requested.emit, tip="Save as PNG or SVG, for whom it says below")
        self.audience = AudienceChoice()
        icons.dress(self.save, "save")
        self.picture = ChartPicture(theme)
        self.picture.mark_chosen.connect(self.mark_chosen)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(self.picture)
        self.area.setProperty("role", "paper")
        self.area.viewport().setAutoFillBackground(False)
        self.area.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._make_parts(icons)
        self._arrange(theme)
        self.is_drawing = False
        self._summary = ""
        self._say = QTimer(self)
        self._say.setSingleShot(True)
        self._say.setInterval(SAY_AFTER_MS)
        self._say.timeout.connect(self._say_drawing)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REDRAW_AFTER_MS)
        self._timer.timeout.connect(self.wanted)
        self.kind.activated.connect(lambda _at: self.chosen.emit())
        self.transcript.activated.connect(lambda _at: self.chosen.emit())
        follow(theme.changed, self, self._timer.start)
        self.most.activated.connect(lambda _at: self.chosen.emit())

    def _arrange(self, theme: Theme) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self.kind)
        row.addWidget(self.transcript)
        row.addWidget(self.most)
        row.addStretch(1)
        row.addWidget(self.save)
        said = QHBoxLayout()
        said.setContentsMargins(Space.L, 0, Space.M, Space.S)
        said.addWidget(self.told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        whom = QHBoxLayout()
        whom.setContentsMargins(Space.M, 0, Space.M, Space.S)
        whom.addWidget(self.audience)
        column.addLayout(row)
        column.addLayout(whom)
        column.addLayout(said)
        column.addWidget(Hairline(theme))
        column.addWidget(self.parts, 1)

    def _make_parts(self, icons: IconSet) -> None:
        """Make what stands in place of the picture while it is drawn, and where drawing was stopped."""
        cancel, again = QAction("Cancel", self), QAction("Draw again", self)
        self.drawing = EmptyState(
            icons,
            icon="chart-line",
            title="Drawing the chart…",
            text="It may take a while. Esc stops it.",
            actions=[cancel],
            first_kind="",
        )
        self.stopped = EmptyState(
            icons,
            icon="chart-line",
            title="Drawing was stopped",
            text="Draw the chart again, or choose another one above.",
            actions=[again],
        )
        cancel.triggered.connect(self.cancel_requested)
        again.triggered.connect(self.chosen)
        self.parts = PageStack()
        for part in (self.area, self.drawing, self.stopped):
            self.parts.addWidget(part)

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
        self.chosen.emit()

    def room(self) -> float:
        """Return the width that a picture can have."""
        # Always beside a scroll bar, so that a picture has one width whether or not it needs one.
        return float(max(420, self.parts.width() - self.area.verticalScrollBar().sizeHint().width() - 2))

    def show_chart(self, title: str, drawn: DrawnChart, *, ratio: float) -> None:
        """Show a picture."""
        other = title != self.picture.accessibleName()
        self.picture.show_chart(title, drawn, ratio=ratio)
        self.picture.show()
        self._summary = drawn.alternative.summary.removeprefix(f"{title}. ")
        self.told.setText(self._summary)
        self._end_drawing(self.area)
        if other:
            self.area.verticalScrollBar().setValue(0)
            self.area.horizontalScrollBar().setValue(0)

    def show_nothing(self, why: str) -> None:
        """Show no picture, and say why."""
        self.picture.hide()
        self._summary = why
        self.told.setText(why)
        self._end_drawing(self.area)

    def show_drawing(self) -> None:
        """Say that a chart is being drawn, if it is not there in a moment."""
        if not self.is_drawing:
            self.is_drawing = True
            self._say.start()

    def show_stopped(self) -> None:
        """Say that drawing was stopped, and offer to draw again."""
        self.told.setText("")
        self._end_drawing(self.stopped)
        announce(self, "Drawing was stopped")

    def show_again(self) -> None:
        """Show the picture that is there."""
        self.told.setText(self._summary)
        self._end_drawing(self.area)

    def drop_drawing(self) -> None:
        """Wait for no chart any more, with nothing to say."""
        self.is_drawing = False
        self._say.stop()

    def stop_work(self) -> bool:
        """Stop what is being drawn; tell whether there was anything."""
        if self.is_drawing:
            self.cancel_requested.emit()
            return True
        return False

    def focus_main(self) -> None:
        """Give the keys to the picture, whose arrow keys go from mark to mark, or to what is there in its place."""
        shown = self.parts.currentWidget()
        found = shown.findChild(QPushButton) if shown is not None and shown is not self.area else None
        target: QWidget = found or self.picture
        bar = self.area.verticalScrollBar()
        place = bar.value()
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        # The area would go to the middle of a picture that is higher than itself.
        bar.setValue(place)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The width is known from now on; and what was being drawn when the page was left is drawn now.
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.hidden.emit()

    def _say_drawing(self) -> None:
        self.told.setText("")
        self._show_part(self.drawing)
        announce(self, "Drawing the chart")

    def _end_drawing(self, part: QWidget) -> None:
        self.drop_drawing()
        self._show_part(part)

    def _show_part(self, part: QWidget) -> None:
        """Show a part in place of another, which takes the keys over."""
        focused = self.focusWidget()
        inside = focused is not None and focused.hasFocus() and self.parts.isAncestorOf(focused)
        self.parts.setCurrentWidget(part)
        if inside:
            self.focus_main()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible() and abs(event.size().width() - event.oldSize().width()) > 8:
            self._timer.start()
