"""The form of one code: every field is saved when it is left, and says above itself what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coder.domain.codebook import Code, CodeKind, CodeStatus, CodeTree
from coder.domain.colour import CodeColour, is_colour
from coder.gui.dialogs.parts import FieldLabel, column
from coder.gui.fonts import small_font
from coder.gui.theme import Space, Theme
from coder.gui.widgets import Swatch, button
from coder.gui.workspace.links import LinkButton

_KINDS = {
    CodeKind.DOMAIN: "Domain",
    CodeKind.THEME: "Theme",
    CodeKind.OUTCOME: "Outcome",
    CodeKind.DIMENSION: "Output dimension",
    CodeKind.OTHER: "Other",
}
_LINES = {
    "short_definition": ("Short definition, shown while coding", 2),
    "full_definition": ("Full definition", 5),
    "when_to_use": ("When to use", 3),
    "when_not_to_use": ("When not to use", 3),
    "example_quotes": ("Example quotes, one on each line", 4),
    "key_terms": ("Key terms for suggestions, one on each line", 5),
}
_LISTS = ("example_quotes", "key_terms")


class CodeForm(QScrollArea):
    """Shows and edits one code."""

    edited = Signal(str, object)
    """Code id and the fields to write, by name."""
    retire_requested = Signal(str)
    restore_requested = Signal(str)
    merge_requested = Signal(str)
    split_requested = Signal(str)
    terms_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Code")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._code: Code | None = None
        self._page = QWidget()
        self._labels: dict[str, FieldLabel] = {}
        self._swatch = Swatch(theme, CodeColour("#808080", "#808080"), px=16)
        self._name, self._colour, self._shortcut = QLineEdit(), QLineEdit(), QLineEdit()
        self._colour.setPlaceholderText("from its domain")
        self._kind = QComboBox()
        for kind, name in _KINDS.items():
            self._kind.addItem(name, kind)
        self._links = LinkButton()
        self._texts = {name: _text(lines) for name, (_, lines) in _LINES.items()}
        self._about = QLabel()
        self._about.setFont(small_font())
        self._about.setProperty("tone", "soft")
        self._about.setWordWrap(True)
        self._merge, self._split = button("Merge into…"), button("Split…")
        self._retire, self._terms = button("Retire"), button("Try the key terms")
        self._arrange()
        self._connect()
        self.show_code(None, None, "", tree=CodeTree([]))

    def _connect(self) -> None:
        for name, line in (("name", self._name), ("colour", self._colour), ("shortcut", self._shortcut)):
            line.editingFinished.connect(partial(self._save, name))
            line.textEdited.connect(partial(self._check_text, name))
        for text in self._texts.values():
            text.installEventFilter(self)
        self._links.chosen.connect(self._save_links)
        self._kind.activated.connect(lambda _at: self._save("kind"))
        for press, signal in (
            (self._merge, self.merge_requested),
            (self._split, self.split_requested),
            (self._terms, self.terms_requested),
        ):
            press.clicked.connect(partial(self._tell, signal.emit))
        self._retire.clicked.connect(lambda _checked: self._retire_or_restore())

    @property
    def code(self) -> Code | None:
        """Return the code that is shown."""
        return self._code

    def show_code(self, code: Code | None, colour: CodeColour | None, about: str, *, tree: CodeTree) -> None:
        """Show a code, or none; what is being typed is saved first."""
        if self._code is not None and (code is None or code.id != self._code.id):
            self.save_all()
        self._code = code
        self._page.setEnabled(code is not None)
        self._about.setText(about)
        self._links.show_links(code, tree)
        if colour is not None:
            self._swatch.set_colour(colour)
        for name in ("name", "colour", "shortcut"):
            line = self._line(name)
            value = str(getattr(code, name)) if code is not None else ""
            if line.text() != value and not (line.hasFocus() and line.isModified()):
                line.setText(value)
                line.setCursorPosition(0)
            self._problem(name, "")
        for name, text in self._texts.items():
            value = _shown(code, name)
            if text.toPlainText() != value and not (text.hasFocus() and text.document().isModified()):
                text.setPlainText(value)
                text.document().setModified(False)
        if code is not None:
            self._kind.setCurrentIndex(self._kind.findData(code.kind))
            self._retire.setText("Restore" if code.status is CodeStatus.RETIRED else "Retire")
            for press in (self._merge, self._split):
                press.setEnabled(code.status is not CodeStatus.RETIRED)

    def show_problem(self, name: str, problem: str) -> None:
        """Say above a field why it was not saved."""
        self._problem(name, problem)

    def save_all(self) -> None:
        """Save whatever is being typed."""
        for name in ("name", "colour", "shortcut", *self._texts):
            self._save(name)

    def focus_name(self) -> None:
        """Give the keys to the name."""
        self._name.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            for name, text in self._texts.items():
                if text is watched:
                    self._save(name)
        return super().eventFilter(watched, event)

    def _save_links(self, links: object) -> None:
        if self._code is not None:
            self.edited.emit(self._code.id, {"links": links})

    def _save(self, name: str) -> None:
        code = self._code
        if code is None:
            return
        value = self._value(name)
        if value == getattr(code, name) or (name in _LISTS and tuple(value) == getattr(code, name)):
            self._problem(name, "")
        elif not (problem := self._wrong(name, value)):
            self.edited.emit(code.id, {name: value})
        else:
            self._problem(name, problem)

    def _value(self, name: str) -> Any:
        if name == "kind":
            return CodeKind(self._kind.currentData())
        if name in self._texts:
            text = self._texts[name].toPlainText()
            if name in _LISTS:
                return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))
            return text.strip()
        return " ".join(self._line(name).text().split())

    def _check_text(self, name: str, _text: str) -> None:
        self._problem(name, self._wrong(name, self._value(name)))

    def _wrong(self, name: str, value: object) -> str:
        if name == "name" and not value:
            return "A code needs a name"
        if name == "colour" and value and not is_colour(str(value)):
            return "Write it as #2f8f5b"
        return ""

    def _problem(self, name: str, problem: str) -> None:
        if name in self._labels:
            self._labels[name].show_problem(problem)

    def _line(self, name: str) -> QLineEdit:
        lines: Mapping[str, QLineEdit] = {"name": self._name, "colour": self._colour, "shortcut": self._shortcut}
        return lines[name]

    def _tell(self, emit: Callable[[str], None], _checked: bool = False) -> None:
        if self._code is not None:
            self.save_all()
            emit(self._code.id)

    def _retire_or_restore(self) -> None:
        if self._code is not None:
            retired = self._code.status is CodeStatus.RETIRED
            (self.restore_requested if retired else self.retire_requested).emit(self._code.id)

    def _label(self, name: str, text: str, field: QWidget) -> FieldLabel:
        self._labels[name] = FieldLabel(text, field)
        return self._labels[name]

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self._swatch)
        head.addWidget(self._name, 1)
        small = QGridLayout()
        small.setHorizontalSpacing(Space.M)
        small.setVerticalSpacing(Space.XS)
        for at, (label, field) in enumerate(
            (
                (self._label("kind", "Kind", self._kind), self._kind),
                (self._label("colour", "Colour", self._colour), self._colour),
                (self._label("shortcut", "Shortcut", self._shortcut), self._shortcut),
            )
        ):
            small.addWidget(label, 0, at)
            small.addWidget(field, 1, at)
            small.setColumnStretch(at, 1)
        presses = QHBoxLayout()
        presses.setSpacing(Space.S)
        for press in (self._merge, self._split, self._retire):
            presses.addWidget(press)
        presses.addStretch(1)
        parts: list[QWidget | QHBoxLayout | QGridLayout | QVBoxLayout] = [
            column(self._label("name", "Name", self._name), head, self._about),
            small,
            column(self._label("links", "Counts for", self._links), self._links),
        ]
        for name, (text, _) in _LINES.items():
            parts.append(column(self._label(name, text, self._texts[name]), self._texts[name]))
        tried = QHBoxLayout()
        tried.addWidget(self._terms)
        tried.addStretch(1)
        fields = column(*parts, tried, presses, spacing=Space.M)
        fields.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        fields.addStretch(1)
        self._page.setLayout(fields)
        self.setWidget(self._page)


def _shown(code: Code | None, name: str) -> str:
    value = getattr(code, name) if code is not None else ""
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def _text(lines: int) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setTabChangesFocus(True)
    field.setFixedHeight(lines * field.fontMetrics().lineSpacing() + 2 * Space.S + 4)
    return field
