"""What a person does with the evidence table, in the tests' words."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from coder.domain.codebook import CodeTree
from coder.domain.colour import code_colours
from coder.domain.evidence import EvidenceFilter, EvidenceRow
from coder.gui.evidence.code_list import CodeList
from coder.gui.evidence.dock import EvidenceDock
from coder.gui.evidence.rows import Column
from coder.gui.evidence.table import EvidenceTable
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme

NONE = Qt.KeyboardModifier.NoModifier


def a_row(key: str, **fields: Any) -> EvidenceRow:
    """Build a row of evidence; its id says which it is."""
    values: dict[str, Any] = {
        "evidence_id": key,
        "transcript": "Interview 1",
        "kind": "interview",
        "date": "2026-03-12",
        "place": "",
        "participant": "Rosa",
        "stakeholder_group": "Care worker",
        "speaker": "ROSA",
        "turn": 2,
        "time": "2:22",
        "start": 10,
        "end": 24,
        "passage": f"What {key} says.",
        "context_before": "",
        "context_after": "",
        "domain": "Growth",
        "theme": "Peer support",
        "code_id": "peer-learning",
        "code": "Peer learning",
        "direction": "supports",
        "strength": "described",
        "memo": "",
        "coder": "AB",
        "coded_at": "2026-03-12T10:00:00+00:00",
        "origin": "by hand",
        "codebook_version": "1.0",
        "transcript_id": "interview-1",
        "coder_id": "ab",
    }
    return EvidenceRow(**(values | fields))


class Evidence:
    """A person at the table."""

    def __init__(self, qtbot: QtBot, theme: Theme, icons: IconSet, *, tree: CodeTree, width: int = 1200) -> None:
        self.qtbot = qtbot
        self.filters: list[EvidenceFilter] = []
        self.visited: list[str] = []
        self.exports: list[bool] = []
        self.dock = EvidenceDock(theme=theme, icons=icons)
        qtbot.addWidget(self.dock)
        self.dock.filter_changed.connect(self.filters.append)
        self.dock.row_activated.connect(lambda row: self.visited.append(row.evidence_id))
        self.dock.export_requested.connect(self.exports.append)
        self.offer(tree)
        self.dock.set_colours(code_colours(tree))
        self.dock.resize(width, 300)
        with qtbot.waitExposed(self.dock):
            self.dock.show()
        self.dock.activateWindow()
        QApplication.processEvents()

    def offer(self, tree: CodeTree, **choices: Any) -> None:
        known: dict[str, Any] = {
            "transcripts": {"interview-1": "Interview 1", "workshop-a": "Workshop A"},
            "groups": ["Care owner", "Care worker"],
            "coders": {"ab": "AB", "cd": "CD"},
        }
        self.dock.set_choices(tree=tree, **(known | choices))

    def see(self, *rows: EvidenceRow) -> None:
        self.dock.set_rows(rows)
        QApplication.processEvents()

    # -- doing ---------------------------------------------------------------------------------------------

    def click(self, number: int, modifier: Qt.KeyboardModifier = NONE, column: Column = Column.PASSAGE) -> None:
        """Click into a row; rows count from 0."""
        place = self.table.visualRect(self.table.model().index(number, column)).center()
        QTest.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    def click_heading(self, column: Column) -> None:
        header = self.table.horizontalHeader()
        place = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, NONE, place)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the keys"
        QTest.keyClick(target, key, modifier)

    def types(self, text: str) -> None:
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the keys"
        QTest.keyClicks(target, text)

    def push(self, text: str) -> None:
        self.qtbot.mouseClick(self.button(text), Qt.MouseButton.LeftButton)

    def choose(self, box: str, words: str) -> None:
        """Choose in a filter with the keys only."""
        choice = self.box(box)
        choice.setFocus()
        for _ in range(choice.count()):
            if choice.currentText() == words:
                return
            self.press(Qt.Key.Key_Down)
        assert choice.currentText() == words, f"{box} does not offer {words}"

    # -- seeing --------------------------------------------------------------------------------------------

    @property
    def table(self) -> EvidenceTable:
        return self.dock.findChild(EvidenceTable)

    @property
    def codes(self) -> CodeList:
        return self.dock.findChild(CodeList)

    def offered_codes(self) -> list[str]:
        model = self.codes.findChild(QListView).model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def code_field(self) -> QLineEdit:
        return self.codes.findChild(QLineEdit)

    def rows(self) -> list[str]:
        return [row.evidence_id for row in self.table.rows_model.rows]

    def selected(self) -> list[str]:
        return [row.evidence_id for row in self.table.selected_rows()]

    def box(self, name: str) -> QComboBox:
        return next(box for box in self.dock.findChildren(QComboBox) if box.accessibleName() == name)

    def button(self, text: str) -> QAbstractButton:
        found = self.dock.findChildren(QAbstractButton)
        return next(button for button in found if button.isVisible() and button.text() == text)

    def texts(self) -> list[str]:
        shown = [label for label in self.dock.findChildren(QLabel) if label.isVisible()]
        return [label.text() for label in shown if label.text()]

    def is_offered(self, text: str) -> bool:
        return any(button.isVisible() and button.text() == text for button in self.dock.findChildren(QAbstractButton))


def has_keys(widget: QWidget) -> bool:
    """Tell whether a part or something in it has the keys."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))
