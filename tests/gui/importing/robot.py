"""What a person does in a dialog, in the tests' words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from coder.domain.transcript import STAKEHOLDER_GROUPS, ParsedTranscript, ParsedTurn, Participant
from coder.errors import CoderError
from coder.gui.base.tasks import Tasks
from coder.gui.importing.dialog import ImportDialog
from coder.gui.importing.files import ImportFileList
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Theme
from coder.gui.transcripts.speaker_table import SpeakerTable
from coder.services.transcripts.import_plan import ImportPlan, proposed

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
_W = TypeVar("_W", bound=QWidget)


def a_parsed(*said: str, name: str = "talk.txt", layout: str = "Otter text", **fields: object) -> ParsedTranscript:
    """Build what an importer makes of lines such as "ROSA: I came in March."."""
    turns = []
    for line in said:
        label, colon, words = line.partition(": ")
        turns.append(ParsedTurn(label, words, 3.0 * len(turns)) if colon else ParsedTurn(None, line))
    values = {"encoding": "UTF-8"} | fields
    return ParsedTranscript(source_name=name, layout=layout, turns=tuple(turns), **values)  # type: ignore[arg-type]


def a_plan(*said: str, **fields: object) -> ImportPlan:
    """Build the proposal for such lines."""
    return proposed(a_parsed(*said, **fields))  # type: ignore[arg-type]


class Form:
    """A person at a dialog."""

    def __init__(self, qtbot: QtBot, dialog: QDialog) -> None:
        self.qtbot = qtbot
        self.dialog = dialog
        self.results: list[int] = []
        dialog.finished.connect(self.results.append)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.open()
        dialog.activateWindow()
        QApplication.processEvents()

    # -- doing ---------------------------------------------------------------------------------------------

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self._wake()
        QTest.keyClick(QApplication.focusWidget() or self.dialog, key, modifier)
        QApplication.processEvents()
        self._wake()

    def _wake(self) -> None:
        if self.dialog.isVisible() and QApplication.activeWindow() is None:
            # After a list that popped up, a window system gives the window its keys back; offscreen nobody does.
            self.dialog.activateWindow()
            QApplication.processEvents()

    def types(self, text: str) -> None:
        for letter in text:
            type_letter(QApplication.focusWidget(), letter)
        QApplication.processEvents()

    def write(self, field: str, text: str) -> None:
        """Write a text into a field instead of what is in it."""
        line = self.line(field)
        line.setFocus()
        line.selectAll()
        self.press(Qt.Key.Key_Delete)
        self.types(text)

    def choose(self, box: str, words: str) -> None:
        """Choose in a list with the keys only."""
        combo = self.named(QComboBox, box)
        combo.setFocus()
        at = combo.findText(words)
        assert at >= 0, f"{box} does not offer {words}"
        for _ in range(combo.count()):
            if combo.currentIndex() != at:
                self.press(Qt.Key.Key_Down if combo.currentIndex() < at else Qt.Key.Key_Up)
        assert combo.currentIndex() == at, f"{box} could not be set to {words} by keys"

    def push(self, text: str) -> None:
        self.qtbot.mouseClick(self.button(text), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def tick(self, text: str) -> None:
        box = next(box for box in self.dialog.findChildren(QCheckBox) if text in (box.text(), box.accessibleName()))
        box.setFocus()
        self.press(Qt.Key.Key_Space)

    def drop(self, *paths: Path) -> bool:
        """Drop files on the dialog; return whether it wanted them."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        return drop_on(self.dialog, data)

    # -- seeing --------------------------------------------------------------------------------------------

    def named(self, kind: type[_W], name: str) -> _W:
        """Return the part that can be seen and that a screen reader calls so."""
        found = [part for part in self.dialog.findChildren(kind) if part.accessibleName() == name]
        return next(part for part in found if part.isVisible())

    def line(self, name: str) -> QLineEdit:
        return self.named(QLineEdit, name)

    def button(self, text: str) -> QAbstractButton:
        found = self.dialog.findChildren(QAbstractButton)
        return next(item for item in found if item.isVisible() and text in (item.text(), item.accessibleName()))

    def offers(self, text: str) -> bool:
        found = self.dialog.findChildren(QAbstractButton)
        return any(item.isVisible() and item.text() == text for item in found)

    def says(self, text: str) -> bool:
        return any(text in shown for shown in self.texts())

    def texts(self) -> list[str]:
        return [label.text() for label in self.dialog.findChildren(QLabel) if label.isVisible() and label.text()]

    def way(self) -> list[QWidget]:
        """Return every part that Tab comes to, in order."""
        self.dialog.setFocus()
        found: list[QWidget] = []
        self.press(Qt.Key.Key_Tab)
        while (part := QApplication.focusWidget()) is not None and part not in found:
            found.append(part)
            self.press(Qt.Key.Key_Tab)
        return found

    def nameless(self) -> list[str]:
        """Return the controls of which a screen reader could say nothing."""
        kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QTextEdit)
        shown = [part for kind in kinds for part in self.dialog.findChildren(kind) if part.isVisible()]
        alive = [part for part in shown if part.focusPolicy() != Qt.FocusPolicy.NoFocus]
        return [
            f"{type(part).__name__} {part.objectName()}"
            for part in alive
            if not part.accessibleName() and not (isinstance(part, QAbstractButton) and part.text())
        ]


