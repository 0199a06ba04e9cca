"""Participants: who took part, their group, what else to compare them by, and what they agreed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from coder.domain.search import folded
from coder.domain.transcript import STAKEHOLDER_GROUPS, Consent, Participant
from coder.gui.analysis.places import Place
from coder.gui.analysis.table_page import TablePage, press
from coder.gui.look.dialog_parts import FieldLabel, Notice, column
from coder.gui.look.fonts import ui_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import Hairline, WrappedLabel

MEANING = {
    Consent.ATTRIBUTED: "Quoted with pseudonym and stakeholder group.",
    Consent.ANONYMISED: "Quoted with the stakeholder group only, without the pseudonym.",
    Consent.INTERNAL: "Counted in figures; the words are in nothing that readers get, only in files for the team.",
    Consent.NOT_RECORDED: "Nobody recorded yet what this person agreed to: for readers like internal only.",
    Consent.WITHDRAWN: "In no table, figure or report. The codings stay in the project and come back with consent.",
}


_LEVELS = (Consent.ATTRIBUTED, Consent.ANONYMISED, Consent.INTERNAL, Consent.NOT_RECORDED)


class ConsentForMany(QWidget):
    """Says of how many nobody recorded consent, and records it for everybody or a group in one step."""

    recorded = Signal(object, object)
    """A stakeholder group, or None for everybody, and the `Consent` they gave."""

    def __init__(self) -> None:
        super().__init__()
        self.told = WrappedLabel()
        self.who = QComboBox()
        self.who.setAccessibleName("Whose consent")
        self.who.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.level = QComboBox()
        self.level.setAccessibleName("What they agreed to")
        self.level.setPlaceholderText("Choose what they agreed to…")
        for level in _LEVELS[:-1]:
            self.level.addItem(level.value.capitalize(), level)
        # Nothing is chosen before somebody chooses: a default would claim consent.
        self.level.setCurrentIndex(-1)
        self.level.setMinimumContentsLength(22)
        self.record = press("Record", self._record, tip="As one step that Ctrl+Z takes back; not for who withdrew")
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for part in (QLabel("Record consent of"), self.who, self.level, self.record):
            row.addWidget(part)
        row.addStretch(1)
        self.setLayout(column(self.told, row))
        self.level.currentIndexChanged.connect(lambda _at: self._allow())
        self._allow()

    def show_people(self, people: Sequence[Participant]) -> None:
        """Show whose consent can be recorded, and of how many it is not."""
        missing = sum(person.consent is Consent.NOT_RECORDED for person in people)
        one = "person" if missing == 1 else "people"
        self.told.setText(f"Nobody recorded yet what {missing} {one} agreed to." if missing else "")
        self.told.setVisible(bool(missing))
        before = self.who.currentData()
        self.who.clear()
        self.who.addItem(f"Everybody ({len(people)})", None)
        for group in sorted({person.group for person in people if person.group}):
            count = sum(person.group == group for person in people)
            self.who.addItem(f"{group} ({count})", group)
        self.who.setCurrentIndex(max(0, self.who.findData(before)) if before is not None else 0)
        self.setVisible(bool(people))

    def _allow(self) -> None:
        self.record.setEnabled(self.level.currentData() is not None)

    def _record(self) -> None:
        level = self.level.currentData()
        if level is not None:
            self.recorded.emit(self.who.currentData(), Consent(level))
            self.level.setCurrentIndex(-1)


class PeoplePage(TablePage):
    """The table of participants with a form for whoever is selected."""

    group_edited = Signal(list, str)
    """Ids of participants, and the group they belong to."""
    consent_edited = Signal(list, object)
    """Ids of participants, and the `Consent` they gave."""
    attributes_edited = Signal(str, list)
    withdraw_requested = Signal(list)
    pseudonym_edited = Signal(str, str)
    """A participant's id, and the pseudonym that is wanted."""
    consent_for_many = Signal(object, object)
    """A stakeholder group, or None for everybody, and the `Consent` they gave."""

    def __init__(self, place: Place, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(place, theme=theme, icons=icons, parent=parent)
        self._people: dict[str, Participant] = {}
        self._labels: Mapping[str, Sequence[str]] = {}
        self._shown: list[str] = []
        self.small = Notice(icons, theme, icon="warning", tone="warning")
        self._who = QLabel("Choose a participant")
        self._who.setFont(ui_font(strong=True))
        self._who.setWordWrap(True)
        self.group = QComboBox()
        self.group.setEditable(True)
        self.group.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.consent = QComboBox()
        for level in _LEVELS:
            self.consent.addItem(level.value.capitalize(), level)
        self.pseudonym = QLineEdit()
        self.pseudonym.setToolTip("What the person is called in every file; one pseudonym is one person")
        self.many = ConsentForMany()
        self.many.recorded.connect(self.consent_for_many)
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
        self.pseudonym.editingFinished.connect(self._tell_pseudonym)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._show_form)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _before: self._later.start())
        self._show_form()

    def show_people(
        self, people: Sequence[Participant], small: str, labels: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """Show what the form needs to know: everybody, a warning of small groups, and who is who.

        `labels` has the names under which each participant (id) speaks in the files; they are for the team's eyes.
        """
        self._people = {person.id: person for person in people}
        self._labels = labels or {}
        before = self.group.currentText()
        self.group.blockSignals(True)
        self.group.clear()
        own = sorted({person.group for person in people if person.group} - set(STAKEHOLDER_GROUPS))
        self.group.addItems([*STAKEHOLDER_GROUPS, *own])
        self.group.setCurrentText(before)
        self.group.blockSignals(False)
        self.small.say(small)
        self.many.show_people(people)
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
        self._tell_pseudonym()
        self._tell_group()
        self._tell_attributes()

    def _show_form(self) -> None:
        people = [self._people[each] for each in self.chosen() if each in self._people]
        self._shown = [person.id for person in people]
        one = people[0] if len(people) == 1 else None
        self._who.setText(
            self._named(one) if one else f"{len(people)} participants" if people else "Choose a participant"
        )
        gone = [person for person in people if person.consent is Consent.WITHDRAWN]
        for part in (self.group, self.consent):
            part.setEnabled(bool(people))
        for line in (self.attributes, self.pseudonym):
            line.setEnabled(one is not None)
        self.pseudonym.setText(one.pseudonym if one else "")
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

    def _named(self, person: Participant) -> str:
        """Return who somebody is: the pseudonym, and the names in the files where they differ."""
        others = [label for label in self._labels.get(person.id, ()) if folded(label) != folded(person.pseudonym)]
        return f"{person.pseudonym} · in the files: {', '.join(others)}" if others else person.pseudonym

    def who(self) -> str:
        """Return whom the form is about, in words."""
        return self._who.text()

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

    def _tell_pseudonym(self) -> None:
        if len(self._shown) != 1 or self._shown[0] not in self._people:
            return
        wanted, now = " ".join(self.pseudonym.text().split()), self._people[self._shown[0]].pseudonym
        if not wanted:
            self.pseudonym.setText(now)
        elif wanted != now:
            self.pseudonym_edited.emit(self._shown[0], wanted)

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
        row.addLayout(column(FieldLabel("Pseudonym", self.pseudonym), self.pseudonym), 1)
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
        above.addLayout(column(self.small, self.many, spacing=Space.S))
        self.column.insertLayout(1, above)
        self.column.addWidget(Hairline(theme))
        self.column.addWidget(box)
