"""What the view and its margins show: the text with its turns and marks, the colours, and where everything is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
)

from coder.domain.span import Span
from coder.gui.offsets import OffsetMap
from coder.gui.transcript.content import LIGHT, Mark, TranscriptContent, TurnView, ViewColours
from coder.gui.transcript.lines import LineGeometry, LineTable, right_to_left_blocks
from coder.gui.transcript.marks import MarkIndex
from coder.gui.transcript.typography import COLUMN_INSET, Typography

_TOP_MARGIN = 20
_BOTTOM_MARGIN = 160
"""So that the last turn can be read away from the window's edge."""


class Page:
    """The state behind one transcript view, and the geometry that follows from it.

    Vertical places are in document pixels: the viewport shows them less the scroll bar's value.
    """

    def __init__(self, document: QTextDocument, typography: Typography) -> None:
        self.document = document
        self.content = TranscriptContent("", "")
        self.offsets = OffsetMap("")
        self.marks = MarkIndex()
        self.colours: ViewColours = LIGHT
        self.type = typography
        self.caret = 0
        self.active: str | None = None
        """The mark whose ends can be dragged."""
        self.pointed: str | None = None
        """The mark whose stripe is under the pointer."""
        self.preview: Span | None = None
        """Where the active mark would be if its end were let go now."""
        self._turn_starts: list[int] = []
        self._mixed: frozenset[int] = frozenset()
        self._lines: LineTable | None = None

    @property
    def text(self) -> str:
        """Return the text that is shown, as it was given; the widget is never asked for it."""
        return self.content.text

    # -- filling -------------------------------------------------------------------------------------------

    def fill(self, content: TranscriptContent) -> None:
        """Lay a transcript into the document and forget the marks of the one before."""
        self.content = content
        self.offsets = OffsetMap(content.text)
        self.marks = MarkIndex()
        self.caret, self.active, self.pointed, self.preview = 0, None, None, None
        self._turn_starts = [turn.start for turn in content.turns]
        self._mixed = right_to_left_blocks(content.text)
        self.forget_lines()
        self.document.clear()
        self._set_frame()
        cursor = QTextCursor(self.document)
        plain, quiet, heading = QTextCharFormat(), self._quiet_format(), QTextCharFormat()
        heading.setFontWeight(QFont.Weight.DemiBold)
        opening, following = self._block_format(self.type.turn_gap), self._block_format(self.type.paragraph_gap)
        cursor.beginEditBlock()
        cursor.setBlockFormat(self._block_format(0))
        position = 0
        for number, part in enumerate(content.text.split("\n")):
            turn = self.turn_at(position)
            ink = plain
            if turn is not None and (turn.heading or turn.quiet):
                ink = heading if turn.heading else quiet
            if number:
                cursor.insertBlock(opening if turn is None or turn.start == position else following, ink)
            cursor.insertText(part, ink)
            position += len(part) + 1
        cursor.endEditBlock()

    def set_type(self, typography: Typography) -> None:
        """Set the text in another font or size; the marks stay."""
        self.type = typography
        self.forget_lines()
        self.document.setDefaultFont(typography.font)
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        self._set_frame()
        for number, start in enumerate(self.block_starts()):
            turn = self.turn_at(start)
            opens = turn is None or turn.start == start
            gap = 0 if number == 0 else typography.turn_gap if opens else typography.paragraph_gap
            cursor.setPosition(self.offsets.to_units(start))
            cursor.setBlockFormat(self._block_format(gap))
        cursor.endEditBlock()

    def set_colours(self, colours: ViewColours) -> None:
        """Take other colours; only the quiet turns have an ink of their own in the document."""
        self.colours = colours
        quiet = self._quiet_format()
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        for turn in self.content.turns:
            if turn.quiet and not turn.heading:
                cursor.setPosition(self.offsets.to_units(turn.start))
                cursor.setPosition(self.offsets.to_units(turn.end), QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(quiet)
        cursor.endEditBlock()
        self.forget_lines()

    def block_starts(self) -> Iterable[int]:
        """Yield the position of each paragraph's first character."""
        position = 0
        while position >= 0:
            yield position
            position = self.text.find("\n", position) + 1 or -1

    def _set_frame(self) -> None:
        frame = QTextFrameFormat()
        frame.setLeftMargin(COLUMN_INSET)
        frame.setRightMargin(COLUMN_INSET)
        frame.setTopMargin(_TOP_MARGIN)
        frame.setBottomMargin(_BOTTOM_MARGIN)
        self.document.rootFrame().setFrameFormat(frame)

    def _block_format(self, gap: int) -> QTextBlockFormat:
        block = QTextBlockFormat()
        block.setLineHeight(self.type.line_height_percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setTopMargin(gap)
        return block

    def _quiet_format(self) -> QTextCharFormat:
        quiet = QTextCharFormat()
        quiet.setForeground(QBrush(QColor(self.colours.soft_ink)))
        return quiet

    # -- turns ---------------------------------------------------------------------------------------------

    def turn_index(self, position: int) -> int | None:
        """Return which turn (from 0) holds a position or ends at it, or None between turns."""
        index = bisect_right(self._turn_starts, position) - 1
        return index if index >= 0 and position <= self.content.turns[index].end else None

    def turn_at(self, position: int) -> TurnView | None:
        """Return the turn that holds a position or ends at it, or None between turns."""
        index = self.turn_index(position)
        return None if index is None else self.content.turns[index]

    def turn_from(self, position: int, by: int) -> TurnView | None:
        """Return the turn `by` turns after a position (before it for a negative number), at most the last or first."""
        turns = self.content.turns
        if not turns:
            return None
        here = bisect_right(self._turn_starts, position) - 1
        if self.turn_index(position) is None and by < 0:
            here += 1  # Between turns the one above is the first on the way up.
        return turns[min(max(here + by, 0), len(turns) - 1)]

    def turns_between(self, start: int, end: int) -> Sequence[TurnView]:
        """Return the turns that share a character with `[start, end)`, in order."""
        first = max(0, bisect_right(self._turn_starts, start) - 1)
        turns = self.content.turns[first : bisect_right(self._turn_starts, end)]
        return [turn for turn in turns if turn.start < end and turn.end > start]

    # -- marks ---------------------------------------------------------------------------------------------

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Show these marks; raise `InvalidValueError` if one is not within the text."""
        checked = list(marks)
        for mark in checked:
            mark.span.within(len(self.text))
        self.marks = MarkIndex(checked)
        self._drop_missing()

    def change_marks(self, removed: Iterable[str], added: Iterable[Mark]) -> list[Span]:
        """Take marks out and put others in (an id that is there is replaced); return where something changed."""
        touched: list[Span] = []
        fresh = list(added)
        for mark in fresh:
            mark.span.within(len(self.text))
        for mark_id in removed:
            if (gone := self.marks.remove(mark_id)) is not None:
                touched.append(gone.span)
        for mark in fresh:
            if (replaced := self.marks.add(mark)) is not None:
                touched.append(replaced.span)
            touched.append(mark.span)
        self._drop_missing()
        return touched

    def _drop_missing(self) -> None:
        if self.marks.get(self.active) is None:
            self.active, self.preview = None, None
        if self.marks.get(self.pointed) is None:
            self.pointed = None

    def colour(self, mark: Mark) -> str:
        """Return the mark's colour on this paper."""
        return mark.colours.dark if self.colours.dark else mark.colours.light

    # -- geometry ------------------------------------------------------------------------------------------

    @property
    def lines(self) -> LineTable:
        """Return where the lines are, laying the text out if need be."""
        if self._lines is None:
            self._lines = LineTable(self.document, self.offsets)
        return self._lines

    @property
    def laid_out(self) -> bool:
        """Tell whether the places of the lines are known."""
        return self._lines is not None

    def forget_lines(self) -> None:
        """Forget where the lines are, because the text is laid out anew."""
        self._lines = None

    def geometry(self, line: int) -> LineGeometry:
        """Return the horizontal places on a line; use it at once, do not keep it."""
        mixed = self.lines.blocks[line] in self._mixed
        return LineGeometry(self.document, self.lines, line, offsets=self.offsets, mixed=mixed)

    def pieces(self, span: Span) -> list[tuple[int, float, float]]:
        """Return baseline, left and right of each visual piece of a span."""
        found: list[tuple[int, float, float]] = []
        for line in self.lines.range_of(span.start, span.end):
            found += [(self.lines.baselines[line], left, right) for left, right in self.extents(line, span)]
        return found

    def extents(self, line: int, span: Span, geometry: LineGeometry | None = None) -> list[tuple[float, float]]:
        """Return left and right of the pieces of a span on one line; blanks at the line's end are left out."""
        start, end = max(span.start, self.lines.starts[line]), min(span.end, self.lines.end(line))
        if end == self.lines.end(line):
            while end > start and self.text[end - 1].isspace():
                end -= 1
        return (geometry or self.geometry(line)).extents(start, end) if end > start else []

    def top(self, line: int) -> int:
        """Return where the washes and stripes of a line begin."""
        return self.lines.baselines[line] - self.type.ascent

    def bottom(self, line: int) -> int:
        """Return where the washes of a line end and its underlines begin."""
        return self.lines.baselines[line] + self.type.descent

    def floor(self, line: int) -> int:
        """Return where the slot of a line ends, its underlines included."""
        return self.top(line) + self.type.pitch

    def vertical(self, span: Span) -> tuple[int, int]:
        """Return top and bottom of the lines of a span."""
        lines = self.lines.range_of(span.start, span.end)
        return self.top(lines[0]), self.floor(lines[-1])

    def position_at(self, point: QPointF, *, between: bool = False) -> int | None:
        """Return the character at a point, or None beside the text; with `between` the nearest place for a caret."""
        if not self.text:
            return 0 if between else None
        line = self.lines.at_y(point.y())
        if not between and not self.top(line) <= point.y() < self.floor(line):
            # The top of a wash may reach a little above the line it belongs to.
            if line + 1 >= len(self.lines) or point.y() < self.top(line + 1):
                return None
            line += 1
        return self.geometry(line).position_at(point.x(), between=between)
