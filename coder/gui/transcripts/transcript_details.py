"""What is known about a transcript that is in the project, and who speaks in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from coder.domain.text import word_count
from coder.domain.transcript import TranscriptKind
from coder.gui.look.amounts import counted
from coder.gui.look.date_field import is_date
from coder.gui.look.dialog_parts import CalmDialog, button_row, card, column
from coder.gui.look.fonts import small_font
from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import SectionTitle, set_variant
from coder.gui.transcripts.speaker_edits import SpeakerEdits
from coder.gui.transcripts.speaker_model import SpeakerField
from coder.gui.transcripts.speaker_table import SpeakerTable
from coder.gui.transcripts.transcript_fields import TranscriptFields
from coder.services.transcripts.import_plan import SpeakerPlan
from coder.services.transcripts.transcripts import TranscriptDetail

WIDTH = 880
TALLEST = 620


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptDetails:
    """What the person wants to be known about a transcript."""

    name: str
    kind: TranscriptKind
    date: str
    place: str
    speakers: tuple[SpeakerPlan, ...]


class TranscriptDetailsDialog(CalmDialog):
    """Edits name, kind, date, place and speakers; the text and where it came from are only shown."""

    def __init__(
        self,
        detail: TranscriptDetail,
        *,
        groups: Sequence[str],
        theme: Theme,
        icons: IconSet,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        transcript = detail.transcript
        self.setWindowTitle("Transcript details")
        self._edits = SpeakerEdits(detail)
        self._groups = groups
        self._fields = TranscriptFields(icons)
        self._fields.show_values(
            name=transcript.name, kind=transcript.kind, date=transcript.date, place=transcript.place
        )
        self._speakers = SpeakerTable(icons, theme)
        self._facts = QLabel(_facts(detail))
        self._why = QLabel()
        self._why.setWordWrap(True)
        self._save = QPushButton("Save")
        self._save.setProperty("kind", "primary")
        self._save.setToolTip("Save (Ctrl+Enter)")
        self._arrange()
        self._connect()
        self._refresh()
        self.calm(self._save)
        self.resize(WIDTH, min(self.sizeHint().height(), TALLEST))

    def _connect(self) -> None:
        self._fields.edited.connect(self._check)
        self._fields.kind_chosen.connect(self._set_kind)
        self._speakers.edited.connect(self._say)

    def details(self) -> TranscriptDetails:
        """Return what the person said."""
        return TranscriptDetails(
            name=" ".join(self._fields.name().split()),
            kind=self._fields.kind(),
            date=self._fields.date().strip(),
            place=self._fields.place().strip(),
            speakers=self._edits.plans(),
        )

    def _say(self, row: int, what: str, value: str) -> None:
        self._edits.say(self._speakers.speakers.rows[row].label, SpeakerField(what), value)
        self._refresh()

    def _set_kind(self, kind: TranscriptKind) -> None:
        self._edits.set_kind(kind)
        self._refresh()

    def _refresh(self) -> None:
        self._speakers.offer(groups=self._edits.groups(self._groups), participants=self._edits.pseudonyms())
        self._speakers.show_rows(self._edits.rows)
        self._check()

    def _check(self) -> None:
        named = bool(self._fields.name().strip())
        dated = is_date(self._fields.date())
        self._fields.show_name_problem("" if named else "A transcript needs a name")
        why = "" if named and dated else "Check the date." if named else "Give the transcript a name."
        self._why.setText(why)
        self._save.setEnabled(not why)

    def _arrange(self) -> None:
        facts = self._facts
        facts.setFont(small_font())
        facts.setWordWrap(True)
        facts.setTextFormat(Qt.TextFormat.PlainText)
        facts.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        facts.setAccessibleName("About the file")
        facts.setAccessibleDescription(facts.text())
        set_variant(facts, "tone", "soft")
        self._why.setProperty("tone", "soft")
        hint = QLabel("A pseudonym is one person in the whole project; the group holds for all their transcripts.")
        hint.setFont(small_font())
        hint.setProperty("tone", "soft")
        hint.setWordWrap(True)
        cancel = QPushButton("Cancel")
        buttons = button_row(self._save, cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        whole.setSpacing(Space.L)
        whole.addWidget(self._fields)
        if self._edits.rows:
            table = card(self._speakers)
            table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
            whole.addLayout(column(SectionTitle("Who speaks"), table, hint))
        whole.addLayout(column(SectionTitle("The file"), facts))
        whole.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(Space.M)
        foot.addWidget(self._why, 1)
        foot.addWidget(buttons)
        whole.addLayout(foot)


def _facts(detail: TranscriptDetail) -> str:
    """Say where the text came from and how much it is."""
    transcript = detail.transcript
    words = sum(word_count(turn.span.of(transcript.text)) for turn in detail.turns)
    source = [transcript.source_name, transcript.layout, transcript.encoding]
    amount = [counted(detail.turns_of_talk, "turn"), counted(words, "word"), counted(detail.counted(), "coding")]
    when = QDateTime.fromString(transcript.imported_at, Qt.DateFormat.ISODate).toLocalTime()
    if when.isValid():
        english = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
        amount.append(f"imported on {english.toString(when, 'd MMMM yyyy')} at {when.toString('HH:mm')}")
    return "\n".join(line for line in (" · ".join(filter(None, source)), " · ".join(amount)) if line)
