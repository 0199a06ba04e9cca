"""An unforeseen error is told calmly, its details are kept on this computer, and work goes on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coder.gui.look.message import MessageDialog
from coder.gui.window import failures
from coder.gui.window.failures import failure_box, tell_failures


def test_the_details_are_kept_and_the_person_is_told(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    told: list[str] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(MessageDialog, "exec", lambda box: told.append(box.text()))
    tell_failures(window, folder=tmp_path / "data")
    try:
        raise LookupError("a bug")
    except LookupError as error:
        sys.excepthook(LookupError, error, error.__traceback__)
    assert "a bug" in (tmp_path / "data" / "failures.txt").read_text(encoding="utf-8")
    assert told
    assert "saved" in told[0]
    assert "LookupError" in capsys.readouterr().err


def test_a_disk_that_cannot_be_written_costs_only_the_record(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    assert failures._keep(tmp_path / "data", "details") is None


def test_the_message_has_the_details_at_hand(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box = failure_box(window, "Traceback: …", tmp_path / "failures.txt")
    assert box.details() == "Traceback: …"
    assert "failures.txt" in box.text()
