"""A robot that sits at the desk: it sees what a person sees and does what a person does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from coder.domain.coding import Coding
from coder.domain.span import Span
from coder.gui.base.file_dialogs import FileDialogs, SaveChoice
from coder.gui.look.theme import Theme
from coder.gui.reading.view import code_mime, passage_mime
from coder.gui.window.desk import Desk
from coder.gui.window.main_window import MainWindow
from coder.services.settings import Settings

D = TypeVar("D", bound=QDialog)


@dataclass
class Listener:
    """Hears what the window says, and answers its questions."""

    said: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    agrees: bool = True

    def say(self, text: str) -> None:
        self.said.append(text)

    def problem(self, text: str) -> None:
        self.problems.append(text)

    def ask(self, title: str, text: str, *, yes: str, dangerous: bool = False) -> bool:
        self.asked.append(f"{title} {text}")
        return self.agrees


class Answers(FileDialogs):
    """Answers the system's file dialogs."""

    def __init__(self) -> None:
        self.open: Path | None = None
        self.codebook: Path | None = None
        self.codings: Path | None = None
        self.save: SaveChoice | None = None
        self.file: Path | None = None
        """Where anything else is to be written."""
        self.suggested = Path()
        """What was proposed last for a file."""

    def project_to_open(self, folder: Path) -> Path | None:
        return self.open

    def codebook_to_add(self, folder: Path) -> Path | None:
        return self.codebook

    def codings_to_import(self, folder: Path) -> Path | None:
        return self.codings

    def table_to_save(self, suggested: Path, *, bom: bool) -> SaveChoice | None:
        self.suggested = suggested
        return self.save

    def file_to_save(self, title: str, suggested: Path, kinds: Mapping[str, str]) -> Path | None:
        self.suggested = suggested
        return self.file


