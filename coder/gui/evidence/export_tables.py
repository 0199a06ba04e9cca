"""Exporting tables: which, as what, narrowed to which query, and what consent will withhold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coder.gui.look.audience import AudienceChoice
from coder.gui.look.dialog_parts import CalmDialog, FieldLabel, Notice, button_row, card, column
from coder.gui.look.fonts import small_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import WrappedLabel, announce, set_variant
from coder.services.evidence.audiences import Audience, usual_for_table

SIZE = QSize(620, 560)
ALL = "all"
_FORMATS = (
    ("xlsx", "Excel workbook (.xlsx)"),
    ("csv", "CSV table (.csv)"),
    ("html", "Web page, one file (.html)"),
    ("docx", "Word document (.docx)"),
    ("json", "JSON (.json)"),
)
_SINGLE = ("csv", "json")
"""What holds one table only."""


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to be written."""

    table: str
    file_format: str
    query: str | None
    """The name of a saved query, or None for all evidence."""
    bom: bool
    audience: Audience


def _people_list() -> QListWidget:
    """Return the list of those of whom something is withheld."""
    found = QListWidget()
    found.setWordWrap(True)
    found.setProperty("role", "lines")
    found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    found.setAccessibleName("What consent withholds")
    found.setSelectionMode(QListWidget.SelectionMode.NoSelection)
    found.addItem("Looking at what participants agreed to…")
    return found


