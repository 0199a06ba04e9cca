"""The framework matrix: what each participant says about each outcome, written while reading the quotes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from coder.domain.colour import CodeColour
from coder.gui.analysis.places import Place
from coder.gui.analysis.sheets import Sheet
from coder.gui.analysis.table_page import TablePage
from coder.gui.look.fonts import small_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import Hairline, WrappedLabel


class MatrixPage(TablePage):
    """The grid of participants and outcomes, with a field for the summary of the chosen cell below it."""

    written = Signal(str, str, str)
    """Participant's id, code's id, and the summary as it should be."""

    def __init__(self, place: Place, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(place, theme=theme, icons=icons, parent=parent)
        self._key: tuple[str, str] | None = None
        self._kept = ""
        self._about = WrappedLabel("Choose a cell to write what this participant says about this outcome.")
        self._about.setFont(small_font())
        self._about.setProperty("tone", "soft")
        self.editor = QPlainTextEdit()
        self.editor.setAccessibleName("Summary")
        self.editor.setPlaceholderText("In your words: what does this participant say about this outcome?")
        self.editor.setTabChangesFocus(True)
        self.editor.setFixedHeight(84)
        self.editor.setEnabled(False)
        self.editor.setToolTip("Saved when you go on; Ctrl+Enter goes back to the cells")
        self.editor.installEventFilter(self)
        box = QFrame()
        inside = QVBoxLayout(box)
        inside.setContentsMargins(Space.M, Space.S, Space.M, Space.M)
        inside.setSpacing(Space.XS)
        inside.addWidget(self._about)
        inside.addWidget(self.editor)
        self.column.addWidget(Hairline(theme))
        self.column.addWidget(box)

    def grid_measure(self) -> str:
        return "summary"

    def show_sheet(self, sheet: Sheet, *, colours: Mapping[str, CodeColour]) -> None:
        first = self.grid is None
        super().show_sheet(sheet, colours=colours)
        if first and self.grid is not None:
            self.grid.selectionModel().currentChanged.connect(lambda _now, _before: self._show_cell())
            self.grid.cell_activated.connect(lambda _row: self.editor.setFocus())
        if not self.editor.hasFocus():
            self._show_cell()

    def save(self) -> None:
        """Have what is being typed saved, if it differs from what is kept."""
        text = self.editor.toPlainText().strip()
        if self._key is not None and text != self._kept:
            self._kept = text
            self.written.emit(*self._key, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor:
            if event.type() == QEvent.Type.FocusOut:
                self.save()
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                strong = event.modifiers() & Qt.KeyboardModifier.ControlModifier
                if event.key() == Qt.Key.Key_Escape or (
                    strong and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
                ):
                    self.focus_main()
                    return True
        return super().eventFilter(watched, event)

    def _show_cell(self) -> None:
        grid = self.grid
        if grid is None or self.sheet is None:
            return
        self.save()
        index = grid.currentIndex()
        self.editor.setEnabled(index.isValid())
        if not index.isValid():
            self._key = None
            return
        self._key = grid.model_.key(index.row(), index.column())
        number = grid.model_.sheet_row(index.row(), index.column())
        self._kept = self.sheet.value(number, "summary") if number is not None else ""
        person, outcome = grid.model_.titles(index.row(), index.column())
        self._about.setText(f"{person} on “{outcome}”")
        self.editor.setAccessibleName(f"Summary: {person} on {outcome}")
        self.editor.setPlainText(self._kept)
