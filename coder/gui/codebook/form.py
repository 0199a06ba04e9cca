"""The form of one code: every field is saved when it is left, and says above itself what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from coder.domain.codebook import Code, CodeKind, CodeStatus, CodeTree
from coder.domain.colour import CodeColour
from coder.gui.codebook.links import ChoiceButton, LinkButton
from coder.gui.look.colour_menu import add_colours
from coder.gui.look.dialog_parts import FieldLabel, column
from coder.gui.look.fonts import small_font
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import Swatch, button
from coder.services.codebook.code_fields import field_problem

_KINDS = {
    CodeKind.DOMAIN: "Domain",
    CodeKind.THEME: "Theme",
    CodeKind.OUTCOME: "Outcome",
    CodeKind.DIMENSION: "Output dimension",
    CodeKind.OTHER: "Other",
}
_STATUSES = {CodeStatus.ACTIVE: "In use", CodeStatus.DRAFT: "Draft", CodeStatus.RETIRED: "Retired"}
_LINES = {
    "short_definition": ("Short definition, shown while coding", 2),
    "full_definition": ("Full definition", 5),
    "when_to_use": ("When to use", 3),
    "when_not_to_use": ("When not to use", 3),
    "example_quotes": ("Example quotes, one on each line", 4),
    "key_terms": ("Key terms for suggestions, one on each line", 5),
}
_COLUMNS = 3
_LISTS = ("example_quotes", "key_terms")


class CodeForm(QScrollArea):
    """Shows and edits one code."""

    edited = Signal(str, object)
    """Code id and the fields to write, by name."""
    status_requested = Signal(str, object)
    """Code id and the `CodeStatus` that it should have."""
    recolour_group_requested = Signal(str, str)
    """Code id and `#rrggbb`, or empty: the code takes it, and the codes below take theirs from it."""
    place_requested = Signal(str)
    merge_requested = Signal(str)
    split_requested = Signal(str)
    terms_requested = Signal(str)
    not_saved = Signal(str)
    """What was typed and cannot be saved, when the form goes on without it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Code")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._code: Code | None = None
        self._tree = CodeTree([])
        self._page = QWidget()
        self._labels: dict[str, FieldLabel] = {}
        self._swatch = Swatch(theme, CodeColour("#808080", "#808080"), px=16)
        self._name, self._colour, self._shortcut = QLineEdit(), QLineEdit(), QLineEdit()
        self._colour.setPlaceholderText("auto")
        self._colour.setToolTip("A colour such as #2f8f5b; empty to take it from the domain and theme")
        self._kind = QComboBox()
        for kind, name in _KINDS.items():
            self._kind.addItem(name, kind)
        self._status = QComboBox()
        for status, name in _STATUSES.items():
            self._status.addItem(name, status)
        self._place = ChoiceButton()
        self._palette = button("Pick")
        self._colours = QMenu(self._palette)
        self._palette.setMenu(self._colours)
        self._links = LinkButton()
        self._texts = {name: _text(lines) for name, (_, lines) in _LINES.items()}
        self._about = QLabel()
        self._about.setFont(small_font())
        self._about.setProperty("tone", "soft")
        self._about.setWordWrap(True)
        self._merge, self._split = button("Merge into…"), button("Split…")
        self._retire, self._terms = button("Retire"), button("Try the key terms")
        self._merge.setToolTip("Give its passages to another code; it stays as a retired one that knows its successor")
        self._split.setToolTip("Make a second code of it and choose the passages that go there")
        self._arrange()
        self._connect()
        self.show_code(None, None, "", tree=CodeTree([]))

    def _connect(self) -> None:
        for name, line in (("name", self._name), ("colour", self._colour), ("shortcut", self._shortcut)):
            line.editingFinished.connect(partial(self._save, name))
            line.textEdited.connect(partial(self._check_text, name))
        for text in self._texts.values():
            text.installEventFilter(self)
        for line in (self._name, self._colour, self._shortcut):
            line.installEventFilter(self)
        self._colours.aboutToShow.connect(self._offer_colours)
        self._status.activated.connect(lambda _at: self._set_status(self._status.currentData()))
        self._links.chosen.connect(self._save_links)
        self._kind.activated.connect(lambda _at: self._save("kind"))
        for press, signal in (
            (self._merge, self.merge_requested),
            (self._split, self.split_requested),
            (self._terms, self.terms_requested),
            (self._place, self.place_requested),
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
            self.leave()
        self._code, self._tree = code, tree
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
            self._status.setCurrentIndex(self._status.findData(code.status))
            above = [item.name for item in tree.path(code.id)[:-1]] if code.id in tree else []
            self._show_place(" › ".join(above))
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

    def leave(self) -> None:
        """Save what is being typed, and say what cannot be saved and is given up."""
        self.save_all()
        lost = [name for name in ("name", "colour", "shortcut") if self._wrong(name, self._value(name))]
        for name in lost:
            typed, problem = self._value(name), self._wrong(name, self._value(name))
            self._give_up(name)
            self.not_saved.emit(f"“{typed}” was not saved as the {name}: {problem}." if typed else f"{problem}.")

    def focus_name(self) -> None:
        """Give the keys to the name."""
        self._name.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QPlainTextEdit) and event.type() == QEvent.Type.FocusOut:
            self._save(self._name_of(watched))
        elif isinstance(event, QKeyEvent) and isinstance(watched, QLineEdit | QPlainTextEdit):
            if event.type() == QEvent.Type.ShortcutOverride and not self._takes(watched, event):
                # The field has nothing to take back itself, so the key is left to the window's undo and redo.
                event.ignore()
                return True
            escape = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
            if escape and self._give_up(self._name_of(watched)):
                return True
        return super().eventFilter(watched, event)

    def _takes(self, field: QLineEdit | QPlainTextEdit, event: QKeyEvent) -> bool:
        """Tell whether a key belongs to the field: it undoes what is typed, the window what was saved."""
        undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
        if not (undo or redo):
            return True
        return self._is_typed(self._name_of(field))

    def _is_typed(self, name: str) -> bool:
        """Tell whether a field holds something that is not saved."""
        return self._code is not None and self._raw(name) != _shown(self._code, name)

    def _give_up(self, name: str) -> bool:
        """Put what is saved back into a field; tell whether that was needed."""
        if not self._is_typed(name):
            return False
        if name in self._texts:
            self._texts[name].setPlainText(_shown(self._code, name))
        else:
            self._line(name).setText(_shown(self._code, name))
        self._problem(name, "")
        return True

    def _name_of(self, field: QObject) -> str:
        names: list[tuple[str, QObject]] = [*self._texts.items()]
        names += [("name", self._name), ("colour", self._colour), ("shortcut", self._shortcut)]
        return next(name for name, item in names if item is field)

    def _raw(self, name: str) -> str:
        return self._texts[name].toPlainText() if name in self._texts else self._line(name).text()

    def _set_status(self, status: CodeStatus) -> None:
        if self._code is not None and status is not self._code.status:
            self.save_all()
            self.status_requested.emit(self._code.id, status)

    def _show_place(self, path: str) -> None:
        self._place.show_choice(path or "At the top")
        self._place.setAccessibleName(f"Place in the tree: {path or 'at the top'}")

    def _offer_colours(self) -> None:
        self._colours.clear()
        if (code := self._code) is None:
            return
        add_colours(self._colours, now=code.colour, chosen=self._set_colour, parent=self)
        if self._tree.children(code.id):
            self._colours.addSeparator()
            group = self._colours.addMenu("This code and all below it")
            add_colours(
                group,
                now=code.colour,
                chosen=lambda colour: self.recolour_group_requested.emit(code.id, colour),
                parent=self,
            )

    def _set_colour(self, colour: str) -> None:
        self._colour.setText(colour)
        self._save("colour")

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
        if self._code is None:
            return ""
        return field_problem(list(self._tree.codes.values()), self._code, field=name, value=value)

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
            self._set_status(CodeStatus.ACTIVE if retired else CodeStatus.RETIRED)

    def _label(self, name: str, text: str, field: QWidget) -> FieldLabel:
        label = self._labels[name] = FieldLabel(text, field)
        # A problem takes the room that there is and never makes the form wider.
        label.setWordWrap(True)
        label.setMinimumWidth(0)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return label

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self._swatch)
        head.addWidget(self._name, 1)
        colour = QHBoxLayout()
        colour.setSpacing(Space.XS)
        colour.addWidget(self._colour, 1)
        colour.addWidget(self._palette)
        self._palette.setAccessibleName("Pick a colour")
        self._palette.setToolTip("Pick a colour for this code, or for all codes below it too")
        small = QGridLayout()
        small.setHorizontalSpacing(Space.M)
        small.setVerticalSpacing(Space.XS)
        fields: list[tuple[FieldLabel, QWidget | QHBoxLayout]] = [
            (self._label("kind", "Kind", self._kind), self._kind),
            (self._label("status", "Status", self._status), self._status),
            (self._label("shortcut", "Shortcut", self._shortcut), self._shortcut),
            (self._label("colour", "Colour", self._colour), colour),
            (self._label("place", "Place in the tree", self._place), self._place),
        ]
        for at, (label, field) in enumerate(fields):
            row, first = (0, at) if at < _COLUMNS else (2, at - _COLUMNS)
            wide = 2 if at == len(fields) - 1 else 1
            small.addWidget(label, row, first, 1, wide, Qt.AlignmentFlag.AlignBottom)
            if isinstance(field, QWidget):
                small.addWidget(field, row + 1, first, 1, wide)
            else:
                small.addLayout(field, row + 1, first, 1, wide)
        for at in range(_COLUMNS):
            small.setColumnStretch(at, 1)
        small.setRowMinimumHeight(2, self.fontMetrics().height() + Space.S)
        for narrow in (self._kind, self._status, self._colour, self._shortcut, self._place, self._links):
            narrow.setMinimumWidth(40)
            narrow.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        presses = QHBoxLayout()
        presses.setSpacing(Space.S)
        for press in (self._merge, self._split, self._retire):
            presses.addWidget(press)
        presses.addStretch(1)
        parts: list[QWidget | QHBoxLayout | QGridLayout | QVBoxLayout] = [
            column(self._label("name", "Name", self._name), head, self._about),
            presses,
            small,
            column(self._label("links", "Counts for", self._links), self._links),
        ]
        for name, (text, _) in _LINES.items():
            parts.append(column(self._label(name, text, self._texts[name]), self._texts[name]))
        tried = QHBoxLayout()
        tried.addWidget(self._terms)
        tried.addStretch(1)
        whole = column(*parts, tried, spacing=Space.M)
        whole.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        whole.addStretch(1)
        self._page.setLayout(whole)
        self.setWidget(self._page)


def _shown(code: Code | None, name: str) -> str:
    value = getattr(code, name) if code is not None else ""
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def _text(lines: int) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setTabChangesFocus(True)
    field.setFixedHeight(lines * field.fontMetrics().lineSpacing() + 2 * Space.S + 4)
    return field
