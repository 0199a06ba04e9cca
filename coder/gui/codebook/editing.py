"""The codebook workspace: each action of the editor is one service call, and everything shown follows the project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from coder.domain.codebook import Code, CodeStatus
from coder.domain.span import Span
from coder.errors import CoderError
from coder.gui.base.session import CodebookView, Session
from coder.gui.base.tasks import Tasks
from coder.gui.codebook.page import WorkspacePage
from coder.gui.codebook.passages import PassageLine
from coder.gui.coding.choosing import choose_code
from coder.gui.coding.codes.panel import CodebookPanel
from coder.gui.coding.codes_controller import CodebookController
from coder.services.codebook import code_fields, term_trial
from coder.services.codebook import codebook_editing as editing
from coder.services.codebook.codebook_editing import CodeUse
from coder.services.codebook.codes import codings_with
from coder.services.suggestions.trust import rate_in_words


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
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._catch_up)
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
        panel.merge_requested.connect(self._ask_for_merge)
        panel.split_requested.connect(self._split)
        panel.retire_requested.connect(lambda code_id: self._set_status(code_id, CodeStatus.RETIRED))
        panel.restore_requested.connect(lambda code_id: self._set_status(code_id, CodeStatus.ACTIVE))
        panel.show_evidence_requested.connect(self._show_evidence)
        form.status_requested.connect(self._set_status)
        form.recolour_group_requested.connect(self._codes.recolour_group)
        form.place_requested.connect(self._ask_for_place)
        form.not_saved.connect(self._session.notifier.problem)
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

    def go_to_code(self, code_id: str) -> None:
        """Show a code, if there is one, with its passages; what has the keys keeps them."""
        if code_id in self._session.codebook.tree and code_id != self.panel.current_code():
            self._soon.stop()
            self._show_all(code_id)

    def refresh(self) -> None:
        """Show codes, usage and passages soon as they are then: one action changes several of them."""
        if self._page.isVisible():
            self._soon.start()

    def _catch_up(self) -> None:
        """Show now what changed, if it is not shown yet."""
        self._soon.stop()
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
        count = codings_with(self._session.project, code_id)
        if self._session.do(lambda: editing.merge_codes(self._session.project, code_id=code_id, into=into)):
            self._catch_up()
            self.panel.choose(into)
            self._session.notifier.say(
                f"Merged “{name}” into “{target}”, with {_counted(count, 'coding')}. Ctrl+Z takes it back."
            )

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
        about = [f"permanent id “{code.id}”"]
        if code.merged_into:
            into = book.tree[code.merged_into].name if code.merged_into in book.tree else code.merged_into
            about.append(f"merged into “{into}”")
        self._page.form.show_code(code, book.colours[code_id], " · ".join(about), tree=book.tree)
        if self._trying != code_id:
            self._show_passages(code_id)

    def _show_passages(self, code_id: str) -> None:
        self._trying = ""
        # Two people may have put the code on the same passage: it is read once.
        found = editing.coded_passages(self._session.project, code_id=code_id)
        times = Counter((item.transcript_id, item.span) for item in found)
        lines = []
        for item in {(item.transcript_id, item.span): item for item in found}.values():
            count = times[item.transcript_id, item.span]
            twice = f"{count} codings" if count > 1 else ""
            aside = "" if item.counts else "not counted"
            where = " · ".join(filter(None, (item.transcript, item.speaker, twice, aside)))
            lines.append(PassageLine(item.transcript_id, item.span, where, item.text))
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
            facts.append(f"suggestions taken: {rate_in_words(use.accepted, use.offered)}")
        return " · ".join(facts)

    # -- what the person does ------------------------------------------------------------------------------

    def _add(self, parent_id: str | None, name: str) -> None:
        before = set(self._session.codebook.tree.codes)
        self._codes.add(parent_id, name)
        new = next((code_id for code_id in self._session.codebook.tree.codes if code_id not in before), None)
        if new is not None:
            self._catch_up()
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

    def _set_status(self, code_id: str, status: CodeStatus) -> None:
        name = self._session.codebook.tree[code_id].name
        if self._session.do(lambda: code_fields.set_status(self._session.project, code_id=code_id, status=status)):
            self._catch_up()
            self.panel.choose(code_id)
            if status is CodeStatus.RETIRED:
                self._session.notifier.say(f"Retired “{name}”; its passages stay. Ctrl+Z takes it back.")

    def _show_evidence(self, code_id: str) -> None:
        self._page.left.emit()
        self._codes.evidence_wanted.emit(code_id)

    def _ask_for_drop(self, code_id: str, target: str) -> None:
        """Ask, where a code was dropped onto another one, whether it goes under it or into it."""
        tree = self._session.codebook.tree
        name = tree[target].name.replace("&", "&&")
        menu = QMenu(self._page)
        under = menu.addAction(f"Move under “{name}”", lambda: self._codes.move(code_id, target, -1))
        under.setEnabled(tree[code_id].parent_id != target)
        into = menu.addAction(f"Merge into “{name}”", lambda: self.merge(code_id, target))
        into.setEnabled(CodeStatus.RETIRED not in (tree[code_id].status, tree[target].status))
        menu.addSeparator()
        menu.addAction("Cancel", menu.close)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())
        menu.setActiveAction(under if under.isEnabled() else into)

    def _ask_for_merge(self, code_id: str) -> None:
        book = self._session.codebook
        name, count = book.tree[code_id].name, codings_with(self._session.project, code_id)
        below = len(book.tree.children(code_id))

        def effect(into: str) -> str:
            also = f" and {_counted(below, 'code')} below it" if below else ""
            return (
                f"{_counted(count, 'coding')}{also} will go to “{book.tree[into].name}”. “{name}” stays as a retired "
                "code that names its successor, so no coding is lost. Ctrl+Z takes it back."
            )

        into = choose_code(
            self._session,
            [code for code in self._others(code_id) if code.status is not CodeStatus.RETIRED],
            title="Merge codes",
            question=f"Merge “{name}” into",
            accept="Merge",
            effect=effect,
            dark=self._page.is_dark,
            parent=self._page.window(),
        )
        if into:
            self.merge(code_id, into)

    def _ask_for_place(self, code_id: str) -> None:
        book = self._session.codebook
        above = choose_code(
            self._session,
            self._others(code_id),
            title="Move code",
            question=f"Move “{book.tree[code_id].name}” under",
            accept="Move",
            top="At the top of the codebook",
            dark=self._page.is_dark,
            parent=self._page.window(),
        )
        if above is not None and (above or None) != book.tree[code_id].parent_id:
            self._codes.move(code_id, above or None, -1)

    def _others(self, code_id: str) -> list[Code]:
        """Return the codes of the same codebook that are not below a code, in order."""
        tree = self._session.codebook.tree
        below, own = tree.with_descendants(code_id), tree[code_id].codebook_id
        return [code for code in tree if code.id not in below and code.codebook_id == own]

    def _split(self, code_id: str) -> None:
        from coder.gui.codebook.split import SplitDialog

        passages = editing.coded_passages(self._session.project, code_id=code_id)
        tree = self._session.codebook.tree
        codes, code = list(tree.codes.values()), tree[code_id]
        dialog = SplitDialog(
            code.name,
            passages,
            problem=lambda name: code_fields.name_problem(codes, name, parent_id=code.parent_id),
            parent=self._page.window(),
        )
        if dialog.exec() == SplitDialog.DialogCode.Accepted:
            name, ids = dialog.name(), dialog.coding_ids()
            project = self._session.project
            if self._session.do(lambda: editing.split_code(project, code_id=code_id, name=name, coding_ids=ids)):
                moved = _counted(len(ids), "passage")
                self._session.notifier.say(f"Split off “{name}” with {moved}. Ctrl+Z takes it back.")
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
        hit = sorted(((count, term) for term, count in counts.items() if count), key=lambda item: -item[0])
        parts = [f"{_counted(len(found), 'passage')}" + (": " if hit else "")]
        parts[0] += ", ".join(f"{term} {count}" for count, term in hit)
        if missed := [term for term, count in counts.items() if not count]:
            parts.append(f"no hit: {', '.join(missed)}")
        facts = " · ".join(parts)
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