class Speakers:
    """The table of speakers in a dialog, driven by keys."""

    def __init__(self, form: Form) -> None:
        self.form = form

    @property
    def table(self) -> SpeakerTable:
        return self.form.dialog.findChild(SpeakerTable)

    def rows(self) -> list[list[str]]:
        model = self.table.model()
        return [
            [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def group_of(self, label: str) -> str:
        return next(row[5] for row in self.rows() if row[0] == label)

    def role_of(self, label: str) -> str:
        return next(row[3] for row in self.rows() if row[0] == label)

    def write(self, label: str, column: int, text: str) -> None:
        """Go to a cell, open it by Return, write, and end with Return."""
        table = self.table
        row = next(at for at, cells in enumerate(self.rows()) if cells[0] == label)
        table.setFocus()
        table.setCurrentIndex(table.model().index(row, column))
        self.form.press(Qt.Key.Key_Return)
        editor = QApplication.focusWidget()
        if isinstance(editor, QComboBox) and not editor.isEditable():
            editor.setCurrentText(text)
        else:
            line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
            assert isinstance(line, QLineEdit), f"{editor} has no place to write"
            line.selectAll()
            for letter in text:
                type_letter(line, letter)
        self.form.press(Qt.Key.Key_Return)
        QApplication.processEvents()


class Importing(Form):
    """A person who imports files; `contents` says what is read from a file of a name, with an encoding or without."""

    def __init__(
        self,
        qtbot: QtBot,
        theme: Theme,
        icons: IconSet,
        contents: dict[str, ImportPlan | CoderError],
        *,
        there: dict[str, str] | None = None,
        participants: Sequence[Participant] = (),
    ) -> None:
        self.contents = contents
        self.there = there or {}
        self.readings: list[tuple[str, str | None]] = []
        self.tasks = Tasks()
        self.importer = ImportDialog(
            self.tasks,
            read=self._read,
            duplicates=self._duplicates,
            groups=STAKEHOLDER_GROUPS,
            participants=participants,
            theme=theme,
            icons=icons,
        )
        super().__init__(qtbot, self.importer)
        self.speakers = Speakers(self)

    def _read(self, path: Path, encoding: str | None) -> ImportPlan:
        self.readings.append((path.name, encoding))
        found = self.contents.get(f"{path.name} as {encoding}") if encoding else None
        found = found or self.contents[path.name]
        if isinstance(found, CoderError):
            raise found
        return found

    def _duplicates(self, plans: Sequence[ImportPlan]) -> dict[int, str]:
        known = dict(self.there)
        result = {}
        for at, plan in enumerate(plans):
            text = plan.parsed.turns[0].text
            if text in known:
                result[at] = known[text]
            known.setdefault(text, plan.parsed.source_name)
        return result

    def add(self, *names: str) -> None:
        self.importer.add_files([Path("/transcripts") / name for name in names])
        self.wait()

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.tasks.busy)
        QApplication.processEvents()

    @property
    def list(self) -> ImportFileList:
        return self.dialog.findChild(ImportFileList)

    def files(self) -> list[str]:
        """Return what the list says of each file."""
        model = self.list.model()
        return [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]

    def go_to(self, name: str) -> None:
        """Go to a file with the arrow keys."""
        names = [self.list.model().index(row, 0).data() for row in range(self.list.model().rowCount())]
        self.list.setFocus()
        for _ in names:
            at = self.list.currentIndex().row()
            if at != names.index(name):
                self.press(Qt.Key.Key_Down if at < names.index(name) else Qt.Key.Key_Up)
        assert self.list.currentIndex().row() == names.index(name), f"the arrow keys do not reach {name}"

    def end(self) -> str:
        """Return what the button that confirms says."""
        found = [item for item in self.dialog.findChildren(QAbstractButton) if item.text().startswith("Import")]
        return next(item.text() for item in found if item.property("kind") == "primary")

    def can_end(self) -> bool:
        return self.button(self.end()).isEnabled()


def type_letter(widget: QWidget, letter: str) -> None:
    """Type one letter, also one that is not on an English keyboard: Qt's own robot ends the process at those."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, 0, NONE, letter))


def drop_on(widget: QWidget, data: QMimeData) -> bool:
    """Drag something over a part and let it go if it is wanted; return whether it was."""
    middle = widget.rect().center()
    enter = QDragEnterEvent(
        QPoint(middle), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(
        QPointF(middle), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, event)
    QApplication.processEvents()
    return True
