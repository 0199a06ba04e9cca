"""A reader at the transcript view, and small transcripts to read."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coder.domain.colour import CodeColour
from coder.domain.span import Span
from coder.domain.text import laid_out
from coder.gui.look.fonts import reading_font
from coder.gui.reading.view import Mark, TranscriptContent, TranscriptView, TurnView
from coder.gui.reading.view.gutter import StripeGutter
from coder.gui.reading.view.names import NamesMargin

GREEN = CodeColour("#2f8f5b", "#6fc294")
BLUE = CodeColour("#2f6f9f", "#7fb3d9")
ROSE = CodeColour("#b0506a", "#e08aa2")

NO_KEYS = Qt.KeyboardModifier.NoModifier


def a_page(*lines: str, transcript_id: str = "talk") -> TranscriptContent:
    """Build a transcript from lines such as "Rosa 0:12: I came in March."; an interviewer is quiet."""
    said = [_said(line) for line in lines]
    text, spans = laid_out(words for *_, words in said)
    turns = tuple(
        TurnView(number, span.start, span.end, name, time, quiet=name == "Interviewer")
        for number, ((name, time, _), span) in enumerate(zip(said, spans, strict=True), start=1)
    )
    return TranscriptContent(transcript_id, text, turns)


def long_page(turns: int = 60) -> TranscriptContent:
    """Build a transcript that must be scrolled."""
    words = "They moved me to guaranteed hours in the spring, so now I can plan my week and sleep. "
    return a_page(
        *(f"{'Interviewer' if n % 2 else 'Rosa'} {n}:00: Turn {n}. {words * (1 + n % 3)}" for n in range(turns))
    )


def a_mark(mark_id: str, span: Span, *, colours: CodeColour = GREEN, **fields: Any) -> Mark:
    """Build a mark; its label is made from the id."""
    values = {"code_id": mark_id, "label": mark_id.capitalize(), "short_label": mark_id.capitalize()}
    return Mark(id=mark_id, start=span.start, end=span.end, colours=colours, **(values | fields))


def _said(line: str) -> tuple[str, str, str]:
    head, _, words = line.partition(": ")
    name, _, time = head.partition(" ")
    return name, time, words


@dataclass
class Reader:
    """A person who reads and codes in the view."""

    qtbot: QtBot
    width: int = 1000
    height: int = 700
    text_size: int = 16
    view: TranscriptView = field(init=False)
    heard: list[tuple[Any, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.view = TranscriptView(font=reading_font(), text_size=self.text_size)
        self.qtbot.addWidget(self.view)
        self.view.resize(self.width, self.height)
        with self.qtbot.waitExposed(self.view):
            self.view.show()
        self.view.activateWindow()
        self.view.setFocus()
        for name in ("mark_activated", "resize_requested", "context_requested", "dropped_code", "zoom_requested"):
            getattr(self.view, name).connect(lambda *what, name=name: self.heard.append((name, *what)))

    def open(self, content: TranscriptContent, marks: Sequence[Mark] = ()) -> None:
        self.view.show_transcript(content)
        self.view.set_marks(marks)
        self.settle()

    def settle(self) -> None:
        QApplication.processEvents()

    @property
    def text(self) -> str:
        return self.view.page.text

    @property
    def gutter(self) -> StripeGutter:
        return next(part for part in self.view.children() if isinstance(part, StripeGutter))

    @property
    def names(self) -> NamesMargin:
        return next(part for part in self.view.children() if isinstance(part, NamesMargin))

    def span(self, quote: str) -> Span:
        start = self.text.index(quote)
        return Span(start, start + len(quote))

    # -- places --------------------------------------------------------------------------------------------

    def point(self, position: int) -> QPoint:
        """Return where the character at a position is in the viewport: just inside its left edge, in its middle."""
        page = self.view.page
        line = page.lines.at(position)
        x = page.geometry(line).x(position)
        return QPoint(round(x) + 1, page.lines.baselines[line] - 5 - self.view.verticalScrollBar().value())

    def stripe(self, mark_id: str) -> QPoint:
        """Return a place on a mark's stripe, in the gutter."""
        mark = next(mark for mark in self.view.page.marks if mark.id == mark_id)
        return self.gutter.stripe_rect(mark).translated(0, -self.view.verticalScrollBar().value()).center().toPoint()

    def picture(self) -> QImage:
        """Return what is seen in the viewport."""
        self.settle()
        return self.view.viewport().grab().toImage()

    def colour_at(self, point: QPoint) -> str:
        return QColor(self.picture().pixelColor(point)).name()

    def wash_at(self, position: int) -> str:
        """Return the colour behind the top of a character."""
        page = self.view.page
        line = page.lines.at(position)
        x = round(page.geometry(line).x(position)) + 2
        return self.colour_at(QPoint(x, page.top(line) + 1 - self.view.verticalScrollBar().value()))

    def underline_at(self, position: int, lane: int = 0) -> list[str]:
        """Return the colours along some pixels of an underline lane beneath a character."""
        page = self.view.page
        line = page.lines.at(position)
        x = round(page.geometry(line).x(position)) + 2
        y = page.bottom(line) + 1 + 3 * lane - self.view.verticalScrollBar().value()
        picture = self.picture()
        return [QColor(picture.pixelColor(x + step, y)).name() for step in range(12)]

    # -- mouse ---------------------------------------------------------------------------------------------

    def mouse(
        self,
        kind: QEvent.Type,
        at: QPoint,
        *,
        held: bool = True,
        modifiers: Qt.KeyboardModifier = NO_KEYS,
        on: QWidget | None = None,
    ) -> None:
        """Send one mouse event as Qt sends them; `held` tells whether the left button is down afterwards."""
        target = on or self.view.viewport()
        moves = kind == QEvent.Type.MouseMove
        event = QMouseEvent(
            kind,
            QPointF(at),
            QPointF(target.mapToGlobal(at)),
            Qt.MouseButton.NoButton if moves else Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton,
            modifiers,
        )
        QApplication.sendEvent(target, event)

    def press(self, at: QPoint) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, at)

    def move(self, at: QPoint, *, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
        self.mouse(QEvent.Type.MouseMove, at, modifiers=modifiers)

    def hover(self, at: QPoint, *, on: QWidget | None = None) -> None:
        self.mouse(QEvent.Type.MouseMove, at, held=False, on=on)

    def release(self, at: QPoint) -> None:
        self.mouse(QEvent.Type.MouseButtonRelease, at, held=False)

    def drag(self, start: QPoint, end: QPoint, *, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Drag from one place to another with a stop between them."""
        self.press(start)
        self.move((start + end) / 2, modifiers=modifiers)
        self.move(end, modifiers=modifiers)
        self.release(end)

    def click(self, at: QPoint, *, on: QWidget | None = None) -> None:
        self.qtbot.mouseClick(on or self.view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def double_click(self, at: QPoint) -> None:
        self.click(at)
        self.qtbot.mouseDClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def ask_for_menu(self, at: QPoint, *, by_key: bool = False, on: QWidget | None = None) -> None:
        target = on or self.view.viewport()
        reason = QContextMenuEvent.Reason.Keyboard if by_key else QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(target, QContextMenuEvent(reason, at, target.mapToGlobal(at)))

    def tip_at(self, at: QPoint, *, on: QWidget | None = None) -> str:
        """Rest the pointer at a place and return what the tool tip says."""
        target = on or self.view.viewport()
        said = ""

        class Tips:
            """Stands for Qt's tool tips, which hide only after a while."""

            @staticmethod
            def showText(_place: QPoint, text: str, _widget: QWidget) -> None:  # noqa: N802
                nonlocal said
                said = text

            @staticmethod
            def hideText() -> None:  # noqa: N802
                nonlocal said
                said = ""

        with ExitStack() as stack:
            for part in ("view", "gutter", "names"):
                stack.enter_context(patch(f"coder.gui.reading.view.{part}.QToolTip", Tips))
            QApplication.sendEvent(target, QHelpEvent(QEvent.Type.ToolTip, at, target.mapToGlobal(at)))
        return said

    # -- keys ----------------------------------------------------------------------------------------------

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS, *, times: int = 1) -> None:
        for _ in range(times):
            self.qtbot.keyClick(self.view, key, modifiers)

    def selected(self) -> str:
        """Return the selected passage, or an empty text."""
        span = self.view.selected_span()
        return span.of(self.text) if span else ""
