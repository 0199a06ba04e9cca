"""Sharing the codebook: noticing that the shared file changed, taking it in, publishing, and older definitions."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from coder.domain.codebook import CodeStatus
from coder.domain.codebook_diff import what_changed
from coder.domain.coding import Coding
from coder.domain.content import next_version
from coder.errors import CoderError
from coder.gui.session import Session
from coder.gui.tasks import Tasks
from coder.gui.workspace.page import WorkspacePage
from coder.services import codebook_editing, codebook_exchange, coding, redefined, sharing
from coder.services.sharing import SharedState, Standing

LOOK_EVERY_MS = 20_000
"""Shared drives send no reliable events, so the file is read now and then; only its bytes, until they change."""


class SharingController(QObject):
    """Keeps an eye on the shared file, and carries out what the person decides about it."""

    news = Signal(str)
    """The shared file holds something new; what to say about it."""
    go_requested = Signal(str, object)
    """Transcript id and `Span` to read."""

    def __init__(
        self,
        session: Session,
        *,
        page: WorkspacePage,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._page = page
        self._tasks = tasks
        self._seen = ""
        self._told = ""
        self._state: SharedState | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._connect()

    def _connect(self) -> None:
        page = self._page
        page.link_requested.connect(self.link)
        page.take_in_requested.connect(self.take_in)
        page.publish_requested.connect(self.publish)
        page.tasks_requested.connect(self.show_older)
        page.export_requested.connect(self.export)
        page.spreadsheet_requested.connect(self.take_in_spreadsheet)
        page.log_requested.connect(self.show_log)
        self._session.codebook_changed.connect(self.refresh)
        self._session.usage_changed.connect(self._count_older)

    @property
    def codebook_id(self) -> str:
        """Return the codebook that is shared: the linked one, else the first."""
        books = self._session.codebook.codebooks
        return next((book.id for book in books if book.shared_file), books[0].id if books else "")

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Look whether the bytes of the shared file changed, and if so what that means."""
        mark = self._mark()
        if mark != self._seen:
            self._seen = mark
            self.refresh()

    def refresh(self) -> None:
        """Find out in the background how codebook and file stand, and show it."""
        if not self.codebook_id:
            nothing = "Take a codebook into the project first (Project menu)."
            self._page.show_standing("No codebook", nothing, linked=True, can_take_in=False, can_publish=False, tasks=0)
            return
        project, codebook = self._session.project, self.codebook_id
        self._tasks.start(
            lambda _flag: (sharing.look_at_shared(project, codebook=codebook), len(redefined.redefined(project))),
            done=lambda found: self._show(*found),
            failed=lambda error: self._session.notifier.problem(error.message),
            key="look-at-shared",
        )

    def link(self, file: Path | None = None) -> None:
        """Link the codebook to a shared file that is there, or to one that is made by the first publishing."""
        chosen = file or self._ask_for_file()
        if chosen is not None and self._session.do(
            lambda: sharing.link_file(self._session.project, file=chosen, codebook=self.codebook_id)
        ):
            self._session.notifier.say(f"Linked to “{chosen.name}”.")
            self.look()

    def take_in(self) -> None:
        """Show what the shared file would change, and take it in when that is confirmed."""
        from coder.gui.dialogs.take_in import TakeInDialog

        project, codebook = self._session.project, self.codebook_id
        try:
            preview = sharing.preview_pull(project, codebook=codebook)
        except CoderError as error:
            self._session.notifier.problem(error.message)
            return
        dialog = TakeInDialog(preview, me=self._session.coder, parent=self._window())
        if dialog.exec() == TakeInDialog.DialogCode.Accepted:
            choices = dialog.choices()
            if self._session.do(lambda: sharing.pull(project, codebook=codebook, choices=choices)):
                self._session.notifier.say(f"Took in version {preview.version}. Ctrl+Z takes it back.")
        dialog.deleteLater()
        self.refresh()

    def publish(self) -> None:
        """Ask why, and write a new version to the shared file."""
        from coder.gui.dialogs.publish import PublishDialog

        state, project = self._state, self._session.project
        if state is None or state.file is None:
            return
        changes = sharing.changes_here(project, codebook=self.codebook_id)
        as_it_is = state.standing is Standing.MISSING and not changes
        version = state.codebook.version if as_it_is else next_version(state.codebook.version)
        dialog = PublishDialog(changes, version=version, file=str(state.file), parent=self._window())
        if dialog.exec() == PublishDialog.DialogCode.Accepted:
            try:
                made = sharing.publish(
                    project, reason=dialog.reason(), editor=self._session.coder, codebook=self.codebook_id
                )
                self._session.notifier.say(f"Published version {made.version}.")
            except CoderError as error:
                self._session.notifier.problem(error.message)
        dialog.deleteLater()
        self.refresh()

    def export(self, file: Path | None = None) -> None:
        """Write the codebook for other tools, for a spreadsheet or to print, by the ending that is chosen."""
        chosen = file or self._ask_where_to_export()
        if chosen is None:
            return
        try:
            count = codebook_exchange.export_codebook(self._session.project, file=chosen, codebook=self.codebook_id)
        except CoderError as error:
            self._session.notifier.problem(error.message)
            return
        self._session.notifier.say(f"Wrote {count} codes to {chosen.name}.")

    def take_in_spreadsheet(self, file: Path | None = None) -> None:
        """Take in what was edited in a spreadsheet, after saying what it changes."""
        chosen = file or self._ask_for_spreadsheet()
        if chosen is None:
            return
        project, codebook = self._session.project, self.codebook_id
        try:
            changes = codebook_exchange.preview_spreadsheet(project, file=chosen, codebook=codebook)
        except CoderError as error:
            self._session.notifier.problem(error.message)
            return
        if not changes:
            self._session.notifier.say(f"“{chosen.name}” says what the codebook says; nothing changes.")
            return
        text = f"{what_changed(changes)}. You can undo this with Ctrl+Z."
        count = f"{len(changes)} code{'' if len(changes) == 1 else 's'}"
        if self._session.notifier.ask(f"Take in changes to {count}?", text, yes="Take in"):
            self._session.do(lambda: codebook_exchange.take_in_spreadsheet(project, file=chosen, codebook=codebook))

    def show_log(self) -> None:
        """Show which versions were published when, by whom and why."""
        from coder.gui.dialogs.change_log import ChangeLogDialog

        dialog = ChangeLogDialog(
            sharing.change_log(self._session.project, codebook=self.codebook_id), parent=self._window()
        )
        dialog.exec()
        dialog.deleteLater()

    def show_older(self) -> None:
        """Go through the passages that were coded under an older definition."""
        from coder.gui.dialogs.redefined import RedefinedDialog

        project = self._session.project
        dialog = RedefinedDialog(
            passages=lambda code_id: codebook_editing.coded_passages(project, code_id=code_id), parent=self._window()
        )

        def again() -> None:
            dialog.show_items(redefined.redefined(project))

        def right(ids: list[str]) -> None:
            self._session.do(lambda: redefined.still_right(project, coding_ids=ids))
            again()

        def remove(coding_id: str) -> None:
            self._session.do(lambda: coding.remove_codings(project, coding_ids=[coding_id]))
            again()

        def recode(coding_id: str) -> None:
            code_id = self._ask_for_code(dialog)
            if code_id:
                self._session.do(lambda: coding.change_code(project, coding_id=coding_id, code_id=code_id))
                again()

        def go(coding_id: str) -> None:
            with project.read() as rows:
                found = rows.get(Coding, coding_id)
            if found is not None:
                dialog.accept()
                self._page.left.emit()
                self.go_requested.emit(found.transcript_id, found.span)

        dialog.still_right.connect(right)
        dialog.remove_requested.connect(remove)
        dialog.recode_requested.connect(recode)
        dialog.go_requested.connect(go)
        again()
        dialog.exec()
        dialog.deleteLater()
        self.refresh()

    def _ask_for_code(self, dialog: QWidget) -> str:
        book = self._session.codebook
        names = {
            " › ".join(filter(None, (book.paths[code.id], code.name))): code.id
            for code in book.tree
            if code.status is not CodeStatus.RETIRED
        }
        chosen, ok = QInputDialog.getItem(dialog, "Recode", "Give the passage the code", list(names), 0, editable=False)
        return names.get(chosen, "") if ok else ""

    def _show(self, state: SharedState, older: int) -> None:
        self._state = state
        self._older = older
        book = state.codebook
        can_take = state.standing in (Standing.THERE, Standing.BOTH)
        self._page.show_standing(
            f"{book.name} {book.version}",
            _said(state),
            linked=state.standing is not Standing.NOT_SHARED,
            can_take_in=can_take,
            can_publish=state.standing in (Standing.HERE, Standing.MISSING),
            tasks=older,
        )
        news = f"{state.file} {state.version}" if can_take else ""
        if news and news != self._told and not self._page.isVisible():
            name = state.file.name if state.file else ""
            self.news.emit(f"“{name}” has changed: version {state.version}. See the codebook workspace to take it in.")
        self._told = news

    def _count_older(self) -> None:
        if self._page.isVisible():
            self.refresh()

    def _mark(self) -> str:
        book = next((book for book in self._session.codebook.codebooks if book.shared_file), None)
        if book is None:
            return ""
        try:
            return hashlib.sha256(Path(book.shared_file).read_bytes()).hexdigest()
        except OSError:
            return "missing"

    def _ask_for_file(self) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(
            self._window(),
            "Shared codebook file",
            f"{self.codebook_id}.yaml",
            "Codebooks (*.yaml *.yml)",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        return Path(name) if name else None

    def _ask_where_to_export(self) -> Path | None:
        kinds = (
            "Page to print (*.html);;Word (*.docx);;Spreadsheet (*.xlsx);;CSV (*.csv);;"
            "REFI-QDA codebook (*.qdc);;Codebook file (*.yaml)"
        )
        name, kind = QFileDialog.getSaveFileName(self._window(), "Export the codebook", self.codebook_id, kinds)
        if not name:
            return None
        file = Path(name)
        return file if file.suffix else file.with_suffix(kind.rsplit("*", 1)[-1].rstrip(")"))

    def _ask_for_spreadsheet(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._window(), "Edited spreadsheet", "", "Spreadsheets (*.xlsx *.csv)")
        return Path(name) if name else None

    def _window(self) -> QWidget:
        return self._page.window()


def _said(state: SharedState) -> str:
    name = state.file.name if state.file else ""
    return {
        Standing.NOT_SHARED: "Not shared: only this project has it.",
        Standing.SAME: f"Shared in {name}; the same here and there.",
        Standing.HERE: f"Shared in {name}; changed here, not published yet.",
        Standing.THERE: f"{name} holds version {state.version}, which is not taken in yet.",
        Standing.BOTH: f"{name} holds version {state.version}, and the codebook changed here too.",
        Standing.MISSING: f"{state.problem} Publishing makes it.",
        Standing.BROKEN: state.problem.split("\n")[0],
    }[state.standing]
