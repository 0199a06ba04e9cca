"""An open project as the window sees it: what is shown everywhere, and the one way to do something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from coder.domain.changes import ChangeSet
from coder.domain.codebook import Codebook, CodeStatus, CodeTree
from coder.domain.coding import Coding
from coder.domain.colour import CodeColour, code_colours
from coder.domain.search import Searchable
from coder.domain.transcript import Participant, Speaker, Turn
from coder.errors import CoderError
from coder.gui.base.bridge import ProjectBridge
from coder.gui.base.notifier import Notifier
from coder.services import counted
from coder.services.codebook.codes import recent_codes
from coder.services.counted import counts_by_code, talk_in
from coder.services.project import Event, Project
from coder.services.settings import Settings

RECENT_KEPT = 9
_VOICES = (Turn, Speaker, Participant)
"""What decides who speaks in a passage."""


@dataclass(frozen=True, slots=True)
class CodebookView:
    """The codebook in the forms that the window needs, made once per change."""

    tree: CodeTree
    codebooks: tuple[Codebook, ...]
    colours: dict[str, CodeColour]
    searchable: tuple[Searchable, ...]
    paths: dict[str, str]


class Session(QObject):
    """Holds the open project; everything the evaluator does goes through `do`."""

    codebook_changed = Signal()
    usage_changed = Signal()
    saved_changed = Signal(str)
    """What the status bar says about saving."""
    coder_changed = Signal(str)
    sharing_told = Signal(str)
    """How the shared codebook files stand, in a few words; empty if nothing is to be done."""

    def __init__(
        self, project: Project, *, settings: Settings, notifier: Notifier, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.project = project
        self.settings = settings
        self.notifier = notifier
        project.person = settings.coder
        self.bridge = ProjectBridge(project, self)
        self.bridge.codes_changed.connect(self._read_codebook)
        self.bridge.codings_changed.connect(self._count)
        self.bridge.committed.connect(self._listen)
        self._warned = False
        with project.read() as rows:
            self.name = rows.project().name
            self._talk = talk_in(rows)
            self.usage = counts_by_code(rows, self._talk)
            self.recent = recent_codes(rows, settings.coder, limit=RECENT_KEPT)
        self._colours_follow: object = None
        self._colours: dict[str, CodeColour] = {}
        self.codebook = self._codebook_view()

    @property
    def coder(self) -> str:
        """Return the name under which this person codes."""
        return self.settings.coder

    def set_coder(self, name: str) -> None:
        """Code under another name from now on."""
        clean = " ".join(name.split())
        if clean and clean != self.coder:
            self.settings.values.coder = clean
            self.settings.save()
            self.project.person = clean
            self.coder_changed.emit(clean)

    def do(self, action: Callable[[], ChangeSet | None]) -> ChangeSet | None:
        """Do one action through a service; a known error is told, and the project is as it was.

        Returns what changed, or None if it failed.
        """
        try:
            changes = action()
        except CoderError as error:
            self.notifier.problem(error.message)
            self.saved_changed.emit("The last change was not made; everything before it is saved")
            return None
        self.saved_changed.emit("All changes saved")
        return changes

    def warn_of_no_evidence(self, changes: ChangeSet) -> bool:
        """Say, once in a session, that new codings are on what only askers say; tell whether it was said."""
        if self._warned:
            return False
        added = [change.after for change in changes.of(Coding) if change.before is None]
        codings = [row for row in added if isinstance(row, Coding)]
        aside = counted.no_evidence(self.project, codings) if codings else []
        if not aside:
            return False
        self._warned = True
        self.notifier.say(counted.no_evidence_in_words(len(aside), len(codings)))
        return True

    def used(self, code_id: str) -> None:
        """Put a code at the top of the recent ones."""
        self.recent = [code_id, *(other for other in self.recent if other != code_id)][:RECENT_KEPT]

    def close(self) -> None:
        """Let go of the project; its file is whole and at rest afterwards."""
        self.bridge.stop()
        self.project.close()

    def _read_codebook(self) -> None:
        self.codebook = self._codebook_view()
        codes = self.codebook.tree.codes
        self.recent = [key for key in self.recent if key in codes and codes[key].status is not CodeStatus.RETIRED]
        self.codebook_changed.emit()

    def _codebook_view(self) -> CodebookView:
        with self.project.read() as rows:
            tree, codebooks = rows.code_tree(), tuple(rows.codebooks())
        paths: dict[str, str] = {}
        for code in tree:
            above = tree.codes.get(code.parent_id or "")
            paths[code.id] = " › ".join(filter(None, (paths[above.id], above.name))) if above else ""
        searchable = tuple(Searchable.of(code) for code in tree if code.status != "retired")
        return CodebookView(tree, codebooks, self._colours_of(tree), searchable, paths)

    def _colours_of(self, tree: CodeTree) -> dict[str, CodeColour]:
        """Return the codes' colours; they are worked out anew only if something that they follow from changed."""
        links = [(code.id, link.type, link.target_id) for code in tree for link in tree.links(code.id)]
        follow = ([(code.id, code.parent_id, code.kind, code.colour) for code in tree], links)
        if follow != self._colours_follow:
            self._colours_follow, self._colours = follow, code_colours(tree)
        return self._colours

    def _listen(self, event: Event) -> None:
        """Count anew if who speaks where is something else now."""
        if not event.changes.touches(*_VOICES):
            return
        with self.project.read() as rows:
            self._talk = talk_in(rows)
            self.usage = counts_by_code(rows, self._talk)
        self.usage_changed.emit()

    def _count(self, changes: ChangeSet) -> None:
        """Follow the codings that are evidence, as all tables do."""
        if changes.touches(*_VOICES):
            return
        for change in changes.of(Coding):
            for row, step in ((change.before, -1), (change.after, 1)):
                if isinstance(row, Coding) and self._talk.heard(row.transcript_id, row.start, row.end):
                    left = self.usage.get(row.code_id, 0) + step
                    if left:
                        self.usage[row.code_id] = left
                    else:
                        self.usage.pop(row.code_id, None)
        self.usage_changed.emit()
