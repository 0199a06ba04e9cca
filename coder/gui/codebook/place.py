"""The codebook workspace as a place: it covers the transcripts, and keeps an eye on the shared file."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from coder import shipped
from coder.gui.base.place import Handlers, House, Place
from coder.gui.coding.codes_controller import CodebookController
from coder.gui.reading.controller import ReadingController
from coder.services.codebook import codes

if TYPE_CHECKING:
    from coder.gui.codebook.editing import WorkspaceController
    from coder.gui.codebook.page import WorkspacePage
    from coder.gui.codebook.sharing import SharingController

LOOK_AFTER_MS = 1500


class CodebookPlace(Place):
    """Edits the codebook and shares it."""

    name = "edit_codebook"

    def __init__(
        self,
        house: House,
        *,
        reading: ReadingController,
        codes: CodebookController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(house, parent)
        self._reading, self._codes = reading, codes

    @cached_property
    def widget(self) -> WorkspacePage:
        """Return the workspace."""
        from coder.gui.codebook.page import WorkspacePage

        page = WorkspacePage(theme=self.kit.theme, icons=self.kit.icons)
        page.left.connect(self.leave)
        page.codes.find_passages_requested.connect(self._find_passages)
        return self.put(page)

    @cached_property
    def controller(self) -> WorkspaceController:
        """Return what edits the codebook."""
        from coder.gui.codebook.editing import WorkspaceController

        editing = WorkspaceController(
            self.session, page=self.widget, codes=self._codes, tasks=self.kit.tasks, parent=self
        )
        editing.go_requested.connect(self._reading.go_to)
        return editing

    @cached_property
    def sharing(self) -> SharingController:
        """Return what keeps an eye on the shared codebook file."""
        from coder.gui.codebook.sharing import SharingController

        sharing = SharingController(self.session, page=self.widget, tasks=self.kit.tasks, parent=self)
        sharing.news.connect(self.session.notifier.say)
        sharing.told.connect(self.session.sharing_told)
        sharing.go_requested.connect(self._reading.go_to)
        return sharing

    def handlers(self) -> Handlers:
        """Return what shows the workspace, and what adds a codebook to the project."""
        return {self.name: self.toggle, "add_codebook": self.add_codebook}

    def instead(self) -> Handlers:
        """Return what acts on the workspace's own codebook."""
        codes = self.widget.codes
        return {"new_code": codes.begin_new_code, "go_codebook": codes.focus_filter}

    def step_part(self, by: int) -> None:
        """Give the keys to the workspace's next part."""
        self.widget.step_part(by)

    def begin(self, at: str) -> None:
        """Show the code with the id `at`, or the one that was shown last."""
        self.controller.begin(at or None)
        self.sharing.refresh()

    def end(self) -> None:
        """Save what is being typed."""
        self.widget.form.leave()

    def start(self) -> None:
        """Look up, once the desk has been shown, whether the team's file changed."""
        if any(book.shared_file for book in self.session.codebook.codebooks):
            QTimer.singleShot(LOOK_AFTER_MS, self, self.look)

    def look(self) -> None:
        """Look whether the team's file changed."""
        self.sharing.look()

    def stop(self) -> None:
        """Save what is being typed, and look no more."""
        if self.has("sharing"):
            self.widget.form.save_all()
            self.sharing.stop()

    def follow(self, code_id: str) -> None:
        """Show the code."""
        self.controller.go_to_code(code_id)

    def add_codebook(self) -> None:
        """Take a codebook file of the person's choice into the project."""
        file = self.kit.files.codebook_to_add(shipped.codebooks_folder())
        project = self.session.project
        if file is not None and self.session.do(lambda: codes.add_codebook(project, file=file)):
            self.session.notifier.say(f"Added the codebook of “{file.name}”. Ctrl+Z takes it out again.")

    def _find_passages(self, code_id: str) -> None:
        self.house.open("find_passages", code_id)
