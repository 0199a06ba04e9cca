"""A robot that sits in the codebook workspace and edits as a team's codebook editor does."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPushButton, QWidget

from coder.domain.codebook import Code
from coder.gui.codebook.page import WorkspacePage
from coder.gui.look.code_choice import CodeChoiceDialog
from coder.gui.reading.view import code_mime
from coder.services.project import Project
from tests.helpers.desk import DeskRobot


class Editor(DeskRobot):
    """An evaluator in the workspace."""

    @property
    def project(self) -> Project:
        return self.desk.session.project

    @property
    def page(self) -> WorkspacePage:
        return self.desk.places["edit_codebook"].widget

    def entry(self, code_id: str) -> Code:
        return self.desk.session.codebook.tree[code_id]

    def enter(self, code_id: str) -> None:
        self.window.actions_table["edit_codebook"].trigger()
        self.page.codes.choose(code_id)
        self.rest()

    def rest(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.tasks.busy, timeout=10_000)
        self.settle()

    def write(self, field: str, text: str) -> None:
        """Write into a field of the form and leave it."""
        form = self.page.form
        widget = form._texts.get(field) or form._line(field)
        widget.setFocus()
        widget.selectAll()
        QTest.keyClicks(widget, text)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        self.settle()

    def push(self, button: QPushButton) -> None:
        assert button.isEnabled(), f"{button.text()} is off"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def come_forward(self) -> None:
        """Make this evaluator's window the one that has the keys."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def choose_in_dialog(self, typed: str) -> None:
        """In the dialog that opens next, type part of a code's name and press Enter."""

        def act(dialog: CodeChoiceDialog) -> None:
            QTest.keyClicks(dialog._filter, typed)
            QTest.keyClick(dialog._filter, Qt.Key.Key_Return)

        self.answer(CodeChoiceDialog, act)

    def drag(self, code_id: str, onto: str) -> QMenu | None:
        """Drag a code onto another one in the workspace's tree; return the menu that asks what is meant."""
        tree = self.page.codes.tree
        index = tree.model().index_of(onto)
        tree.scrollTo(index)
        self._drop(tree, tree.visualRect(index).center(), code_mime(code_id), Qt.DropAction.MoveAction)
        return next((item for item in self.page.findChildren(QMenu) if item.isVisible()), None)

    def drag_between(self, code_id: str, before: str) -> None:
        """Drag a code to the upper edge of another one's row, which puts it before that one."""
        tree = self.page.codes.tree
        index = tree.model().index_of(before)
        tree.scrollTo(index)
        at = tree.visualRect(index).topLeft() + QPoint(20, 0)
        self._drop(tree, at, code_mime(code_id), Qt.DropAction.MoveAction)

    def focused(self) -> QWidget:
        """Return what has the keys."""
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the keys"
        return found

    def key(
        self, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(widget, key, modifiers)
        self.settle()


def close(dialog: QDialog) -> None:
    """Close a dialog by Escape."""
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
