"""What is known about a conversation as a whole: name, kind, date and place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from coder.domain.transcript import TranscriptKind
from coder.gui.look.date_field import HOW, DateField, is_date
from coder.gui.look.dialog_parts import FieldLabel
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space


class TranscriptFields(QWidget):
    """One row of fields."""

    edited = Signal()
    """Name, date or place was changed by the person."""
    kind_chosen = Signal(TranscriptKind)

    def __init__(self, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = QLineEdit()
        self._name_label = FieldLabel("Name", self._name)
        self._kind = QComboBox()
        for kind in TranscriptKind:
            self._kind.addItem(kind.value.capitalize(), kind)
        self._date = DateField(icons)
        self._date_label = FieldLabel("Date", self._date, speaks_for=self._date.line)
        self._place = QLineEdit()
        for line in (self._name, self._place):
            line.setAcceptDrops(False)
        self._arrange()
        self._connect()

    def _connect(self) -> None:
        self._name.textEdited.connect(lambda _text: self.edited.emit())
        self._place.textEdited.connect(lambda _text: self.edited.emit())
        self._date.edited.connect(lambda _text: self.edited.emit())
        self._date.edited.connect(lambda text: self._date_label.show_problem("") if is_date(text) else None)
        self._date.finished.connect(self.check_date)
        self._kind.activated.connect(lambda _at: self.kind_chosen.emit(self.kind()))

    def show_values(self, *, name: str, kind: TranscriptKind, date: str, place: str) -> None:
        """Show these without telling anybody; a caret stays where it is while its text does."""
        for field, text in ((self._name, name), (self._place, place)):
            if field.text() != text:
                field.setText(text)
                field.setCursorPosition(0)
        self._kind.setCurrentIndex(self._kind.findData(kind))
        self._date.set_text(date)

    def name(self) -> str:
        """Return the name as it is written."""
        return self._name.text()

    def kind(self) -> TranscriptKind:
        """Return the kind that is chosen."""
        return TranscriptKind(self._kind.currentData())

    def date(self) -> str:
        """Return the date as it is written; it may not be one."""
        return self._date.text()

    def place(self) -> str:
        """Return the place as it is written."""
        return self._place.text()

    def check_date(self) -> None:
        """Point out a date that is none."""
        wrong = not is_date(self._date.text())
        self._date.show_invalid(wrong)
        self._date_label.show_problem(HOW if wrong else "")

    def show_name_problem(self, problem: str) -> None:
        """Say above the name what is wrong with it, or nothing."""
        self._name_label.show_problem(problem)

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        parts: tuple[tuple[QWidget, QWidget], ...] = (
            (self._name_label, self._name),
            (FieldLabel("Kind", self._kind), self._kind),
            (self._date_label, self._date),
            (FieldLabel("Place", self._place), self._place),
        )
        for at, (label, field) in enumerate(parts):
            grid.addWidget(label, 0, at)
            grid.addWidget(field, 1, at, Qt.AlignmentFlag.AlignTop)
        for at, stretch in enumerate((5, 2, 3, 4)):
            grid.setColumnStretch(at, stretch)
