"""Small parts that many panels share."""

from __future__ import annotations

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coder.gui.look.fonts import ui_font
from coder.gui.look.theme import Theme
from coder.gui.look.widgets import WrappedLabel
from coder.gui.reading.view.names import fitted


def test_a_wrapped_text_is_as_high_as_its_lines_also_after_it_was_narrow(qtbot: QtBot, theme: Theme) -> None:
    label = WrappedLabel("Improved economic wellbeing of care workers")
    qtbot.addWidget(label)
    label.resize(60, 200)
    label.show()
    QApplication.processEvents()
    high = label.minimumHeight()
    label.resize(400, 200)
    QApplication.processEvents()
    assert label.minimumHeight() < high / 2
    assert label.minimumHeight() >= label.fontMetrics().height()


def test_a_long_name_is_shortened_to_initials_before_it_is_cut(theme: Theme) -> None:
    metrics = QFontMetricsF(ui_font())
    wide = metrics.horizontalAdvance("Imogen Sharrow") + 1
    assert fitted("Imogen Sharrow", metrics, int(wide) + 1) == "Imogen Sharrow"
    assert fitted("Imogen Sharrow", metrics, int(wide * 0.75)) == "Imogen S."
    assert fitted("Imogen Sharrow", metrics, int(wide * 0.4)).endswith("…")
    assert fitted("", metrics, 40) == ""
