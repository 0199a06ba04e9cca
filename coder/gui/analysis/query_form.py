"""The form in which a question about the codings is put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLayout, QSizePolicy, QSpinBox, QWidget

from coder.domain.codebook import CodeTree
from coder.domain.coding import Direction, Review, Strength
from coder.domain.colour import CodeColour
from coder.domain.query import Query, Relation
from coder.domain.transcript import SpeakerRole
from coder.gui.analysis.multi import MultiChoice
from coder.gui.evidence.choices import CodeChoice
from coder.gui.evidence.code_list import CodeList
from coder.gui.look.date_field import DateField, is_date
from coder.gui.look.dialog_parts import FieldLabel, column
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import FlowLayout

_RELATIONS: tuple[tuple[str, Relation | None], ...] = (
    ("by itself", None),
    ("overlaps", Relation.AND),
    ("does not overlap", Relation.NOT),
    ("is near", Relation.NEAR),
)
_MOST_TURNS = 99
_COLUMNS, _FEW_COLUMNS = 5, 3
_WIDE, _NARROW = 520, 372
"""Pixels from which the choices stand in all columns, and those with which the form gets along."""


class QueryForm(QWidget):
    """Says which codings are asked for; every change tells the whole question."""

    changed = Signal(object)
    """The `Query`."""

    def __init__(self, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Question")
        self._quiet = False
        self._labels: list[tuple[FieldLabel, QWidget]] = []
        self._cells: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout()
        self.code = CodeChoice(theme, CodeList(theme, self))
        self.other = CodeChoice(theme, CodeList(theme, self))
        self.other.setAccessibleName("Second code")
        self.relation = QComboBox()
        for words, value in _RELATIONS:
            self.relation.addItem(words, value)
        self.turns = QSpinBox()
        self.turns.setRange(0, _MOST_TURNS)
        self.turns.setSpecialValueText("in the same turn")
        self.turns.setPrefix("within ")
        self.turns.setSuffix(" turns")
        for narrow in (self.relation, self.turns):
            narrow.setMinimumWidth(104)
        self.below = QCheckBox("Codes below")
        self.below.setChecked(True)
        self.below.setAccessibleName("With codes below")
        self.below.setToolTip("Take in codes below, and outcomes that count for a domain")
        self.groups = MultiChoice("Stakeholder groups", "All groups")
        self.attributes = MultiChoice("Attributes of participants", "Any attribute")
        self.participants = MultiChoice("Participants", "Everybody")
        self.roles = MultiChoice("Roles of speakers", "Any role")
        self.directions = MultiChoice("Directions", "Any direction")
        self.strengths = MultiChoice("Strengths", "Any strength")
        self.reviews = MultiChoice("Review", "Any review")
        self.coders = MultiChoice("Coders", "All coders")
        self.transcripts = MultiChoice("Transcripts", "All transcripts")
        self.older = QCheckBox("Older only")
        self.older.setAccessibleName("Only under an older definition")
        self.older.setToolTip("Only passages whose code has been defined anew since they were coded")
        self.dates = {name: DateField(icons) for name in ("coded_from", "coded_to", "held_from", "held_to")}
        for day in self.dates.values():
            day.line.setMinimumWidth(92)
        self.roles.offer([(role.value.capitalize(), role.value) for role in SpeakerRole])
        self.directions.offer([(way.value.capitalize(), way.value) for way in Direction] + [("No direction", "")])
        self.strengths.offer([(each.value.capitalize(), each.value) for each in Strength] + [("No strength", "")])
        self.reviews.offer([(each.value.capitalize(), each.value) for each in Review])
        self._arrange()
        self._connect()
        self._show_relation()

    def offer(
        self,
        *,
        tree: CodeTree,
        colours: Mapping[str, CodeColour],
        groups: Sequence[str],
        attributes: Sequence[str],
        participants: Sequence[tuple[str, str]],
        coders: Sequence[tuple[str, str]],
        transcripts: Sequence[tuple[str, str]],
    ) -> None:
        """Offer what can be asked for; names stand before the ids of people and transcripts."""
        self._quiet = True
        for choice in (self.code, self.other):
            choice.set_tree(tree)
            choice.set_colours(colours)
        self.groups.offer([*((group, group) for group in groups), ("No group", "")])
        self.attributes.offer([(each, each) for each in attributes])
        self.participants.offer(participants)
        self.coders.offer(coders)
        self.transcripts.offer(transcripts)
        self.attributes.setEnabled(bool(attributes))
        self._quiet = False

    def query(self) -> Query:
        """Return the question; a date that is none yet asks for nothing."""
        relation = self.relation.currentData()
        first, second = self.code.value, self.other.value
        pair = first is not None and relation is not None and second is not None
        days = {name: field.text().strip() for name, field in self.dates.items()}
        return Query(
            code_id=str(first) if first is not None else None,
            with_descendants=self.below.isChecked(),
            relation=Relation(relation) if pair else None,
            other_code_id=str(second) if pair else None,
            within_turns=self.turns.value() if pair and relation is Relation.NEAR else 0,
            groups=self.groups.values(),
            attributes=self.attributes.values(),
            participant_ids=self.participants.values(),
            roles=tuple(SpeakerRole(each) for each in self.roles.values()),
            transcript_ids=self.transcripts.values(),
            directions=self.directions.values(),
            strengths=self.strengths.values(),
            coder_ids=self.coders.values(),
            reviews=tuple(Review(each) for each in self.reviews.values()),
            older=self.older.isChecked(),
            **{name: day if is_date(day) else "" for name, day in days.items()},
        )

    def show_query(self, query: Query) -> None:
        """Show a question, without telling."""
        self._quiet = True
        self.code.set_value(query.code_id)
        self.other.set_value(query.other_code_id)
        self.relation.setCurrentIndex(next(at for at, (_, each) in enumerate(_RELATIONS) if each == query.relation))
        self.turns.setValue(query.within_turns)
        self.below.setChecked(query.with_descendants)
        for choice, values in (
            (self.groups, query.groups),
            (self.attributes, query.attributes),
            (self.participants, query.participant_ids),
            (self.roles, query.roles),
            (self.transcripts, query.transcript_ids),
            (self.directions, query.directions),
            (self.strengths, query.strengths),
            (self.coders, query.coder_ids),
            (self.reviews, query.reviews),
        ):
            choice.set_values(values)
        self.older.setChecked(query.older)
        for name, field in self.dates.items():
            field.set_text(getattr(query, name))
        self._show_relation()
        self._quiet = False

    def focus(self) -> None:
        """Give the keys to the first field."""
        self.code.setFocus()

    def _tell(self) -> None:
        self._show_relation()
        if not self._quiet:
            self.changed.emit(self.query())

    def _show_relation(self) -> None:
        relation = self.relation.currentData()
        self.relation.setEnabled(self.code.value is not None)
        self.other.setVisible(relation is not None)
        self.turns.setVisible(relation is Relation.NEAR)
        for label, field in self._labels:
            label.setVisible(not field.isHidden())
        for day in self.dates.values():
            day.show_invalid(not is_date(day.text()))

    def _connect(self) -> None:
        for choice in (self.code, self.other):
            choice.value_changed.connect(self._tell)
        self.relation.activated.connect(lambda _at: self._tell())
        self.turns.valueChanged.connect(lambda _value: self._tell())
        for box in (self.below, self.older):
            box.clicked.connect(lambda _on: self._tell())
        for several in self._choices():
            several.changed.connect(self._tell)
        for field in self.dates.values():
            field.edited.connect(lambda _text: self._tell())

    def _choices(self) -> tuple[MultiChoice, ...]:
        return (
            self.groups, self.participants, self.attributes, self.roles, self.directions, self.strengths, self.reviews,
            self.coders, self.transcripts,
        )  # fmt: skip

    def minimumSizeHint(self) -> QSize:
        # As in a narrow window, where the choices stand in fewer columns.
        return QSize(_NARROW, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_columns(_COLUMNS if self.width() >= _WIDE else _FEW_COLUMNS)

    def _share_columns(self, columns: int) -> None:
        """Place the choices in so many columns."""
        if columns == self._columns:
            return
        self._columns = columns
        for at, cell in enumerate(self._cells):
            self._grid.removeWidget(cell)
            self._grid.addWidget(cell, at // columns, at % columns)
        for at in range(_COLUMNS):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)

    def _arrange(self) -> None:
        for choice in (self.code, self.other):
            choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        codes = QHBoxLayout()
        codes.setSpacing(Space.S)
        codes.addLayout(column(FieldLabel("Passages coded", self.code), self.code), 3)
        codes.addLayout(column(FieldLabel("which", self.relation), self.relation), 1)
        for words, field, share in (("the second code", self.other, 3), ("how near", self.turns, 1)):
            label = FieldLabel(words, field)
            self._labels.append((label, field))
            codes.addLayout(column(label, field), share)
        grid = self._grid
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(Space.S)
        for words, several in (
            ("Said by groups", self.groups),
            ("Participants", self.participants),
            ("Attributes", self.attributes),
            ("Speaker’s role", self.roles),
            ("Direction", self.directions),
            ("Strength", self.strengths),
            ("Review", self.reviews),
            ("Coded by", self.coders),
            ("In transcripts", self.transcripts),
        ):
            self._cells.append(_cell(column(FieldLabel(words, several, speaks_for=several), several)))
        self._cells.append(_cell(column(self.below, self.older, spacing=0)))
        self._share_columns(_COLUMNS)
        whole = column(spacing=Space.S)
        self.setLayout(whole)
        whole.addLayout(codes)
        whole.addLayout(grid)
        days = FlowLayout(spacing=Space.S)
        for words, name in (("Coded from", "coded_from"), ("to", "coded_to"), ("Held from", "held_from"),
                            ("to", "held_to")):  # fmt: skip
            day = self.dates[name]
            days.addWidget(_cell(column(FieldLabel(words, day.line, speaks_for=day.line), day)))
            day.line.setAccessibleName({"coded_to": "Coded to", "held_to": "Held to"}.get(name, words))
        whole.addLayout(days)


def _cell(inside: QLayout) -> QWidget:
    """Return a field with its label as one part that can be placed anew."""
    cell = QWidget()
    cell.setLayout(inside)
    return cell
