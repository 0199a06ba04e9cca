"""A dressed application for every test of the window's parts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from coder.gui.look.icons import IconSet
from coder.gui.look.theme import Mode, Theme


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """Return the light look, applied; a test may change it."""
    look = Theme(mode=Mode.LIGHT)
    look.apply(qapp)
    yield look
    # Widgets that outlive the style sheet under which they were made bring Qt down at the next one.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")
    look.deleteLater()


@pytest.fixture
def icons(theme: Theme) -> IconSet:
    """Return the icons of the look."""
    return IconSet(theme)
