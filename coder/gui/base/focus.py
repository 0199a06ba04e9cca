"""Going from one part of the window to the next by a key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QApplication, QWidget


def step_part(parts: Sequence[tuple[QWidget, Callable[[], object]]], by: int) -> None:
    """Give the keys to a later (or with a negative number an earlier) part that is shown.

    Each part comes with what gives it the keys; one that takes none is passed over.
    """
    shown = [part for part in parts if part[0].isVisible()]
    focused = QApplication.focusWidget()
    at = next(
        (i for i, (part, _) in enumerate(shown) if focused and (part is focused or part.isAncestorOf(focused))), -by
    )
    for offset in range(1, len(shown) + 1):
        part, focus = shown[(at + by * offset) % len(shown)]
        focus()
        now = QApplication.focusWidget()
        if now is not None and (part is now or part.isAncestorOf(now)):
            return
