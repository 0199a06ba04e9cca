"""Sharing the codebook: noticing that the shared file changed, taking it in, publishing, and older definitions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from coder.domain.changes import ChangeSet
from coder.domain.codebook import CodeStatus
from coder.domain.codebook_diff import what_changed
from coder.domain.coding import Coding
from coder.domain.content import next_version
from coder.errors import CoderError, StaleError
from coder.gui.base.actions import key_text
from coder.gui.base.session import Session
from coder.gui.base.tasks import Tasks
from coder.gui.codebook.page import WorkspacePage
from coder.gui.coding.choosing import choose_code
from coder.services.codebook import codebook_editing, codebook_exchange, sharing
from coder.services.codebook.sharing import SharedState, Standing
from coder.services.coding import coding, redefined

LOOK_EVERY_MS = 20_000
"""Shared drives send no reliable events, so the file is read now and then; only its bytes, until they change."""


class SharingController(QObject):
    """Keeps an eye on the shared file, and carries out what the person decides about it."""

    news = Signal(str)
    """A shared file holds something new; what to say about it."""
    told = Signal(str)
    """How the shared files stand, in a few words that stay in view; empty if nothing is to be done."""
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
        self._older = 0
        self._told: set[str] = set()
        self._states: dict[str, SharedState] = {}
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
        page.unlink_requested.connect(self.unlink)
        page.codes.current_changed.connect(lambda _id: self._show_standing())
        self._session.codebook_changed.connect(self.refresh)
        self._session.usage_changed.connect(self._count_older)

    @property
    def codebook_id(self) -> str:
        """Return the codebook that is dealt with: that of the chosen code, else the linked one, else the first."""
        book = self._session.codebook
        current = self._page.codes.current_code() if self._page.isVisible() else None
        if current is not None and current in book.tree:
            return book.tree[current].codebook_id
        return next((item.id for item in book.codebooks if item.shared_file), next(iter(self._ids()), ""))

    def _ids(self) -> list[str]:
        return [item.id for item in self._session.codebook.codebooks]

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Look whether the bytes of a shared file changed, and if so what that means; beside, as drives may be slow."""
        files = [item.shared_file for item in self._session.codebook.codebooks if item.shared_file]
        self._tasks.start(lambda _flag: _mark(files), done=self._compare, key="shared-bytes")

    def _compare(self, mark: str) -> None:
        if mark != self._seen:
            self._seen = mark
            self.refresh()

    def refresh(self) -> None:
        """Find out in the background how codebooks and files stand, and show it."""
        project, ids = self._session.project, self._ids()
        if not ids:
            self._states = {}
            self._show_standing()
            return
        known = dict(self._states)
        self._tasks.start(
            lambda _flag: (
                {each: sharing.look_at_shared(project, codebook=each, known=known.get(each)) for each in ids},
                len(redefined.redefined(project)),
            ),
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

    def unlink(self) -> None:
        """Share the codebook no longer; project and file stay as they are."""
        project, codebook = self._session.project, self.codebook_id
        if self._session.do(lambda: sharing.unlink_file(project, codebook=codebook)):
            self._session.notifier.say("The codebook is shared no longer; the file stays as it is.")

    def take_in(self) -> bool:
        """Show what the shared file would change, and take it in when that is confirmed; tell whether it was."""
        from coder.gui.codebook.take_in import TakeInDialog

        project, codebook = self._session.project, self.codebook_id
        try:
            preview = sharing.preview_pull(project, codebook=codebook)
        except CoderError as error:
            self._session.notifier.problem(error.message)
            return False
        since = next((item.version for item in self._session.codebook.codebooks if item.id == codebook), "")
        dialog = TakeInDialog(preview, me=self._session.coder, since=since, parent=self._window())
        taken = False
        if dialog.exec() == TakeInDialog.DialogCode.Accepted:
            choices = dialog.choices()
            taken = bool(self._session.do(lambda: sharing.pull(project, codebook=codebook, choices=choices)))
            if taken:
                self._session.notifier.say(f"Took in version {preview.version}. Ctrl+Z takes it back.")
        dialog.deleteLater()
        self.refresh()
        return taken

    def publish(self) -> None:
        """Ask why, and write a new version to the shared file; what a colleague published is taken in first."""
        self._page.form.save_all()
        self._publish("")

    def _publish(self, reason: str) -> None:
        from coder.gui.codebook.publish import PublishDialog

        project, codebook = self._session.project, self.codebook_id
        try:
            state = sharing.look_at_shared(project, codebook=codebook)
            changes = sharing.changes_here(project, codebook=codebook)
        except CoderError as error:
            self._session.notifier.problem(error.message)
            return
        if state.file is None:
            return
        if state.standing in (Standing.THERE, Standing.BOTH):
            self._take_in_first(state, reason)
            return
        if state.standing is Standing.BROKEN:
            self._session.notifier.problem(state.problem)
            return
        if state.standing is Standing.SAME:
            self._session.notifier.say("Nothing is left to publish: the file holds what the project holds.")
            return
        as_it_is = state.standing is Standing.MISSING and not changes
        version = state.codebook.version if as_it_is else next_version(state.codebook.version)
        dialog = PublishDialog(changes, version=version, file=state.file, reason=reason, parent=self._window())
        accepted = dialog.exec() == PublishDialog.DialogCode.Accepted
        reason = dialog.reason()
        dialog.deleteLater()
        if accepted:
            self._write(codebook, reason)
        self.refresh()

    def _write(self, codebook: str, reason: str) -> None:
        project = self._session.project
        try:
            made = sharing.publish(project, reason=reason, editor=self._session.coder, codebook=codebook)
            self._session.notifier.say(f"Published version {made.version}.")
        except StaleError as error:
            # Somebody was quicker while the reason was being written; it is kept for the next try.
            state = sharing.look_at_shared(project, codebook=codebook)
            if state.standing in (Standing.THERE, Standing.BOTH):
                self._take_in_first(state, reason)
            else:
                self._session.notifier.problem(error.message)
        except CoderError as error:
            self._session.notifier.problem(error.message)

    def _take_in_first(self, state: SharedState, reason: str) -> None:
        """Say that a colleague published meanwhile; when that is taken in, go on publishing."""
        name = state.file.name if state.file else ""
        if self._session.notifier.ask(
            f"Take in version {state.version} first?",
            f"“{name}” holds version {state.version}, which is not taken in yet. Nothing was overwritten. "
            "Your changes stay, and you publish them after it.",
            yes="Take in…",
        ):
            if self.take_in():
                self._publish(reason)
        else:
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
        from coder.gui.codebook.change_log import ChangeLogDialog

        dialog = ChangeLogDialog(
            sharing.change_log(self._session.project, codebook=self.codebook_id), parent=self._window()
        )
        dialog.exec()
        dialog.deleteLater()

    def show_older(self) -> None:
        """Go through the passages that were coded under an older definition."""
        from coder.gui.codebook.redefined import RedefinedDialog

        project = self._session.project
        with project.read() as rows:
            coders = {person.id: person.name for person in rows.coders()}
        dialog = RedefinedDialog(
            passages=lambda code_id: codebook_editing.coded_passages(project, code_id=code_id),
            coders=coders,
            parent=self._window(),
        )

        given: list[str] = []

        def again() -> None:
            dialog.show_items(redefined.redefined(project), undo=given[-1] if given else "")

        def give(changes: ChangeSet | None) -> None:
            if changes:
                given.append(changes.label)
                again()

        def right(ids: list[str]) -> None:
            give(self._session.do(lambda: redefined.still_right(project, coding_ids=ids)))

        def remove(coding_id: str) -> None:
            give(self._session.do(lambda: coding.remove_codings(project, coding_ids=[coding_id])))

        def recode(coding_id: str) -> None:
            code_id = self._ask_for_code(dialog, coding_id)
            if code_id:
                give(self._session.do(lambda: coding.change_code(project, coding_id=coding_id, code_id=code_id)))

        def undo() -> None:
            given.pop()
            self._session.do(project.undo)
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
        dialog.undo_requested.connect(undo)
        again()
        dialog.exec()
        dialog.deleteLater()
        self.refresh()

    def _ask_for_code(self, dialog: QWidget, coding_id: str) -> str:
        project, tree = self._session.project, self._session.codebook.tree
        with project.read() as rows:
            found = rows.get(Coding, coding_id)
        own = found.code_id if found is not None else ""
        codes = [code for code in tree if code.status is not CodeStatus.RETIRED and code.id != own]
        question = f"Code the passage, now “{tree[own].name}”, with" if own in tree else "Code the passage with"
        dark = self._page.is_dark
        chosen = choose_code(
            self._session, codes, title="Recode", question=question, accept="Recode", dark=dark, parent=dialog
        )
        return chosen or ""

    def _show(self, states: Mapping[str, SharedState], older: int) -> None:
        self._states = dict(states)
        self._older = older
        self._show_standing()
        waiting = [state for state in states.values() if state.standing in (Standing.THERE, Standing.BOTH)]
        self.told.emit(", ".join(f"version {state.version} to take in" for state in waiting))
        for state in waiting:
            mark = f"{state.file} {state.version}"
            if mark not in self._told and not self._page.isVisible() and state.file is not None:
                self.news.emit(
                    f"“{state.file.name}” has changed: version {state.version}. "
                    f"Take it in from the codebook workspace ({key_text('edit_codebook')})."
                )
            self._told.add(mark)

    def _show_standing(self) -> None:
        """Show how the codebook of the chosen code stands."""
        state = self._states.get(self.codebook_id)
        if state is None:
            if not self.codebook_id:
                nothing = "Take a codebook into the project first (Project menu)."
                self._page.show_standing(
                    "No codebook", nothing, linked=True, can_take_in=False, can_publish=False, tasks=0
                )
            return
        self._page.show_standing(
            f"{state.codebook.name} {state.codebook.version}",
            _said(state),
            linked=state.standing is not Standing.NOT_SHARED,
            can_take_in=state.standing in (Standing.THERE, Standing.BOTH),
            can_publish=state.standing in (Standing.HERE, Standing.BOTH, Standing.MISSING),
            tasks=self._older,
        )

    def _count_older(self) -> None:
        if self._page.isVisible():
            self.refresh()

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


def _mark(files: Sequence[str]) -> str:
    """Return what stands for the bytes of some files; another one as soon as one of them changes."""
    result = hashlib.sha256()
    for name in files:
        try:
            result.update(hashlib.sha256(Path(name).read_bytes()).digest())
        except OSError:
            result.update(b"missing")
    return result.hexdigest()


def _said(state: SharedState) -> str:
    name = state.file.name if state.file else ""
    return {
        Standing.NOT_SHARED: "Not shared: only this project has it.",
        Standing.SAME: f"Shared in {name}; the same here and there.",
        Standing.HERE: f"Shared in {name}; changed here, not published yet.",
        Standing.THERE: f"{name} holds version {state.version}, which is not taken in yet.",
        Standing.BOTH: f"{name} holds version {state.version}, not taken in yet; the codebook changed here too.",
        Standing.MISSING: f"{state.problem} Publishing makes it.",
        Standing.BROKEN: state.problem.split("\n")[0],
    }[state.standing]
