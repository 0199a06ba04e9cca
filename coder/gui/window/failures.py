"""What happens when something goes wrong that nobody foresaw: the work is safe, and the person is told so."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from coder.gui.look.message import MessageDialog

from coder.errors import CoderError
from coder.failing import told
from coder.files import make_folder, new_file

_KEPT = 20_000
"""Characters of the record that are kept; the latest matter."""


def tell_failures(window: QWidget, *, folder: Path) -> None:
    """From now on show a clear message for an unforeseen error, and keep its details in a file on this computer."""
    telling = False

    def tell(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        nonlocal telling
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        details = told(error)
        sys.stderr.write(details)
        record = _keep(folder, details)
        if telling:
            return
        telling = True
        try:
            known = error.message if isinstance(error, CoderError) else ""
            box = failure_box(window, details, record, known=known)
            box.exec()
            box.deleteLater()
        finally:
            telling = False

    sys.excepthook = tell


def failure_box(window: QWidget, details: str, record: Path | None, *, known: str = "") -> MessageDialog:
    """Return the message about an unforeseen error, or about a `known` one that came from where nobody expected it."""
    from coder.gui.look.message import MessageDialog

    where = f" The details are kept in “{record.name}” in {record.parent}." if record else ""
    return MessageDialog(
        known or "Something went wrong that we did not foresee.",
        "Everything up to your last action is saved. The last action may not have been done; look at it, and close "
        f"and reopen the project if anything looks odd.{where}",
        accept="Close",
        details=details,
        parent=window,
    )


def _keep(folder: Path, details: str) -> Path | None:
    """Append to the record of failures; a disk that cannot be written costs only the record."""
    record = folder / "failures.txt"
    try:
        make_folder(folder)
        before = record.read_text(encoding="utf-8", errors="replace") if record.exists() else ""
        stamp = datetime.now().isoformat(timespec="seconds")
        record.unlink(missing_ok=True)
        with new_file(record) as stream:
            stream.write(f"{before}\n{stamp}\n{details}"[-_KEPT:].encode("utf-8", "replace"))
    except OSError:
        return None
    return record
