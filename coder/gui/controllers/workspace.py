"""The codebook workspace: each action of the editor is one service call, and everything shown follows the project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QInputDialog, QMenu

from coder.domain.codebook import CodeStatus
from coder.domain.span import Span
from coder.errors import CoderError
from coder.gui.codebook.panel import CodebookPanel
from coder.gui.controllers.codebook import CodebookController
from coder.gui.session import CodebookView, Session
from coder.gui.tasks import Tasks
from coder.gui.workspace.page import WorkspacePage
from coder.gui.workspace.passages import PassageLine
from coder.services import codebook_editing as editing
from coder.services import term_trial
from coder.services.codebook_editing import CodeUse


class WorkspaceController(QObject):
    """Connects the workspace to the services."""

    go_requested = Signal(str, object)
    """Transcript id and `Span` to read."""

    def __init__(
        self,
        session: Session,
        *,
        page: WorkspacePage,
        codes: CodebookController,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._page = page
        self._codes = codes
        self._tasks = tasks
        self._uses: dict[str, CodeUse] = {}
        self._shown: CodebookView | None = None
        self._filling = False
        self._trying = ""
        self._connect()

    def _connect(self) -> None:
        panel, form = self._page.codes, self._page.form
        panel.add_requested.connect(self._add)
        panel.rename_requested.connect(self._codes.rename)
        panel.recolour_requested.connect(self._codes.recolour)
        panel.recolour_group_requested.connect(self._codes.recolour_group)
        panel.move_requested.connect(self._codes.move)
        panel.delete_requested.connect(self._codes.delete)
        panel.define_requested.connect(lambda _id: form.focus_name())
        panel.apply_requested.connect(lambda _id: form.focus_name())
        panel.dropped_onto.connect(self._ask_for_drop)
        panel.current_changed.connect(self._changed)
        form.edited.connect(self._edit)
        form.retire_requested.connect(self._retire)
        form.restore_requested.connect(self._restore)
        form.merge_requested.connect(self._ask_for_merge)
        form.split_requested.connect(self._split)
        form.terms_requested.connect(self._try_terms)
        self._page.passages.go_requested.connect(self._go)
        self._session.codebook_changed.connect(self.refresh)
        self._session.usage_changed.connect(self.refresh)

    @property
    def panel(self) -> CodebookPanel:
        """Return the tree on the left."""
        return self._page.codes

    def begin(self, code_id: str | None = None) -> None:
        """Show the workspace with a code, or with the first one."""
        wanted = code_id or self.panel.current_code() or next((code.id for code in self._session.codebook.tree), None)
        self._show_all(wanted)
        self.panel.focus_tree()

    def refresh(self) -> None:
        """Show codes, usage and passages as they are now; costs nothing while nobody sees them."""
        if self._page.isVisible():
            self._show_all(self.panel.current_code())

    def _show_all(self, wanted: str | None) -> None:
        book = self._session.codebook
        self._filling = True
        if self._shown is not book:
            self._shown = book
            self.panel.set_tree(book.tree, colours=book.colours, codebooks=book.codebooks, usage=self._session.usage)
        else:
            self.panel.set_usage(self._session.usage)
        if wanted is not None and wanted in book.tree:
            self.panel.choose(wanted)
        self._filling = False
        self._show_code(self.panel.current_code() or "")
        project = self._session.project
        # Counting people goes over all codings, so it is done beside and shown when it is known.
        self._tasks.start(
            lambda _flag: editing.uses(project),
            done=self._take_uses,
            failed=lambda error: self._session.notifier.problem(error.message),
            key="uses",
        )

    def _take_uses(self, found: dict[str, CodeUse]) -> None:
        self._uses = found
        current = self.panel.current_code()
        if current is not None and self._trying != current:
            self._page.passages.show_facts(self._facts(current))

    def merge(self, code_id: str, into: str) -> None:
        """Merge a code into another one and say what happened."""
        tree = self._session.codebook.tree
        name, target = tree[code_id].name, tree[into].name
        count = self._session.usage.get(code_id, 0)
        if self._session.do(lambda: editing.merge_codes(self._session.project, code_id=code_id, into=into)):
            self.panel.choose(into)
            self._session.notifier.say(f"Merged “{name}” into “{target}”, with {count} codings. Ctrl+Z takes it back.")

    # -- what is shown -------------------------------------------------------------------------------------

    def _changed(self, code_id: str) -> None:
        if not self._filling:
            self._show_code(code_id)

    def _show_code(self, code_id: str) -> None:
        book = self._session.codebook
        if code_id not in book.tree:
            self._page.form.show_code(None, None, "Choose a code on the left.", tree=book.tree)
            self._page.passages.show_lines("Passages", "", [], empty="Choose a code to read its passages.")
            return
        code = book.tree[code_id]
        about = [f"permanent id “{code.id}”", book.paths[code_id] or "at the top"]
        if code.merged_into:
            into = book.tree[code.merged_into].name if code.merged_into in book.tree else code.merged_into
            about.append(f"merged into “{into}”")
        elif code.status is not CodeStatus.ACTIVE:
            about.append(str(code.status))
        self._page.form.show_code(code, book.colours[code_id], " · ".join(about), tree=book.tree)
        if self._trying != code_id:
            self._show_passages(code_id)

    def _show_passages(self, code_id: str) -> None:
        self._trying = ""
        lines = [
            PassageLine(
                item.transcript_id, item.span, " · ".join(filter(None, (item.transcript, item.speaker))), item.text
            )
            for item in editing.coded_passages(self._session.project, code_id=code_id)
        ]
        self._page.passages.show_lines(
            "Coded passages", self._facts(code_id), lines, empty="Nothing is coded with this code yet."
        )

    def _facts(self, code_id: str) -> str:
        use = self._uses.get(code_id, CodeUse())
        facts = [
            _counted(use.codings, "coding"),
            _counted(use.transcripts, "transcript"),
            _counted(use.participants, "participant"),
        ]
        if use.offered:
            facts.append(f"suggestions taken: {use.accepted} of {use.offered}")
        return " · ".join(facts)

    # -- what the person does ------------------------------------------------------------------------------

    def _add(self, parent_id: str | None, name: str) -> None:
        before = set(self._session.codebook.tree.codes)
        self._codes.add(parent_id, name)
        new = next((code_id for code_id in self._session.codebook.tree.codes if code_id not in before), None)
        if new is not None:
            self.panel.choose(new)
            self._page.form.focus_name()

    def _edit(self, code_id: str, fields: dict[str, Any]) -> None:
        try:
            changes = editing.edit_code(self._session.project, code_id=code_id, **fields)
        except CoderError as error:
            for name in fields:
                self._page.form.show_problem(name, error.message)
            return
        if changes:
            self._session.saved_changed.emit("All changes saved")

    def _retire(self, code_id: str) -> None:
        self._session.do(lambda: editing.retire_code(self._session.project, code_id=code_id))

    def _restore(self, code_id: str) -> None:
        self._session.do(lambda: editing.restore_code(self._session.project, code_id=code_id))

    def _ask_for_drop(self, code_id: str, target: str) -> None:
        """Ask, where a code was dropped onto another one, whether it goes under it or into it."""
        tree = self._session.codebook.tree
        name = tree[target].name
        menu = QMenu(self._page)
        menu.addAction(f"Move under “{name}”", lambda: self._codes.move(code_id, target, -1))
        menu.addAction(f"Merge into “{name}”", lambda: self.merge(code_id, target))
        menu.addSeparator()
        menu.addAction("Cancel", menu.close)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    def _ask_for_merge(self, code_id: str) -> None:
        book = self._session.codebook
        below = book.tree.with_descendants(code_id)
        own = book.tree[code_id].codebook_id
        others = [
            code
            for code in book.tree
            if code.id not in below and code.codebook_id == own and code.status is not CodeStatus.RETIRED
        ]
        names = {" › ".join(filter(None, (book.paths[code.id], code.name))): code.id for code in others}
        chosen, ok = QInputDialog.getItem(
            self._page, "Merge codes", f"Merge “{book.tree[code_id].name}” into", list(names), 0, editable=False
        )
        if ok and chosen in names:
            self.merge(code_id, names[chosen])

    def _split(self, code_id: str) -> None:
        from coder.gui.dialogs.split import SplitDialog

        passages = editing.coded_passages(self._session.project, code_id=code_id)
        dialog = SplitDialog(self._session.codebook.tree[code_id].name, passages, parent=self._page.window())
        if dialog.exec() == SplitDialog.DialogCode.Accepted:
            name, ids = dialog.name(), dialog.coding_ids()
            project = self._session.project
            self._session.do(lambda: editing.split_code(project, code_id=code_id, name=name, coding_ids=ids))
        dialog.deleteLater()

    def _try_terms(self, code_id: str) -> None:
        terms = self._session.codebook.tree[code_id].key_terms
        project = self._session.project
        self._trying = code_id
        self._page.passages.show_lines("Key terms tried", "", [], empty="Looking through all transcripts…")
        self._tasks.start(
            lambda _flag: term_trial.try_terms(project, key_terms=terms),
            done=lambda found: self._show_hits(code_id, terms, found),
            failed=lambda error: self._session.notifier.problem(error.message),
            key="try-terms",
        )

    def _show_hits(self, code_id: str, terms: Sequence[str], found: Sequence[term_trial.TermHit]) -> None:
        if self._trying != code_id or self.panel.current_code() != code_id:
            return
        counts = {term: sum(term in hit.terms for hit in found) for term in terms}
        facts = f"{_counted(len(found), 'passage')}: " + ", ".join(f"{term} {count}" for term, count in counts.items())
        lines = [
            PassageLine(hit.transcript_id, hit.span, f"{hit.transcript} · turn {hit.turn}", hit.text, hit.spans)
            for hit in found
        ]
        self._page.passages.show_lines("Key terms tried", facts, lines, empty="These terms hit no passage.")
        self._trying = ""

    def _go(self, transcript_id: str, span: Span) -> None:
        self._page.left.emit()
        self.go_requested.emit(transcript_id, span)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
