"""Codings of another tool: which column is which, what places count, and row by row where each would land."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from coder.domain.placing import Counting
from coder.domain.text import one_line
from coder.errors import CoderError
from coder.gui.base.tasks import Tasks
from coder.gui.look.amounts import counted
from coder.gui.look.dialog_parts import CalmDialog, FieldLabel, Notice, button_row, card, column
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import WrappedLabel
from coder.services.coding.codings_import import CodingsPlan

if TYPE_CHECKING:
    from coder.importers import CodingColumns

SIZE = QSize(860, 560)
MOST_SHOWN = 500
"""Rows of the preview; those that were refused come first, so none of them hides behind others for long."""
_NAME_WIDTH = 150
_KEY = "look at codings"
_ASKED = {
    "transcript": "Transcript",
    "code": "Code",
    "quote": "Quote",
    "start": "Start",
    "end": "End",
}
_COUNTINGS: tuple[tuple[str, Counting | None], ...] = (
    ("As the quotes in the table tell", None),
    ("In the text as it stands here", Counting.TEXT),
    ("In the files that the transcripts came from", Counting.SOURCE),
    ("In the files, each line end as one", Counting.SOURCE_LF),
)


@dataclass(frozen=True, slots=True)
class CodingsWish:
    """How a table is to be read."""

    columns: Mapping[str, str]
    positions: Counting | None
    sources: tuple[Path, ...] = field(default=())


class ImportCodingsDialog(CalmDialog):
    """Shows what a table of codings would become, and is accepted only when something would come in."""

    def __init__(
        self,
        tasks: Tasks,
        *,
        file: Path,
        columns: CodingColumns,
        look: Callable[[CodingsWish], CodingsPlan],
        theme: Theme,
        icons: IconSet,
        parent: QWidget | None = None,
    ) -> None:
        """Ask about `file`, whose heads are `columns`; `look` tells, in the background, what a wish would give."""
        super().__init__(parent)
        self.setWindowTitle("Import codings")
        self.resize(SIZE)
        self._tasks, self._look = tasks, look
        self._sources: tuple[Path, ...] = ()
        self._heads = [head for head in columns.heads if head]
        self.heads = {what: self._head_choice(what, columns.known.get(what, "")) for what in _ASKED}
        self.positions = QComboBox()
        for text, counting in _COUNTINGS:
            self.positions.addItem(text, counting)
        self.positions.setToolTip("A quote decides; places choose only where a quote occurs several times.")
        self.positions.currentIndexChanged.connect(self._changed)
        self.sources = QPushButton("Add source files…")
        self.sources.setToolTip("The files of transcripts that came in before places in files were kept")
        self.sources.clicked.connect(self._ask_for_sources)
        self.problem = Notice(icons, theme, icon="warning", tone="warning")
        self.said = WrappedLabel("")
        self.rows = _tree()
        self._import = QPushButton("Import")
        self._import.setProperty("kind", "primary")
        self._import.setToolTip("Import (Ctrl+Enter)")
        self._import.setEnabled(False)
        self._arrange(file)
        self.calm(self._import)
        self.finished.connect(self._stop)
        self._changed()

    def wish(self) -> CodingsWish:
        """Return how the table is to be read, as it is chosen now."""
        columns = {what: box.currentText() for what, box in self.heads.items() if box.currentIndex() > 0}
        return CodingsWish(columns, self.positions.currentData(), self._sources)

    def add_sources(self, files: Sequence[Path]) -> None:
        """Take the files of transcripts to find places in."""
        self._sources = tuple(dict.fromkeys((*self._sources, *files)))
        self.sources.setText(f"Source files: {len(self._sources)}…" if self._sources else "Add source files…")
        self._changed()

    def accept(self) -> None:
        """Leave only when something would come in."""
        if self._import.isEnabled():
            super().accept()

    def _head_choice(self, what: str, known: str) -> QComboBox:
        box = QComboBox()
        box.addItem("(none)")
        box.addItems(self._heads)
        box.setCurrentIndex(self._heads.index(known) + 1 if known in self._heads else 0)
        box.setMinimumContentsLength(10)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.currentIndexChanged.connect(self._changed)
        return box

    def _arrange(self, file: Path) -> None:
        choices = QGridLayout()
        choices.setHorizontalSpacing(Space.M)
        for at, (what, text) in enumerate(_ASKED.items()):
            choices.addWidget(FieldLabel(f"Column: {text}", self.heads[what]), 0, at)
            choices.addWidget(self.heads[what], 1, at)
            choices.setColumnStretch(at, 1)
        places = QHBoxLayout()
        places.addLayout(column(FieldLabel("Start and end are counted", self.positions), self.positions), 1)
        places.addWidget(self.sources, 0, Qt.AlignmentFlag.AlignBottom)
        title = WrappedLabel(f"Which columns of “{file.name}” say what, and where each row would land.")
        buttons = button_row(self._import, QPushButton("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        hint = QLabel("One step; Ctrl+Z takes it back.")
        hint.setProperty("tone", "soft")
        foot.addWidget(hint, 1)
        foot.addWidget(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        whole.setSpacing(Space.M)
        for part in (title, choices, places, self.problem, self.said, card(self.rows)):
            whole.addLayout(part) if isinstance(part, QGridLayout | QHBoxLayout) else whole.addWidget(part)
        whole.setStretch(whole.count() - 1, 1)
        whole.addLayout(foot)

    def _ask_for_sources(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Files that the transcripts came from")
        if names:
            self.add_sources([Path(name) for name in names])

    def _changed(self, _index: int = 0) -> None:
        """Look again: what is shown must belong to what is chosen."""
        self._import.setEnabled(False)
        self.rows.clear()
        self.said.setText("")
        wish = self.wish()
        missing = [_ASKED[what].lower() for what in ("transcript", "code") if what not in wish.columns]
        if "quote" not in wish.columns and not {"start", "end"} <= set(wish.columns):
            missing.append("quote (or start and end)")
        twice = len(set(wish.columns.values())) < len(wish.columns)
        if missing or twice:
            self._tasks.end(_KEY)
            self.problem.say(
                f"Choose which column holds the {' and the '.join(missing)}."
                if missing
                else "One column is chosen twice; each can say one thing only."
            )
            return
        self.problem.say("")
        self.said.setText("Looking where the rows belong…")
        look = self._look
        self._tasks.start(lambda _cancelled: look(wish), done=self._show, failed=self._fail, key=_KEY)

    def _fail(self, error: CoderError) -> None:
        self.said.setText("")
        self.problem.say(error.message)

    def _show(self, plan: CodingsPlan) -> None:
        chosen = sum(bool(row.told) for row in plan.rows)
        counts = f"{counted(len(plan.rows), 'row')} would come in"
        counts += f", {chosen:,} of them chosen by place" if chosen else ""
        counts += f"; {len(plan.problems):,} cannot be placed." if plan.problems else "."
        self.said.setText(" ".join((counts, *plan.notes)))
        items = [_item(each.line, "Refused", "", "", each.message) for each in plan.problems[:MOST_SHOWN]]
        for row in sorted(plan.rows, key=lambda row: not row.told)[: MOST_SHOWN - len(items)]:
            words = f"{one_line(row.passage)}  ({row.told})" if row.told else one_line(row.passage)
            items.append(_item(row.line, "Chosen" if row.told else "Placed", row.transcript.name, row.code.name, words))
        self.rows.addTopLevelItems(items)
        left = len(plan.problems) + len(plan.rows) - len(items)
        if left > 0:
            self.rows.addTopLevelItem(QTreeWidgetItem(["", "", "", "", f"and {counted(left, 'row')} more"]))
        self._import.setEnabled(bool(plan.rows))
        self._import.setText(f"Import {counted(len(plan.rows), 'coding')}" if plan.rows else "Import")

    def _stop(self, _result: int) -> None:
        self._tasks.end(_KEY)


def _item(line: int, what: str, transcript: str, code: str, words: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([str(line), what, transcript, code, words])
    for at, text in ((2, transcript), (3, code), (4, words)):
        item.setToolTip(at, text)
    return item


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName("Where each row lands")
    tree.setHeaderLabels(["Line", "What", "Transcript", "Code", "Passage or reason"])
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setMinimumHeight(120)
    header = tree.header()
    # The passage and the reason are what is read; names may be cut, and are whole in the tip.
    for at in (0, 1):
        header.setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
    for at in (2, 3):
        header.resizeSection(at, _NAME_WIDTH)
    return tree
