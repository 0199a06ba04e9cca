"""Asking for one code of the project, as merging, moving and recoding do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from coder.domain.codebook import Code
from coder.gui.base.session import Session


def choose_code(
    session: Session,
    codes: Sequence[Code],
    *,
    title: str,
    question: str,
    accept: str,
    dark: bool,
    parent: QWidget,
    top: str = "",
    effect: Callable[[str], str] | None = None,
) -> str | None:
    """Return the id of the code that the person chose, empty for the first row `top`, or None for none."""
    from coder.gui.look.code_choice import CodeChoiceDialog, CodeOption

    book = session.codebook
    options = []
    for code in codes:
        colour = book.colours[code.id]
        options.append(CodeOption(code, book.paths[code.id], QColor(colour.dark if dark else colour.light)))
    dialog = CodeChoiceDialog(
        options, title=title, question=question, accept=accept, top=top, effect=effect, parent=parent
    )
    accepted = dialog.exec() == CodeChoiceDialog.DialogCode.Accepted
    chosen = dialog.code_id() if accepted else None
    dialog.deleteLater()
    return chosen
