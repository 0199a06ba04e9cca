"""The row of filters above the evidence table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from coder.domain.codebook import CodeTree
from coder.domain.coding import Direction
from coder.domain.colour import CodeColour
from coder.domain.evidence import EvidenceFilter
from coder.gui.evidence.choices import Choice, CodeChoice
from coder.gui.evidence.code_list import CodeList
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import button

_BELOW = "With codes below"
_NO_GROUP = "No group"


class Filters(QWidget):
    """What the table is narrowed to; `changed` is sent once for each change, with the whole of it."""

    changed = Signal(object)
    """The `EvidenceFilter` that is wanted now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Filters")
        self._quiet = False
        self._told = EvidenceFilter()
        self._codes = CodeList(theme, self)
        self._code = CodeChoice(theme, self._codes)
        self._below = QCheckBox("and below")
        self._below.setChecked(True)
        self._below.setAccessibleName(_BELOW)
        self._below.setToolTip(f"{_BELOW}, and outcomes that count for this code")
        self._below.hide()
        self._transcript = Choice("Transcript", "All transcripts")
        self._group = Choice("Stakeholder group", "All groups")
        self._direction = Choice("Direction", "Any direction")
        self._direction.offer([(direction.value.capitalize(), direction.value) for direction in Direction])
        self._coder = Choice("Coder", "All coders")
        self._older = QCheckBox("Older definition")
        self._older.setAccessibleName("Only coded under an older definition")
        self._older.setToolTip("Only passages whose code has been defined anew since they were coded")
        self._older.hide()
        self._clear = button("Clear filters", kind="quiet")
        self._clear.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        choices = (self._code, self._below, self._transcript, self._group, self._direction, self._coder)
        for part in (*choices, self._older, self._clear):
            row.addWidget(part)
        for choice in (self._code, self._transcript, self._group, self._direction, self._coder):
            choice.value_changed.connect(self._tell)
        self._below.toggled.connect(self._tell)
        self._older.toggled.connect(self._tell)
        self._clear.clicked.connect(self.clear)

    @property
    def wanted(self) -> EvidenceFilter:
        """Return what the table is to be narrowed to."""
        # Qt hands an enumeration of texts back as its text.
        direction = _text(self._direction.value)
        return EvidenceFilter(
            code_id=_text(self._code.value),
            with_descendants=self._below.isChecked(),
            transcript_id=_text(self._transcript.value),
            group=_text(self._group.value),
            direction=Direction(direction) if direction is not None else None,
            coder_id=_text(self._coder.value),
            older=self._older.isChecked(),
        )

    @property
    def narrowed(self) -> bool:
        """Tell whether anything is left out."""
        return is_narrow(self.wanted)

    @property
    def first(self) -> QWidget:
        """Return the filter that comes first."""
        return self._code

    def set_choices(
        self, *, tree: CodeTree, transcripts: Mapping[str, str], groups: Sequence[str], coders: Mapping[str, str]
    ) -> None:
        """Offer what there is; what was chosen stays chosen while it is there."""
        self._quiet = True
        self._code.set_tree(tree)
        self._transcript.offer([(name, key) for key, name in transcripts.items()])
        self._group.offer([*((group, group) for group in groups), (_NO_GROUP, "")])
        self._coder.offer([(name, key) for key, name in coders.items()])
        self._quiet = False
        self._tell()

    def offer_older(self, offered: bool) -> None:
        """Offer to leave only what was coded under an older definition, where there is any."""
        self._older.setVisible(offered or self._older.isChecked())

    def set_colours(self, colours: Mapping[str, CodeColour]) -> None:
        """Show codes in these colours, by id."""
        self._code.set_colours(colours)

    def narrow_to_code(self, code_id: str) -> None:
        """Show everything that counts for a code, and nothing else."""
        self._reset()
        self._code.set_value(code_id)
        self._tell()

    def clear(self) -> None:
        """Leave nothing out."""
        had_keys = self._clear.hasFocus()
        self._reset()
        self._tell()
        if had_keys:
            self._code.setFocus()

    def _reset(self) -> None:
        self._quiet = True
        for choice in (self._code, self._transcript, self._group, self._direction, self._coder):
            choice.set_value(None)
        self._below.setChecked(True)
        self._older.setChecked(False)
        self._quiet = False

    def _tell(self) -> None:
        if self._quiet:
            return
        wanted = self.wanted
        self._below.setVisible(wanted.code_id is not None)
        self._clear.setVisible(is_narrow(wanted))
        if wanted != self._told:
            self._told = wanted
            self.changed.emit(wanted)


def is_narrow(wanted: EvidenceFilter) -> bool:
    """Tell whether a filter leaves anything out."""
    return wanted.older or any(
        value is not None
        for value in (wanted.code_id, wanted.transcript_id, wanted.group, wanted.direction, wanted.coder_id)
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
