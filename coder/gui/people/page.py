"""Participants: who took part, their group, what else to compare them by, and what they agreed to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from coder.domain.transcript import STAKEHOLDER_GROUPS, Consent, Participant
from coder.gui.analysis.places import Place
from coder.gui.analysis.table_page import TablePage, press
from coder.gui.dialogs.parts import FieldLabel, Notice, column
from coder.gui.fonts import ui_font
from coder.gui.icons import IconSet
from coder.gui.theme import Space, Theme
from coder.gui.widgets import Hairline, WrappedLabel

MEANING = {
    Consent.ATTRIBUTED: "Quoted with pseudonym and stakeholder group.",
    Consent.ANONYMISED: "Quoted with the stakeholder group only, without the pseudonym.",
    Consent.INTERNAL: "Counted in figures; the words are in no export and no report.",
    Consent.WITHDRAWN: "In no table, figure or report. The codings stay in the project and come back with consent.",
}


class PeoplePage(TablePage):
    """The table of participants with a form for whoever is selected."""

    group_edited = Signal(list, str)
    """Ids of participants, and the group they belong to."""
    consent_edited = Signal(list, object)
    """Ids of participants, and the `Consent` they gave."""
    attributes_edited = Signal(str, list)
    withdraw_requested = Signal(list)

    def __init__(self, place: Place, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(place, theme=theme, icons=icons, parent=parent)
        self._people: dict[str, Participant] = {}
        self._shown: list[str] = []
        self.small = Notice(icons, theme, icon="warning", tone="warning")
        self._who = QLabel("Choose a participant")
        self._who.setFont(ui_font(strong=True))
        self.group = QComboBox()
        self.group.setEditable(True)
        self.group.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.consent = QComboBox()
        for level in (Consent.ATTRIBUTED, Consent.ANONYMISED, Consent.INTERNAL):
            self.consent.addItem(level.value.capitalize(), level)
        self.attributes = QLineEdit()
        self.attributes.setPlaceholderText("area: North; years with us: 3")
        self.attributes.setToolTip("What else to compare people by, each as “name: value”, with a semicolon between")
        self.withdraw = press(
            "Withdraw…", lambda: self.withdraw_requested.emit(self.chosen()), kind="danger",
            tip="This person takes their consent back",
        )  # fmt: skip
        self.meaning = WrappedLabel()
        self.meaning.setProperty("tone", "soft")
        self._arrange_form(theme)
        self.group.activated.connect(lambda _at: self._tell_group())
        line = self.group.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._tell_group)
        self.consent.activated.connect(lambda _at: self._tell_consent())
        self.attributes.editingFinished.connect(self._tell_attributes)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._show_form)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._later.start())
        self._show_form()

    def show_people(self, people: Sequence[Participant], small: str) -> None:
        """Show what the form needs to know: everybody, and a warning of small groups."""
        self._people = {person.id: person for person in people}
        before = self.group.currentText()
        self.group.blockSignals(True)
        self.group.clear()
        own = sorted({person.group for person in people if person.group} - set(STAKEHOLDER_GROUPS))
        self.group.addItems([*STAKEHOLDER_GROUPS, *own])
        self.group.setCurrentText(before)
        self.group.blockSignals(False)
        self.small.say(small)
        self._show_form()

    def chosen(self) -> list[str]:
        """Return the ids of the participants that are selected."""
        sheet = self.sheet
        if sheet is None:
            return []
        order = self.table.model_.order
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [sheet.keys[order[row]][0] for row in rows if row < len(order)]

    def choose(self, participant_id: str) -> None:
        """Select a participant as a click does."""
        at = self.table.model_.place_of((participant_id,))
        flag = QItemSelectionModel.SelectionFlag
        index = self.table.model_.index(at, 0)
        # Unlike `selectRow`, whatever keys are held down at the moment.
        self.table.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self._show_form()
        self.table.clicked.emit(index)

    def save(self) -> None:
        """Have what is being typed saved."""
        self._tell_group()
        self._tell_attributes()

    def _show_form(self) -> None:
        people = [self._people[each] for each in self.chosen() if each in self._people]
        self._shown = [person.id for person in people]
        one = people[0] if len(people) == 1 else None
        self._who.setText(one.pseudonym if one else f"{len(people)} participants" if people else "Choose a participant")
        gone = [person for person in people if person.consent is Consent.WITHDRAWN]
        for part in (self.group, self.consent):
            part.setEnabled(bool(people))
        self.attributes.setEnabled(one is not None)
        self.withdraw.setEnabled(bool(people) and len(gone) < len(people))
        groups = {person.group for person in people}
        self.group.blockSignals(True)
        self.group.setCurrentText(groups.pop() if len(groups) == 1 else "")
        self.group.blockSignals(False)
        levels = {person.consent for person in people}
        level = levels.pop() if len(levels) == 1 else None
        self.consent.setPlaceholderText("Withdrawn" if gone else "Different")
        self.consent.setCurrentIndex(self.consent.findData(level) if level is not None else -1)
        self.meaning.setText(MEANING[level] if level is not None else "")
        self.attributes.setText("; ".join(one.attributes) if one else "")

    def _tell_group(self) -> None:
        group = " ".join(self.group.currentText().split())
        people = [self._people[each] for each in self._shown if each in self._people]
        if people and any(person.group != group for person in people) and (group or len(people) == 1):
            self.group_edited.emit(self._shown, group)

    def _tell_consent(self) -> None:
        level = self.consent.currentData()
        people = [self._people[each] for each in self._shown if each in self._people]
        if level is not None and any(person.consent != level for person in people):
            self.consent_edited.emit(self._shown, Consent(level))

    def _tell_attributes(self) -> None:
        if len(self._shown) != 1 or self._shown[0] not in self._people:
            return
        wanted = [part.strip() for part in self.attributes.text().split(";") if part.strip()]
        if wanted != list(self._people[self._shown[0]].attributes):
            self.attributes_edited.emit(self._shown[0], wanted)

    def _arrange_form(self, theme: Theme) -> None:
        box = QFrame()
        inside = QVBoxLayout(box)
        inside.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        inside.setSpacing(Space.S)
        inside.addWidget(self._who)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addLayout(column(FieldLabel("Stakeholder group", self.group), self.group), 2)
        row.addLayout(column(FieldLabel("Consent", self.consent), self.consent), 2)
        row.addLayout(column(FieldLabel("Attributes", self.attributes), self.attributes), 3)
        inside.addLayout(row)
        foot = QHBoxLayout()
        foot.addWidget(self.meaning, 1)
        foot.addWidget(self.withdraw)
        inside.addLayout(foot)
        above = QHBoxLayout()
        above.setContentsMargins(Space.M, 0, Space.M, Space.S)
        above.addWidget(self.small)
        self.column.insertLayout(1, above)
        self.column.addWidget(Hairline(theme))
        self.column.addWidget(box)
