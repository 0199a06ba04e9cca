"""Where each line of the laid-out text is: a snapshot of plain numbers, and careful looks at single lines.

Qt's line objects point into layouts that a new text frees, so none is kept: `LineTable` holds numbers, and a
`LineGeometry` lives for one frame.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtGui import QTextDocument, QTextLine

from coder.gui.base.offsets import OffsetMap

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_NARROWEST = 3.0


def right_to_left_blocks(text: str) -> frozenset[int]:
    """Return the numbers of the paragraphs in which some text runs from right to left."""
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return frozenset()
    return frozenset(number for number, part in enumerate(text.split("\n")) if _RIGHT_TO_LEFT.search(part))


class LineTable:
    """All lines in order: first code point, top and baseline in document pixels, and paragraph."""

    def __init__(self, document: QTextDocument, offsets: OffsetMap) -> None:
        document.documentLayout().documentSize()  # Lays out what is still to do.
        starts: list[int] = []
        self.tops: list[float] = []
        self.baselines: list[int] = []
        self.blocks: list[int] = []
        self.first_of_block: list[int] = []
        self.length = offsets.length
        block = document.begin()
        while block.isValid():
            layout = block.layout()
            top, base, number = layout.position().y(), block.position(), len(self.first_of_block)
            self.first_of_block.append(len(starts))
            for index in range(layout.lineCount()):
                line = layout.lineAt(index)
                y = top + line.y()
                self.tops.append(y)
                self.baselines.append(int(y + line.ascent() + 0.5))
                starts.append(base + line.textStart())
                self.blocks.append(number)
            block = block.next()
        self.starts: Sequence[int] = starts if offsets.is_identity else [offsets.to_code_points(u) for u in starts]

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, position: int) -> int:
        """Return the line that holds a position (code points)."""
        return max(0, bisect_right(self.starts, position) - 1)

    def at_y(self, y: float) -> int:
        """Return the line at a height, the first line above it in a gap, or the first one."""
        return max(0, bisect_right(self.tops, y) - 1)

    def end(self, line: int) -> int:
        """Return the position behind a line's last character, its newline included."""
        return self.starts[line + 1] if line + 1 < len(self.starts) else self.length

    def range_of(self, start: int, end: int) -> range:
        """Return the lines that hold a character of `[start, end)`."""
        return range(self.at(start), self.at(max(start, end - 1)) + 1)

    def block_bounds(self, block: int) -> tuple[int, int]:
        """Return the code points `[start, end)` of a paragraph, its newline included."""
        start = self.starts[self.first_of_block[block]]
        last = self.first_of_block[block + 1] if block + 1 < len(self.first_of_block) else len(self.starts)
        return start, self.end(last - 1)


class LineGeometry:
    """One line's horizontal places in document pixels; valid only until the text is laid out again."""

    def __init__(
        self, document: QTextDocument, table: LineTable, number: int, *, offsets: OffsetMap, mixed: bool
    ) -> None:
        block = document.findBlockByNumber(table.blocks[number])
        layout = block.layout()
        self._line: QTextLine = layout.lineAt(number - table.first_of_block[table.blocks[number]])
        self._left = layout.position().x()
        self._base = block.position()
        self._offsets = offsets
        self._mixed = mixed

    def x(self, position: int) -> float:
        """Return where the caret stands before the character at a position."""
        return self._left + _caret(self._line, self._offsets.to_units(position) - self._base)

    def extents(self, start: int, end: int) -> list[tuple[float, float]]:
        """Return left and right of each visual piece of `[start, end)`, which must be on this line.

        Where writing directions mix, what is one stretch of text may be several pieces on the screen.
        """
        first = self._offsets.to_units(start) - self._base
        last = self._offsets.to_units(end) - self._base
        if not self._mixed:
            left, right = _caret(self._line, first), _caret(self._line, last)
            return [(self._left + left, self._left + max(right, left + _NARROWEST))]
        boxes = [run.boundingRect() for run in self._line.glyphRuns(first, last - first)]
        pieces: list[tuple[float, float]] = []
        for left, right in sorted((box.left(), box.right()) for box in boxes if box.width() > 0):
            if pieces and left <= pieces[-1][1] + 0.5:
                pieces[-1] = (pieces[-1][0], max(pieces[-1][1], right))
            else:
                pieces.append((left, right))
        if not pieces:  # Nothing but marks that have no width of their own.
            left = _caret(self._line, first)
            pieces = [(left, left + _NARROWEST)]
        return [(self._left + left, self._left + right) for left, right in pieces]

    def position_at(self, x: float, *, between: bool) -> int | None:
        """Return the character under `x`, or None beside the text; with `between` the nearest place for a caret."""
        box = self._line.naturalTextRect()
        x -= self._left
        if between:
            unit = self._line.xToCursor(x, QTextLine.CursorPosition.CursorBetweenCharacters)
        elif box.left() <= x < box.right():
            unit = self._line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
        else:
            return None
        return self._offsets.to_code_points(self._base + unit)


def _caret(line: QTextLine, unit: int) -> float:
    """Return where a caret stands on a line; the binding returns the place with the position it took."""
    place: object = line.cursorToX(unit)
    return float(place[0]) if isinstance(place, tuple) else float(place)  # type: ignore[arg-type]
