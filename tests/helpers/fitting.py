"""What a person could not see or reach because it lies outside: of the screen, the window or another part."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

CONTROLS = (QAbstractButton, QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QAbstractSpinBox)
ROUNDING = 2
"""Pixels that a control may stick out by, such as the edge of a cell's editor."""


def outside(window: QWidget, screen: QRect) -> list[str]:
    """Return what cannot be reached: the window beyond the screen, or controls beyond the window or squeezed."""
    found = []
    if not screen.contains(window.frameGeometry()):
        found.append(f"the window: {window.frameGeometry().getRect()} on {screen.getRect()}")
    found += [
        f"{type(control).__name__} “{_name(control)}” {problem}"
        for control in window.findChildren(QWidget)
        if isinstance(control, CONTROLS) and control.isVisible() and control.window() is window
        if (problem := _problem(control, window))
    ]
    return found


def buttons_are_fixed(dialog: QWidget) -> bool:
    """Tell whether the buttons that end a dialog stand outside of everything that scrolls."""
    rows = [row for row in dialog.findChildren(QDialogButtonBox) if row.isVisible()]
    return all(_scrolled_in(row) is None for row in rows)


def _problem(control: QWidget, window: QWidget) -> str:
    least = min(control.minimumWidth() or control.minimumSizeHint().width(), control.maximumWidth())
    is_fixed = control.minimumWidth() == control.maximumWidth()
    if not is_fixed and 0 < control.width() < least - ROUNDING:
        return f"is squeezed to {control.width()} of {least}"
    here, part = control, control
    while part is not window:
        parent = part.parentWidget()
        if parent is None:
            return ""
        area = QRect(here.mapTo(parent, QPoint()), here.size())
        scroll = parent.parentWidget()
        if isinstance(scroll, QScrollArea) and scroll.viewport() is parent:
            # It can be scrolled to; what must be seen is the part that scrolls.
            here = part = scroll
            continue
        if isinstance(scroll, QAbstractItemView):
            return ""
        if not parent.rect().adjusted(-ROUNDING, -ROUNDING, ROUNDING, ROUNDING).contains(area):
            return f"sticks out of {type(parent).__name__}: {area.getRect()} in {parent.size().toTuple()}"
        part = parent
    return ""


def _scrolled_in(part: QWidget) -> QScrollArea | None:
    parent = part.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QScrollArea):
            return parent
        parent = parent.parentWidget()
    return None


def _name(control: QWidget) -> str:
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return control.accessibleName() or text or control.objectName()