class DeskRobot:
    """Drives a whole window with keys and the mouse."""

    def __init__(self, qtbot: QtBot, *, settings: Settings, theme: Theme) -> None:
        self.qtbot = qtbot
        self.listener = Listener()
        self.answers = Answers()
        self.window = MainWindow(settings, theme=theme, notifier=self.listener, files=self.answers)
        self.window.resize(1360, 860)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    @property
    def desk(self) -> Desk:
        assert self.window.desk is not None, "no project is open"
        return self.window.desk

    @property
    def text(self) -> str:
        """Return the text of the open transcript."""
        assert self.desk.reading.detail is not None, "no transcript is open"
        return self.desk.reading.detail.transcript.text

    # -- doing ---------------------------------------------------------------------------------------------

    def open(self, path: Path) -> DeskRobot:
        """Open a project."""
        self.window.open_project(path)
        self.settle()
        return self

    def select(self, quote: str) -> Span:
        """Select a passage as a person would: caret before it, then Shift with the arrow keys to its end."""
        start = self.text.index(quote)
        self.desk.view.setFocus()
        self.desk.view.set_caret(start)
        for _ in quote:
            QTest.keyClick(self.desk.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        self.settle()
        return Span(start, start + len(quote))

    def put_caret(self, quote: str) -> None:
        """Put the caret at the start of a passage."""
        self.desk.view.setFocus()
        self.desk.view.set_caret(self.text.index(quote))
        self.settle()

    def press(self, keys: str, *, on: QWidget | None = None) -> None:
        """Press a key such as `Ctrl+K`, `+` or `A` where the keys are now."""
        active = QApplication.activeWindow()
        if active is None or not active.isVisible():
            # After a dialog, a window system gives the window its keys back; offscreen nobody does.
            self.window.activateWindow()
            self.settle()
        target = on or QApplication.focusWidget() or self.window
        *names, key = keys.split("+") if len(keys) > 1 else [keys]
        modifiers = Qt.KeyboardModifier.NoModifier
        for name in names:
            modifiers |= {
                "Ctrl": Qt.KeyboardModifier.ControlModifier,
                "Shift": Qt.KeyboardModifier.ShiftModifier,
                "Alt": Qt.KeyboardModifier.AltModifier,
            }[name]
        if len(key) == 1:
            QTest.keyClick(target, key, modifiers)
        else:
            QTest.keyClick(target, getattr(Qt.Key, f"Key_{key}"), modifiers)
        self.settle()

    def type(self, text: str) -> None:
        """Type letters where the keys are now."""
        target = QApplication.focusWidget()
        assert target is not None, "nothing has the keys"
        QTest.keyClicks(target, text)
        self.settle()

    def code(self, quote: str, typed: str) -> None:
        """Code a passage through the palette."""
        self.select(quote)
        self.press("Ctrl+K")
        self.type(typed)
        self.press("Return")

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click into the middle of a control, or at a point of it."""
        QTest.mouseClick(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or widget.rect().center()
        )
        self.settle()

    def drag_passage_onto(self, code_id: str) -> None:
        """Drag what is selected onto a code of the tree."""
        span = self.desk.view.selected_span()
        assert span is not None, "nothing is selected"
        data = passage_mime(self.desk.reading.transcript_id, span)
        self._drop(self.desk.codebook.tree, self._place_of(code_id), data, Qt.DropAction.LinkAction)

    def drag_code_onto_code(self, code_id: str, target: str) -> None:
        """Drag a code onto another one of the tree."""
        self._drop(self.desk.codebook.tree, self._place_of(target), code_mime(code_id), Qt.DropAction.MoveAction)

    def drag_code_onto_text(self, code_id: str, position: int) -> None:
        """Drag a code from the tree onto the text."""
        view = self.desk.view
        line = view.page.lines.at(position)
        x = view.page.geometry(line).x(position)
        at = QPoint(round(x) + 1, view.page.lines.baselines[line] - 5 - view.verticalScrollBar().value())
        self._drop(self.desk.view, at, code_mime(code_id), Qt.DropAction.CopyAction)

    def answer(self, dialog: type[D], do: Callable[[D], object]) -> None:
        """Do something in the dialog of a kind that opens next."""

        def act() -> None:
            found = QApplication.activeModalWidget()
            assert isinstance(found, dialog), f"{found} is open and no {dialog.__name__}"
            try:
                do(found)
            except BaseException:
                # A dialog left open would keep the test waiting for ever.
                found.reject()
                raise

        QTimer.singleShot(0, act)

    def _place_of(self, code_id: str) -> QPoint:
        tree = self.desk.codebook.tree
        index = self.desk.codebook.tree.model().index_of(code_id)
        tree.scrollTo(index)
        return tree.visualRect(index).center()

    def _drop(self, widget: QAbstractScrollArea, at: QPoint, data: QMimeData, action: Qt.DropAction) -> None:
        target, left, none = widget.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(target, QDragEnterEvent(at, action, data, left, none))
        QApplication.sendEvent(target, QDragMoveEvent(at, action, data, left, none))
        QApplication.sendEvent(target, QDropEvent(QPointF(at), action, data, left, none))
        self.settle()

    def settle(self) -> None:
        """Let what was set in motion come to rest."""
        QApplication.processEvents()

    # -- seeing --------------------------------------------------------------------------------------------

    def codings(self) -> list[Coding]:
        """Return the codings in the project file."""
        with self.desk.session.project.read() as rows:
            return rows.codings()

    def coded(self, span: Span) -> list[str]:
        """Return the codes on exactly this passage of the open transcript, as saved."""
        transcript = self.desk.reading.transcript_id
        return sorted(item.code_id for item in self.codings() if item.transcript_id == transcript and item.span == span)

    def marked(self, span: Span) -> list[str]:
        """Return the codes that the text shows on exactly this passage."""
        marks = self.desk.view.page.marks.overlapping(span.start, span.end)
        return sorted(mark.code_id for mark in marks if mark.span == span and not mark.hollow)

    def status(self) -> Sequence[str]:
        """Return what the foot of the window says."""
        return self.window._status.texts()
