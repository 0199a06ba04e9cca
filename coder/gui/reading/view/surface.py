"""The looks of a transcript: the page with its margins, and where it is scrolled; what people do is in `view`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QRect, Qt, QVariantAnimation
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from coder.domain.span import Span
from coder.gui.look.theme import OWN_SIZE
from coder.gui.reading.view.content import DARK, LIGHT, Mark, TranscriptContent, ViewColours
from coder.gui.reading.view.gutter import StripeGutter
from coder.gui.reading.view.handles import paint_grips
from coder.gui.reading.view.measure import measured
from coder.gui.reading.view.names import NamesMargin
from coder.gui.reading.view.page import Page
from coder.gui.reading.view.typography import MAX_TEXT_SIZE, MIN_TEXT_SIZE, UNDERLINE_LANES, UNDERLINE_STEP, Typography
from coder.gui.reading.view.underlay import Underlay

_FLASH_MS = 800
_COMFORT = (0.1, 0.85)
"""The part of the window's height in which a passage needs no scrolling."""


class PageSurface(QTextEdit):
    """A transcript on paper: names to the left, text with its marks, stripes to the right.

    Text, marks and colours are given to it and never read back from it; positions are code points.
    """

    def __init__(self, parent: QWidget | None = None, *, font: QFont | None = None, text_size: int = 16) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")  # The application's style sheet leaves out the edge that fields have.
        self.setProperty(OWN_SIZE, True)
        self._base_font = QFont(font or self.font())
        self._page = Page(self.document(), Typography.of(self._base_font, text_size))
        self._underlay = Underlay(self._page)
        self._names = NamesMargin(self._page, self)
        self._gutter = StripeGutter(self._page, self)
        self._hits: tuple[tuple[Span, ...], int | None] = ((), None)
        self._drop_target: Span | None = None
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(_FLASH_MS)
        self._fade.setStartValue(1.0)
        self._fade.setKeyValueAt(0.4, 1.0)
        self._fade.setEndValue(0.0)
        self._fade.valueChanged.connect(self._flash_faded)
        self._fade.finished.connect(self._end_flash)
        self.verticalScrollBar().valueChanged.connect(self._names.set_scroll)
        self.verticalScrollBar().valueChanged.connect(self._gutter.set_scroll)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setCursorWidth(2)
        self._change_type(self._page.type)
        self.set_colours(LIGHT)

    @property
    def page(self) -> Page:
        """Return what is shown and where it is; for the parts of this view."""
        return self._page

    # -- content -------------------------------------------------------------------------------------------

    def show_transcript(self, content: TranscriptContent) -> None:
        """Show a transcript from its beginning, without marks, hits or highlights."""
        self._end_flash()
        self.set_search_hits(())
        self._underlay.set_terms(())
        self._drop_target = None
        self._page.fill(content)
        self.setTextCursor(QTextCursor(self.document()))
        self._relaid()
        self.verticalScrollBar().setValue(0)

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Show these marks instead of those shown; raise `InvalidValueError` if one is not within the text."""
        self._page.set_marks(marks)
        self._underlay.forget()
        self._gutter.marks_changed()
        self.viewport().update()

    def change_marks(self, removed_ids: Iterable[str], added_marks: Iterable[Mark]) -> None:
        """Take marks out and put others in, painting again only where they are; an added id replaces itself."""
        for span in self._page.change_marks(removed_ids, added_marks):
            self._repaint(span)
        self._gutter.marks_changed()

    def set_search_hits(self, spans: Sequence[Span], current: int | None = None) -> None:
        """Show search hits over everything else, with the one at index `current` stronger and underlined."""
        self._hits = (tuple(spans), current)
        colours = self._page.colours
        plain, strong = QTextCharFormat(), QTextCharFormat()
        plain.setBackground(QColor(colours.hit))
        plain.setForeground(QColor(colours.ink))
        strong.setBackground(QColor(colours.current_hit))
        strong.setForeground(QColor(colours.ink))
        strong.setFontUnderline(True)
        selections = []
        for index, span in enumerate(self._hits[0]):
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor_over(span)
            selection.format = strong if index == current else plain
            selections.append(selection)
        self.setExtraSelections(selections)

    def set_term_highlights(self, spans: Sequence[Span]) -> None:
        """Point out the words that speak for the suggestions at hand."""
        self._underlay.set_terms([span.within(len(self._page.text)) for span in spans])
        self.viewport().update()

    def show_drop_target(self, target: Span | None) -> None:
        """Show the passage that something dropped here would go on, or none."""
        if target != self._drop_target:
            self._drop_target = target
            self.viewport().update()

    # -- place ---------------------------------------------------------------------------------------------

    def first_visible_position(self) -> int:
        """Return the position of the first character in view, for coming back to it with `scroll_to`."""
        lines, top = self._page.lines, self.verticalScrollBar().value()
        line = lines.at_y(top)
        if self._page.top(line) < top and line + 1 < len(lines):
            line += 1
        return lines.starts[line]

    def scroll_to(self, position: int) -> None:
        """Scroll so that the line with a position is the first one in view."""
        line = self._page.lines.at(position)
        self.verticalScrollBar().setValue(0 if line == 0 else self._page.top(line) - 4)

    def reveal(self, span: Span) -> None:
        """Scroll only if need be so that a passage is comfortably in view, a third from the top."""
        top, bottom = self._page.vertical(span)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if (
            top - bar.value() < height * _COMFORT[0]
            or min(bottom, top + height / 2) - bar.value() > height * _COMFORT[1]
        ):
            bar.setValue(round(top - height / 3))

    def sees(self, span: Span) -> bool:
        """Tell whether a line of a passage is in view."""
        top, bottom = self._page.vertical(span)
        above = self.verticalScrollBar().value()
        return top < above + self.viewport().height() and bottom > above

    def flash(self, span: Span) -> None:
        """Bring a passage comfortably into view and let it light up and fade within 0.8 seconds."""
        span.within(len(self._page.text))
        self._end_flash()
        self.reveal(span)
        self._underlay.flash = span
        self._fade.start()
        self._flash_faded(1.0)  # Qt tells nothing where an animation begins as the one before it did.

    # -- appearance ----------------------------------------------------------------------------------------

    def text_size(self) -> int:
        """Return the size of the text in pixels."""
        return self._page.type.font.pixelSize()

    def set_text_size(self, size: int) -> None:
        """Set the text at a size in pixels, from 10 to 40, and stay at the same place."""
        size = min(max(size, MIN_TEXT_SIZE), MAX_TEXT_SIZE)
        if size != self.text_size():
            self._change_type(Typography.of(self._base_font, size))

    def set_font(self, font: QFont) -> None:
        """Set the text in another font; its size is not taken."""
        self._base_font = QFont(font)
        self._change_type(Typography.of(font, self.text_size()))

    def set_dark(self, dark: bool) -> None:
        """Show light text on dark paper, or dark on light, in the colours that come with this view."""
        self.set_colours(DARK if dark else LIGHT)

    def set_colours(self, colours: ViewColours) -> None:
        """Show everything in other colours."""
        with self._place_kept():
            self._page.set_colours(colours)
        palette = QPalette(self.palette())
        for role, colour in (
            (QPalette.ColorRole.Base, colours.paper),
            (QPalette.ColorRole.Window, colours.paper),
            (QPalette.ColorRole.Text, colours.ink),
            (QPalette.ColorRole.Highlight, colours.selection),
            (QPalette.ColorRole.HighlightedText, colours.ink),
        ):
            palette.setColor(role, QColor(colour))
        self.setPalette(palette)
        self.set_search_hits(*self._hits)

    def _change_type(self, typography: Typography) -> None:
        with self._place_kept():
            self.setFont(typography.font)
            self._page.set_type(typography)
            self._share_width()

    @contextmanager
    def _place_kept(self) -> Iterator[None]:
        """Come back to the first line in view, at the same height, after the text has been laid out anew."""
        bar = self.verticalScrollBar()
        place = self.first_visible_position() if bar.value() > 0 else None
        above = 0 if place is None else self._page.top(self._page.lines.at(place)) - bar.value()
        yield
        self._relaid()
        if place is not None:
            bar.setValue(self._page.top(self._page.lines.at(place)) - above)

    def _relaid(self) -> None:
        """Take up a new layout of the text."""
        self._page.forget_lines()
        self._underlay.forget()
        self._gutter.lines_changed()
        self._names.names_changed()
        self.viewport().update()

    # -- Qt ------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Qt hands a changed application font or style sheet on to the document; the page keeps its own.
        if hasattr(self, "_page") and self.document().defaultFont() != self._page.type.font:
            self.document().setDefaultFont(self._page.type.font)
            self._relaid()

    def _share_width(self) -> None:
        frame = self.contentsRect()
        measure = measured(frame.width() - self.verticalScrollBar().sizeHint().width(), self._page.type)
        margins = self.viewportMargins()
        if (margins.left(), margins.right()) != (measure.left, measure.right):
            self.setViewportMargins(measure.left, 0, measure.right, 0)
        if self.lineWrapColumnOrWidth() != measure.column:
            with self._place_kept():
                self.setLineWrapColumnOrWidth(measure.column)
        self._names.set_names_width(measure.names)
        self._names.setGeometry(QRect(frame.left(), frame.top(), measure.left, frame.height()))
        self._gutter.setGeometry(
            QRect(frame.left() + measure.left + measure.column, frame.top(), measure.right, frame.height())
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        page, offset = self._page, self.verticalScrollBar().value()
        painter = QPainter(self.viewport())
        painter.translate(0, -offset)
        # A line's underlines reach below it, so the line above the damaged strip is painted too.
        first = max(0, page.lines.at_y(event.rect().top() + offset) - 1)
        self._underlay.paint(painter, first, page.lines.at_y(event.rect().bottom() + offset))
        painter.end()
        super().paintEvent(event)
        if page.active is not None or self._drop_target is not None:
            painter = QPainter(self.viewport())
            painter.translate(0, -offset)
            self._paint_target(painter)
            paint_grips(painter, page)
            painter.end()

    def _paint_target(self, painter: QPainter) -> None:
        if self._drop_target is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._page.colours.accent), 2))
        top, bottom = self._page.vertical(self._drop_target)
        painter.drawRoundedRect(1, top - 3, self.viewport().width() - 2, bottom - top, 6, 6)

    def _repaint(self, span: Span) -> None:
        """Work out and paint again the paragraphs that a span touches."""
        if not self._page.laid_out:
            self._underlay.forget()
            self.viewport().update()
            return
        touched = self._underlay.forget_span(span)
        self._update_lines(touched)

    def _update_lines(self, lines: range) -> None:
        offset = self.verticalScrollBar().value()
        top = self._page.top(lines[0]) - 12 - offset
        bottom = self._page.floor(lines[-1]) + UNDERLINE_LANES * UNDERLINE_STEP - offset
        self.viewport().update(QRect(0, top, self.viewport().width(), bottom - top))

    def _flash_faded(self, strength: float) -> None:
        self._underlay.flash_strength = strength
        if self._underlay.flash is not None:
            self._update_lines(self._page.lines.range_of(self._underlay.flash.start, self._underlay.flash.end))

    def _end_flash(self) -> None:
        self._fade.stop()
        self._flash_faded(0.0)
        self._underlay.flash = None

    def _cursor_over(self, span: Span) -> QTextCursor:
        start, end = self._page.offsets.span_to_units(span)
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor
