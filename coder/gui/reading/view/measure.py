"""How the width of the view is shared between the names, the reading column and the stripes."""

from __future__ import annotations

from dataclasses import dataclass

from coder.gui.reading.view.typography import Typography

_NAMES_EMS, _LABELS_EMS = 9.0, 13.0
_SHORT_NAMES_EMS, _SHORT_LABELS_EMS = 5.5, 5.5
_LEAST_MEASURE = 0.83
"""Of the column: some 60 characters, before labels go altogether."""
_LEAST_NAMES, _LEAST_COLUMN = 76, 240
_NAMES_GAP = 20
_STRIPES = 78
"""Lanes with the gaps on both sides: what the right margin never gives up."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Widths in pixels from the left: blank and names, column, stripes and blank; they fill the view."""

    left: int
    column: int
    right: int
    names: int
    """How much of `left` the names may take."""


def measured(width: int, typography: Typography) -> Measure:
    """Share a width: the column keeps its measure as long as it can; labels give way first, then names.

    What is left over goes to both sides, so that the text stays in the middle of what belongs to it.
    """
    size = typography.font.pixelSize()
    names, labels, column = round(_NAMES_EMS * size), round(_LABELS_EMS * size), typography.column
    lacking = names + _NAMES_GAP + column + _STRIPES + labels - width
    # In this order: longer labels, longer names, the last tenths of the column.
    labels, lacking = _given(labels, round(_SHORT_LABELS_EMS * size), lacking)
    names, lacking = _given(names, round(_SHORT_NAMES_EMS * size), lacking)
    column, lacking = _given(column, round(_LEAST_MEASURE * column), lacking)
    if lacking:
        # Still too narrow: without labels, the column may have its measure again.
        labels, column = 0, typography.column
        lacking = max(0, names + _NAMES_GAP + column + _STRIPES - width)
        names, lacking = _given(names, _LEAST_NAMES, lacking)
        column, lacking = _given(column, _LEAST_COLUMN, lacking)
    spare = max(0, width - names - _NAMES_GAP - column - _STRIPES - labels)
    left = names + _NAMES_GAP + spare // 2
    return Measure(left=left, column=column, right=max(0, width - left - column), names=names)


def _given(size: int, least: int, lacking: int) -> tuple[int, int]:
    """Return a size that gives what is lacking, down to its least, and what is lacking then."""
    gives = max(0, min(size - least, lacking))
    return size - gives, lacking - gives