class ExportTablesDialog(CalmDialog):
    """Asks what to export; it shows what is withheld before anything is written, and how far it is while writing."""

    export_requested = Signal()
    cancel_requested = Signal()

    def __init__(
        self,
        *,
        tables: Sequence[tuple[str, str, str]],
        queries: Sequence[str],
        table: str,
        query: str | None,
        bom: bool,
        theme: Theme,
        icons: IconSet,
        parent: QWidget | None = None,
    ) -> None:
        """Offer tables as name, title and description, and saved queries by name; begin with one of each."""
        super().__init__(parent)
        self.setWindowTitle("Export tables")
        self.resize(SIZE)
        self._working = False
        self.consent_wanted = False
        """The person left in order to record consent."""
        self.table = QComboBox()
        self.table.addItem("All tables in one file", ALL)
        for name, title, description in tables:
            self.table.addItem(title, name)
            self.table.setItemData(self.table.count() - 1, description, Qt.ItemDataRole.ToolTipRole)
        self.table.setCurrentIndex(max(0, self.table.findData(table)))
        self.format = QComboBox()
        self.query = QComboBox()
        self.query.addItem("All evidence", None)
        for name in queries:
            self.query.addItem(name, name)
        self.query.setCurrentIndex(max(0, self.query.findData(query)))
        self.bom = QCheckBox("For Excel: begin with a byte order mark")
        self.bom.setChecked(bom)
        self.audience = AudienceChoice(audience=usual_for_table(str(self.table.currentData())))
        self.about = WrappedLabel()
        self.about.setFont(small_font())
        self.about.setProperty("tone", "soft")
        self.withheld = _people_list()
        self.small = Notice(icons, theme, icon="warning", tone="warning")
        self.progress = QProgressBar()
        self.progress.setAccessibleName("How far the export is")
        self.progress.hide()
        self.standing = QLabel()
        self.standing.setFont(small_font())
        self.standing.setProperty("tone", "soft")
        self._export = QPushButton("Export…")
        self._export.setProperty("kind", "primary")
        self._export.setToolTip("Choose a file and write it (Ctrl+Enter)")
        self._close = QPushButton("Close")
        buttons = button_row(self._export, self._close)
        buttons.accepted.connect(self.export_requested)
        buttons.rejected.connect(self.reject)
        self._arrange(buttons)
        self.table.currentIndexChanged.connect(lambda _at: self._offer_formats())
        self.table.currentIndexChanged.connect(lambda _at: self._suit_audience())
        self.format.currentIndexChanged.connect(lambda _at: self._explain())
        self.audience.changed.connect(self._explain)
        self.audience.consent_requested.connect(self._leave_for_consent)
        self.calm(self._export)
        self._offer_formats()

    def wish(self) -> ExportWish:
        """Return what is chosen."""
        return ExportWish(
            str(self.table.currentData()),
            str(self.format.currentData()),
            self.query.currentData(),
            self.bom.isChecked() and self.format.currentData() == "csv",
            self.audience.audience,
        )

    def choose(self, *, table: str | None = None, file_format: str | None = None, query: str | None = None) -> None:
        """Choose as a person does."""
        for box, value in ((self.table, table), (self.format, file_format), (self.query, query)):
            if value is not None:
                box.setCurrentIndex(box.findData(value))

    def show_withheld(self, people: Sequence[str], groups: str) -> None:
        """Show of whom something is withheld and why, and which groups are small."""
        self.withheld.clear()
        self.withheld.addItems(list(people) or ["No participant is withheld from this file."])
        self.small.say(groups)

    def withheld_lines(self) -> list[str]:
        """Return what is said about consent."""
        return [self.withheld.item(row).text() for row in range(self.withheld.count())]

    def show_working(self, working: bool) -> None:
        """Show that a file is being written, or no more."""
        self._working = working
        self.progress.setVisible(working)
        self.progress.setRange(0, 0)
        for part in (self.table, self.format, self.query, self.bom, self.audience, self._export):
            part.setEnabled(not working)
        self._close.setText("Cancel" if working else "Close")
        set_variant(self._export, "kind", "primary")
        self.standing.setText("Writing…" if working else "")

    def show_progress(self, done: int, total: int) -> None:
        """Show how many rows are written, of how many."""
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)
        self.standing.setText(f"{done:,} of {total:,} rows")

    def show_standing(self, text: str) -> None:
        """Say how it went."""
        self.standing.setText(text)
        announce(self.standing, text)

    def reject(self) -> None:
        """Stop the writing first; leave only when nothing is being written."""
        if self._working:
            self.cancel_requested.emit()
        else:
            super().reject()

    def _leave_for_consent(self) -> None:
        self.consent_wanted = True
        self.reject()

    def press_export(self) -> None:
        """Export as a click does."""
        self._export.click()

    def _offer_formats(self) -> None:
        before, all_of_them = self.format.currentData(), self.table.currentData() == ALL
        self.format.clear()
        for name, words in _FORMATS:
            if not (all_of_them and name in _SINGLE):
                self.format.addItem(words, name)
        self.format.setCurrentIndex(max(0, self.format.findData(before)))
        self._explain()

    def _suit_audience(self) -> None:
        """Make each table for whom it usually is; the person sees it and may choose again."""
        usual = usual_for_table(str(self.table.currentData()))
        if usual is not self.audience.audience:
            self.audience.choose(usual)
            self.audience.changed.emit()

    def _explain(self) -> None:
        self.bom.setVisible(self.format.currentData() == "csv")
        about = self.table.currentData(Qt.ItemDataRole.ToolTipRole)
        place = "on a sheet of its own" if self.format.currentData() == "xlsx" else "after the other"
        each = "Every table" if self.format.currentData() == "xlsx" else "One table"
        but = " but the quote bank" if self.audience.audience is Audience.TEAM else ""
        self.about.setText(about or f"{each}{but} {place}, with what each column means.")

    def _arrange(self, buttons: QWidget) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        whole.setSpacing(Space.M)
        first = QHBoxLayout()
        first.setSpacing(Space.M)
        first.addLayout(column(FieldLabel("Table", self.table), self.table), 1)
        first.addLayout(column(FieldLabel("Format", self.format), self.format), 1)
        whole.addLayout(first)
        whole.addWidget(self.about)
        whole.addLayout(column(FieldLabel("Narrowed to", self.query), self.query))
        whole.addWidget(self.bom)
        whole.addWidget(self.audience)
        whole.addLayout(column(FieldLabel("Withheld, as consent asks", self.withheld), card(self.withheld)), 1)
        whole.addWidget(self.small)
        whole.addWidget(self.progress)
        foot = QHBoxLayout()
        foot.addWidget(self.standing, 1)
        foot.addWidget(buttons)
        whole.addLayout(foot)
