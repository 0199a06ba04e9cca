"""How the desk is laid out: lists on the left, the text in the middle, what is said about it on the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from coder.gui.look.screens import PageStack, Share, SideBySide
from coder.gui.look.theme import Theme
from coder.gui.look.widgets import Hairline

_LEFT = Share(0.226, least=216, most=400)
_RIGHT = Share(0.21, least=244, most=360)
_LIST, _TREE, _HERE, _SUGGESTED = 288, 500, 420, 360


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLayout:
    """Where parts are added later; the first page of each stack is what they take the place of."""

    column: QVBoxLayout
    """The middle: header and text below one another."""
    pages: QStackedWidget
    """The text, or what stands there without a transcript."""
    offered: QStackedWidget
    """SUGGESTED, or the review."""
    beside: QSplitter
    """HERE above it."""
    rows: QSplitter
    """The transcripts' side, with what is folded out below."""
    views: QStackedWidget
    """The transcripts' side, or what covers it."""


def lay_out(
    desk: QWidget,
    *,
    theme: Theme,
    left: tuple[QWidget, QWidget],
    middle: tuple[QWidget, QWidget, QWidget],
    right: tuple[QWidget, QWidget],
) -> DeskLayout:
    """Fill the desk: transcripts and codebook, header with text and empty page, HERE and SUGGESTED."""
    lists = _below_one_another(*left, stretch=(2, 3), sizes=(_LIST, _TREE))
    offered = PageStack()
    offered.addWidget(right[1])
    beside = _below_one_another(right[0], offered, stretch=(1, 1), sizes=(_HERE, _SUGGESTED))
    header, text, empty = middle
    paper = QFrame()
    paper.setProperty("role", "paper")
    column = QVBoxLayout(paper)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    pages = PageStack()
    pages.addWidget(text)
    pages.addWidget(empty)
    column.addWidget(header)
    column.addWidget(Hairline(theme))
    column.addWidget(pages, 1)
    columns = SideBySide(left=_LEFT, right=_RIGHT)
    for part in (lists, paper, beside):
        columns.addWidget(part)
    columns.setStretchFactor(0, 0)
    columns.setStretchFactor(1, 1)
    columns.setStretchFactor(2, 0)
    rows = QSplitter(Qt.Orientation.Vertical)
    rows.addWidget(columns)
    rows.setStretchFactor(0, 5)
    for splitter in (columns, rows):
        splitter.setChildrenCollapsible(False)
    views = PageStack()
    views.addWidget(rows)
    whole = QVBoxLayout(desk)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(views)
    return DeskLayout(column=column, pages=pages, offered=offered, beside=beside, rows=rows, views=views)


def _below_one_another(
    upper: QWidget, lower: QWidget, *, stretch: tuple[int, int], sizes: tuple[int, int]
) -> QSplitter:
    splitter = QSplitter(Qt.Orientation.Vertical)
    for part, factor in zip((upper, lower), stretch, strict=True):
        splitter.addWidget(part)
        splitter.setStretchFactor(splitter.count() - 1, factor)
    splitter.setSizes(list(sizes))
    splitter.setChildrenCollapsible(False)
    return splitter
