"""Coverage: every outcome with how well it is covered, and the gaps first for whoever wants them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coder.domain.colour import CodeColour
from coder.gui.analysis.places import Place
from coder.gui.analysis.sheets import Sheet
from coder.gui.analysis.table_page import Switch, TablePage, press
from coder.gui.analysis.tints import LEVELS
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space, Theme

_WORDS = {"none": "No evidence", "well covered": "Well covered"}


class CoveragePage(TablePage):
    """The table of coverage with its levels to choose from."""

    beside_requested = Signal()
    """The passages that are tied to no outcome are wanted."""

    def __init__(self, place: Place, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(place, theme=theme, icons=icons, parent=parent)
        self.levels = Switch("Levels of coverage")
        self.levels.chosen.connect(self._narrow)
        self.beside = press(
            "Tied to no outcome",
            self.beside_requested.emit,
            kind="quiet",
            tip="Coded passages that are tied to no outcome: change that nobody foresaw",
        )
        icons.dress(self.beside, "info")
        self.strip = QHBoxLayout()
        self.strip.setContentsMargins(Space.S, Space.S, Space.M, 0)
        self.strip.addWidget(self.levels)
        self.strip.addStretch(1)
        self.strip.addWidget(self.beside)
        self.column.insertLayout(0, self.strip)

    def show_sheet(self, sheet: Sheet, *, colours: Mapping[str, CodeColour]) -> None:
        levels = [sheet.value(row, "level") for row in range(len(sheet.rows))]
        choices: list[tuple[str, object, str]] = [(f"All {len(levels)}", None, "Every outcome")]
        grouped = any(sheet.value(row, "spoken_by") or sheet.value(row, "silent") for row in range(len(sheet.rows)))
        # Without stakeholder groups nothing is said of groups.
        for level in (level for level in LEVELS if grouped or level != "one group"):
            words = _WORDS.get(level, level.capitalize())
            choices.append((f"{words} {levels.count(level)}", level, f"Only outcomes with: {words.lower()}"))
        self.levels.offer(choices)
        self.table.model_.restrict("level", self.levels.value, now=False)
        super().show_sheet(sheet, colours=colours)

    def show_beside(self, count: int | None) -> None:
        """Say how many coded passages are tied to no outcome; nothing (None) where no outcome was foreseen."""
        self.beside.setVisible(count is not None)
        count = count or 0
        self.beside.setText(f"{count:,} tied to no outcome")
        self.beside.setEnabled(bool(count))

    def _narrow(self, level: object) -> None:
        self.table.model_.restrict("level", level)
        self._switch()
