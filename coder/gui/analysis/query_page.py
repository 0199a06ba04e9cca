"""Questions about the codings: those that are kept, the form, and what fits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from coder.domain.query import Query
from coder.gui.analysis.query_form import QueryForm
from coder.gui.analysis.sheets import Sheet
from coder.gui.analysis.table_page import press
from coder.gui.analysis.table_view import SheetTable
from coder.gui.look.fonts import small_font
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import ElidedLabel, EmptyState, FlowLayout, Hairline, SectionTitle

ASK_AFTER_MS = 200
COLUMNS = ("code_name", "passage", "participant", "stakeholder_group", "direction", "transcript", "time")
_ID = Qt.ItemDataRole.UserRole


class QueryPage(QFrame):
    """Shows questions and their answers."""

    asked = Signal(object)
    """The `Query` that is to be answered."""
    chosen = Signal(str)
    """The id of the saved query that is to be shown."""
    save_requested = Signal(str)
    """The name under which the question is to be kept."""
    rename_requested = Signal(str, str)
    remove_requested = Signal(str)

    def __init__(self, theme: Theme, icons: IconSet) -> None:
        super().__init__()
        self.setProperty("role", "paper")
        self.setAccessibleName("Queries")
        self.saved = QListWidget()
        self.saved.setAccessibleName("Saved queries")
        self.saved.setProperty("role", "panel")
        self.saved.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.name = QLineEdit()
        self.name.setPlaceholderText("Name this question")
        self.name.setAccessibleName("Name of the query")
        self.name.setMaximumWidth(260)
        self.save = press("Save", self._save, kind="primary", tip="Keep this question with the project under its name")
        self.new = press("New", self.start_anew, tip="Begin with an empty question")
        self.rename = press(
            "Rename", self._rename, kind="quiet", tip="Give the chosen query the name in the field above"
        )
        self.remove = press(
            "Delete", self._remove, kind="danger", tip="Take the chosen query out; Ctrl+Z brings it back"
        )
        self.form = QueryForm(theme, icons)
        self.count = ElidedLabel()
        self.count.setFont(small_font(strong=True))
        self.table = SheetTable(theme)
        self.table.setAccessibleName("What fits")
        self._hint = EmptyState(
            icons,
            icon="search",
            title="Ask about your codings",
            text="Choose a code, what it overlaps or is near, who said it and which way. What fits is listed here, "
            "and a saved question narrows every table, chart and export.",
        )
        self._nothing = EmptyState(icons, icon="filter", title="Nothing fits", text="No coding fits all of this.")
        self.pages = PageStack()
        for page in (self._hint, self._nothing, self.table):
            self.pages.addWidget(page)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ASK_AFTER_MS)
        self._timer.timeout.connect(lambda: self.asked.emit(self.form.query()))
        self.form.changed.connect(lambda _query: self._timer.start())
        self.name.textChanged.connect(lambda _text: self._enable())
        self.name.returnPressed.connect(self._save)
        self.saved.currentItemChanged.connect(self._choose)
        self._arrange(theme)
        self._enable()

    def show_saved(self, queries: Sequence[tuple[str, str]], chosen: str) -> None:
        """List saved queries as name and id; `chosen` is shown as the current one."""
        self.saved.blockSignals(True)
        self.saved.clear()
        for name, query_id in queries:
            item = QListWidgetItem(name)
            item.setData(_ID, query_id)
            self.saved.addItem(item)
            if query_id == chosen:
                self.saved.setCurrentItem(item)
        self.saved.blockSignals(False)
        self._enable()

    def show_query(self, name: str, query: Query) -> None:
        """Show a question with its name and have it answered."""
        self.name.setText(name)
        self.form.show_query(query)
        self.asked.emit(query)

    def show_answer(self, sheet: Sheet | None, words: str) -> None:
        """Show what fits; None while nothing was asked."""
        self.count.setText(words)
        if sheet is not None:
            self.table.show_sheet(sheet, COLUMNS)
        self.pages.setCurrentWidget(self._hint if sheet is None else self.table if sheet.rows else self._nothing)

    def current_id(self) -> str:
        """Return the id of the saved query that is chosen, or an empty text."""
        item = self.saved.currentItem()
        return str(item.data(_ID)) if item is not None else ""

    def start_anew(self) -> None:
        """Begin with an empty question."""
        self.saved.setCurrentRow(-1)
        self.saved.clearSelection()
        self.name.clear()
        self.form.show_query(Query())
        self.asked.emit(Query())
        self.form.focus()

    def focus_main(self) -> None:
        """Give the keys to the form."""
        self.form.focus()

    def _choose(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        self._enable()
        if item is not None:
            self.chosen.emit(str(item.data(_ID)))

    def _save(self) -> None:
        if self.save.isEnabled():
            self.save_requested.emit(self.name.text())

    def _rename(self) -> None:
        self.rename_requested.emit(self.current_id(), self.name.text())

    def _remove(self) -> None:
        self.remove_requested.emit(self.current_id())

    def _enable(self) -> None:
        item = self.saved.currentItem()
        named = bool(self.name.text().strip())
        self.save.setEnabled(named)
        self.rename.setEnabled(item is not None and named and item.text() != self.name.text().strip())
        self.remove.setEnabled(item is not None)

    def _arrange(self, theme: Theme) -> None:
        side = QFrame()
        side.setProperty("role", "panel")
        side.setFixedWidth(156)
        left = QVBoxLayout(side)
        left.setContentsMargins(Space.S, Space.M, Space.S, Space.S)
        left.addWidget(SectionTitle("Saved"))
        left.addWidget(self.saved, 1)
        presses = FlowLayout(spacing=Space.XS)
        presses.addWidget(self.rename)
        presses.addWidget(self.remove)
        left.addLayout(presses)
        naming = QHBoxLayout()
        naming.setSpacing(Space.S)
        naming.addWidget(self.name, 1)
        naming.addWidget(self.save)
        naming.addWidget(self.new)
        naming.addStretch(1)
        right = QVBoxLayout()
        right.setContentsMargins(Space.M, Space.M, Space.M, Space.S)
        right.setSpacing(Space.M)
        right.addLayout(naming)
        right.addWidget(self.form)
        right.addWidget(self.count)
        answers = QVBoxLayout()
        answers.setSpacing(0)
        answers.addLayout(right)
        answers.addWidget(Hairline(theme))
        answers.addWidget(self.pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addLayout(answers, 1)
