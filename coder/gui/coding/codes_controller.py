"""Managing codes from the tree."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from coder.gui.base.session import Session
from coder.gui.coding.codes.panel import CodebookPanel
from coder.gui.coding.controller import CodingController
from coder.gui.look.theme import Theme
from coder.services.codebook import codebook_editing, codes


class CodebookController(QObject):
    """Carries out what the tree asks for; deleting a code with codings asks first."""

    evidence_wanted = Signal(str)

    def __init__(
        self,
        session: Session,
        *,
        panel: CodebookPanel,
        coding: CodingController,
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._panel = panel
        self._coding = coding
        self._theme = theme
        self._resting = self._stale = False
        self._connect()
        self._show()

    def _connect(self) -> None:
        panel = self._panel
        panel.apply_requested.connect(self._coding.apply_to_selection)
        panel.passage_dropped.connect(self._coding.apply_to_selection)
        panel.add_requested.connect(self.add)
        panel.rename_requested.connect(self.rename)
        panel.recolour_requested.connect(self.recolour)
        panel.recolour_group_requested.connect(self.recolour_group)
        panel.move_requested.connect(self.move)
        panel.delete_requested.connect(self.delete)
        panel.define_requested.connect(self.define)
        panel.show_evidence_requested.connect(self.evidence_wanted)
        self._session.codebook_changed.connect(self._show)
        self._session.usage_changed.connect(self._count)

    def add(self, parent_id: str | None, name: str) -> None:
        """Add a code."""
        self._session.do(lambda: codes.add_code(self._session.project, name=name, parent_id=parent_id))

    def rename(self, code_id: str, name: str) -> None:
        """Rename a code."""
        if self._session.do(lambda: codes.rename_code(self._session.project, code_id=code_id, name=name)) is None:
            self._show()

    def recolour(self, code_id: str, colour: str) -> None:
        """Give a code another colour."""
        self._session.do(lambda: codes.recolour_code(self._session.project, code_id=code_id, colour=colour))

    def recolour_group(self, code_id: str, colour: str) -> None:
        """Give a code another colour, and let the codes below take theirs from it, as one step."""
        below = self._session.codebook.tree.with_descendants(code_id) - {code_id}
        colours = {code_id: colour} | dict.fromkeys(below, "")
        self._session.do(lambda: codebook_editing.recolour_codes(self._session.project, colours=colours))

    def move(self, code_id: str, parent_id: str | None, place: int) -> None:
        """Move a code in the tree."""
        wanted = None if place < 0 else place
        self._session.do(
            lambda: codes.move_code(self._session.project, code_id=code_id, parent_id=parent_id, place=wanted)
        )

    def delete(self, code_id: str) -> None:
        """Delete a code; ask first if codings or codes below go with it."""
        name = self._session.codebook.tree[code_id].name
        impact = codes.deletion_impact(self._session.project, code_id=code_id)
        taken = _counted((impact.codes - 1, "code below it", "codes below it"), (impact.codings, "coding", "codings"))
        if taken and not self._session.notifier.ask(
            f"Delete “{name}”?",
            f"{taken} will be deleted with it. You can undo this with Ctrl+Z.",
            yes="Delete",
            dangerous=True,
        ):
            return
        if self._session.do(lambda: codes.delete_code(self._session.project, code_id=code_id)) is not None:
            self._session.notifier.say(f"Deleted “{name}”. Ctrl+Z brings it back.")

    def define(self, code_id: str) -> None:
        """Edit a code's definition, notes, quotes and key terms."""
        before = self._session.codebook.tree[code_id]
        from coder.gui.coding.codes.code_dialog import CodeDialog

        dialog = CodeDialog(before, parent=self._panel.window())
        if dialog.exec() == CodeDialog.DialogCode.Accepted:
            wanted = dialog.definition()
            self._session.do(lambda: codes.define_code(self._session.project, code_id=code_id, **wanted))
            if dialog.name() != before.name:
                self.rename(code_id, dialog.name())
        dialog.deleteLater()

    def set_resting(self, resting: bool, /) -> None:
        """Leave the tree as it is while nobody sees it, and fill it anew when it is seen again."""
        self._resting = resting
        if self._stale and not resting:
            self._show()

    def _show(self) -> None:
        self._stale = self._resting
        if self._resting:
            return
        book = self._session.codebook
        self._panel.set_tree(
            book.tree,
            colours=book.colours,
            codebooks=book.codebooks,
            usage=self._session.usage,
        )

    def _count(self) -> None:
        if self._resting:
            self._stale = True
            return
        self._panel.set_usage(self._session.usage)


def _counted(*counts: tuple[int, str, str]) -> str:
    parts = [f"{number} {one if number == 1 else many}" for number, one, many in counts if number]
    return " and ".join(parts)
