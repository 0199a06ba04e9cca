"""For whom a file is made: the choice, how many passages are withheld and why, and the way to recording consent."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from coder.gui.look.dialog_parts import FieldLabel, column
from coder.gui.look.fonts import small_font
from coder.gui.look.theme import Space
from coder.gui.look.widgets import WrappedLabel, announce, button
from coder.services.evidence.audiences import Audience

MEANING = {
    Audience.READERS: "For readers: only what recorded consent lets out",
    Audience.TEAM: "For the team, not to be passed on",
}


class AudienceChoice(QWidget):
    """Shows for whom a file would be, and says what that withholds."""

    changed = Signal()
    """The person chose somebody else."""
    consent_requested = Signal()
    """The person wants to record what people agreed to."""

    def __init__(self, *, audience: Audience = Audience.READERS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QComboBox()
        for each, words in MEANING.items():
            self.box.addItem(words, each)
        self.told = WrappedLabel()
        self.told.setFont(small_font())
        self.told.setProperty("tone", "soft")
        self.told.setText("Looking at what participants agreed to…")
        self.record = button("Record consent…", kind="quiet")
        self.record.setToolTip("Say what participants agreed to, for all in one step, by group or one by one")
        self.record.clicked.connect(lambda _checked: self.consent_requested.emit())
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.box, 1)
        row.addWidget(self.record)
        self.setLayout(column(FieldLabel("For whom", self.box), row, self.told))
        self.choose(audience)
        self.box.activated.connect(lambda _at: self.changed.emit())

    @property
    def audience(self) -> Audience:
        """Return for whom it is to be."""
        return Audience(self.box.currentData())

    def choose(self, audience: Audience) -> None:
        """Show somebody as chosen, without telling."""
        self.box.setCurrentIndex(self.box.findData(audience))

    def say(self, sentence: str) -> None:
        """Say how many passages are withheld and why."""
        if sentence != self.told.text():
            self.told.setText(sentence)
            announce(self.box, sentence)
