"""What is known and what is asked about one file: layout, encoding, name, kind, date, place, speakers, first turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from coder.domain.transcript import SpeakerRole, TranscriptKind
from coder.gui.dialogs.import_batch import ImportBatch, ImportFile
from coder.gui.dialogs.import_preview import TurnPreview
from coder.gui.dialogs.parts import FieldLabel, Notice, card, column
from coder.gui.dialogs.speaker_model import SpeakerField
from coder.gui.dialogs.speaker_table import SpeakerTable
from coder.gui.dialogs.transcript_fields import TranscriptFields
from coder.gui.fonts import ui_font
from coder.gui.icons import IconSet
from coder.gui.theme import Space, Theme
from coder.gui.widgets import ElidedLabel, SectionTitle
from coder.services.importing import text_encodings

_HOW_GIVEN = ("in the whole text", "in turn, by paragraph")


class ImportDetails(QWidget):
    """Shows one file of the batch and writes into it what the person says."""

    changed = Signal()
    """Something was said about the file."""
    speaker_said = Signal(str, str, str)
    """Label, `SpeakerField` and value."""
    encoding_chosen = Signal(str)

    def __init__(
        self, batch: ImportBatch, *, groups: Sequence[str], theme: Theme, icons: IconSet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._batch = batch
        self._groups = groups
        self._file: ImportFile | None = None
        self._said_given: dict[ImportFile, tuple[list[str], bool]] = {}
        self._layout_name = ElidedLabel()
        self._layout_name.setFont(ui_font(strong=True))
        self._encoding = QComboBox()
        self._encoding_label = FieldLabel("Encoding", self._encoding)
        self._encoding.addItems(text_encodings())
        self._fields = TranscriptFields(icons)
        self._warnings = Notice(icons, theme, icon="info", tone="warning")
        self._twin = Notice(icons, theme, icon="copy", tone="warning")
        self._anyway = QCheckBox("Import it all the same")
        self._encoding_problem = Notice(icons, theme, icon="warning", tone="danger")
        self._speakers = SpeakerTable(icons, theme, groups=groups)
        self._speakers_card = card(self._speakers)
        self._speakers_title = SectionTitle("Who speaks")
        self._given = QLineEdit()
        self._given.setPlaceholderText("A name; several with commas")
        self._given.setToolTip("The text names nobody: say here who speaks, in the whole of it or in turn")
        self._given_label = FieldLabel("Speaker", self._given)
        self._given_how = QComboBox()
        self._given_how.setAccessibleName("Where the speaker speaks")
        self._given_how.addItems(_HOW_GIVEN)
        self._preview = TurnPreview(theme)
        self._arrange()
        self._connect()

    def _connect(self) -> None:
        self._encoding.textActivated.connect(self.encoding_chosen)
        self._fields.edited.connect(self._put)
        self._fields.kind_chosen.connect(self._set_kind)
        self._anyway.toggled.connect(self._take_anyway)
        self._speakers.edited.connect(self._say)
        self._given.editingFinished.connect(self._give)
        self._given_how.activated.connect(lambda _at: self._give())

    def show_file(self, file: ImportFile) -> None:
        """Show a file that could be read."""
        plan = file.plan
        assert plan is not None, "only files that were read have details"
        other = file is not self._file
        self._file = file
        parsed = plan.parsed
        self._layout_name.setText(f"{parsed.layout} · {file.measure}")
        self._encoding.setVisible(bool(parsed.encoding))
        self._encoding_label.setVisible(bool(parsed.encoding))
        if parsed.encoding:
            if self._encoding.findText(parsed.encoding) < 0:
                self._encoding.addItem(parsed.encoding)
            # What was asked for stays, also where it cannot be read so: arrow keys go on from there.
            self._encoding.setCurrentText(file.encoding_asked or parsed.encoding)
        self._fields.show_values(name=plan.name, kind=plan.kind, date=plan.date, place=plan.place)
        if other:
            self._fields.check_date()
        self._warnings.say("\n".join([*plan.warnings, *self._batch.notes(file)]))
        for given in (self._given, self._given_label, self._given_how):
            given.setVisible(file.names_nobody)
        if other:
            self._given.setText(", ".join(voice.label for voice in file.voices) if file.names_nobody else "")
        self._twin.say(file.twin_sentence)
        self._anyway.setVisible(bool(file.twin))
        self._anyway.setChecked(file.anyway)
        problem = file.encoding_problem
        self._encoding_problem.say(f"{problem} What is shown here was read as {parsed.encoding}." if problem else "")
        self._speakers.offer(groups=self._groups, participants=self._batch.pseudonyms())
        rows = self._batch.rows(file)
        self._speakers.show_rows(rows)
        for part in (self._speakers_card, self._speakers_title):
            part.setVisible(bool(rows))
        asking = frozenset(item.label for item in plan.speakers if SpeakerRole(item.role).asks)
        self._preview.show_turns(parsed.turns, asking=asking)

    def focus_encoding(self) -> None:
        """Give the keys to the choice of an encoding."""
        self._encoding.setFocus()

    def _put(self) -> None:
        if self._file is not None and self._file.plan is not None:
            fields = self._fields
            self._file.plan = replace(self._file.plan, name=fields.name(), date=fields.date(), place=fields.place())
            self.changed.emit()

    def _give(self) -> None:
        file = self._file
        if file is None or file.plan is None or not file.names_nobody:
            return
        names = [" ".join(name.split()) for name in self._given.text().split(",")]
        said = (names, self._given_how.currentIndex() > 0)
        if said != self._said_given.get(file, ([""], False)):
            self._said_given[file] = said
            self._batch.give_speakers(file, said[0], in_turn=said[1])
            self.changed.emit()

    def _set_kind(self, kind: TranscriptKind) -> None:
        if self._file is not None:
            self._batch.set_kind(self._file, kind)
            self.changed.emit()

    def _say(self, row: int, what: str, value: str) -> None:
        if self._file is not None:
            label = self._speakers.speakers.rows[row].label
            self.speaker_said.emit(label, SpeakerField(what).value, value)

    def _take_anyway(self, wanted: bool) -> None:
        if self._file is not None and self._file.anyway != wanted:
            self._file.anyway = wanted
            self.changed.emit()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(Space.S)
        top.addWidget(self._layout_name, 1)
        top.addWidget(self._encoding_label)
        top.addWidget(self._encoding)
        given = QHBoxLayout()
        given.setSpacing(Space.S)
        given.addWidget(self._given_label)
        given.addWidget(self._given, 1)
        given.addWidget(self._given_how)
        whole = column(
            top,
            column(self._warnings, self._encoding_problem, self._twin, self._anyway),
            self._fields,
            given,
            column(self._speakers_title, self._speakers_card),
            column(SectionTitle("The first turns"), card(self._preview, margin=Space.S)),
            spacing=Space.M,
        )
        whole.setStretch(whole.count() - 1, 1)
        self.setLayout(whole)
