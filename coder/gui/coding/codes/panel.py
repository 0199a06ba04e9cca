"""The codebook beside the text: filter, tree, and everything that can be done with a code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coder.domain.codebook import Code, Codebook, CodeStatus, CodeTree
from coder.domain.colour import CodeColour
from coder.gui.base.actions import key_text
from coder.gui.coding.codes.model import CodeTreeModel
from coder.gui.coding.codes.tree import CodeTreeView
from coder.gui.look.colour_menu import add_colours
from coder.gui.look.icons import IconSet
from coder.gui.look.screens import PageStack
from coder.gui.look.theme import Space, Theme
from coder.gui.look.widgets import SectionTitle, announce, button

FILTER_AFTER_MS = 40


class _Filter(QLineEdit):
    """A filter line: Down goes into the tree, Enter takes the best hit, Escape clears."""

    entered = Signal()
    left_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Down:
            self.left_down.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class CodebookPanel(QFrame):
    """Shows codes and sends wishes about them."""

    apply_requested = Signal(str)
    passage_dropped = Signal(str)
    add_requested = Signal(object, str)
    rename_requested = Signal(str, str)
    recolour_requested = Signal(str, str)
    move_requested = Signal(str, object, int)
    delete_requested = Signal(str)
    define_requested = Signal(str)
    merge_requested = Signal(str)
    split_requested = Signal(str)
    retire_requested = Signal(str)
    restore_requested = Signal(str)
    dropped_onto = Signal(str, str)
    recolour_group_requested = Signal(str, str)
    """Code id and `#rrggbb`, or empty: the code takes it, and the codes below take theirs from it."""
    current_changed = Signal(str)
    """The id of the code that the keys act on now."""
    show_evidence_requested = Signal(str)
    find_passages_requested = Signal(str)
    """Passages that may speak of this code are wanted; its id."""

    def __init__(self, *, theme: Theme, icons: IconSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName("Codebook")
        self._icons = icons
        self._model = CodeTreeModel()
        self._filter = _Filter()
        self._filter.setPlaceholderText("Filter codes…")
        self._filter.setAccessibleName("Filter codes")
        self._filter.setToolTip(f"Type part of a name or key term ({key_text('go_codebook')})")
        self._filter.setClearButtonEnabled(True)
        self._filter_later = QTimer(self)
        self._filter_later.setSingleShot(True)
        self._filter_later.setInterval(FILTER_AFTER_MS)
        self.tree = CodeTreeView(self._model, theme)
        self._add = QToolButton()
        icons.dress(self._add, "add")
        self._add.setAccessibleName("New code")
        self._add.setToolTip(f"New code ({key_text('new_code')})")
        self._retired = QToolButton()
        icons.dress(self._retired, "eye-off")
        self._retired.setAccessibleName("Hide retired codes")
        self._retired.setToolTip("Hide retired codes")
        self._retired.setCheckable(True)
        self._retired.hide()
        self._editing = False
        self._pages = PageStack()
        self._nothing = QLabel()
        self._arrange()
        self._connect()

    def _connect(self) -> None:
        self._add.clicked.connect(lambda _checked: self.begin_new_code())
        self._retired.toggled.connect(lambda hidden: self.show_retired(not hidden))
        self._filter.textChanged.connect(lambda _text: self._filter_later.start())
        self._filter_later.timeout.connect(self._narrow)
        self._filter.left_down.connect(self.focus_tree)
        self._filter.entered.connect(self._apply_best)
        self._model.rename_requested.connect(self.rename_requested)
        self._model.add_requested.connect(self.add_requested)
        self._model.move_requested.connect(self.move_requested)
        self._model.passage_dropped.connect(self.passage_dropped)
        self._model.dropped_onto.connect(self.dropped_onto)
        self.tree.selectionModel().currentChanged.connect(lambda *_: self._tell_current())
        self.tree.apply_requested.connect(self.apply_requested)
        self.tree.define_requested.connect(self.define_requested)
        self.tree.delete_requested.connect(self.delete_requested)
        self.tree.move_requested.connect(self.move_requested)
        self.tree.new_below_requested.connect(self.begin_new_code)
        self.tree.doubleClicked.connect(lambda _index: self._apply_current())
        self.tree.customContextMenuRequested.connect(self._popup)

    def set_tree(
        self,
        tree: CodeTree,
        *,
        colours: Mapping[str, CodeColour],
        codebooks: Sequence[Codebook],
        usage: Mapping[str, int],
    ) -> None:
        """Show other codes."""
        self._model.set_tree(tree, colours=colours, codebooks=codebooks, usage=usage)
        self._show_page()

    def set_usage(self, usage: Mapping[str, int]) -> None:
        """Show other counts of codings by code."""
        self._model.set_usage(usage)

    def current_code(self) -> str | None:
        """Return the id of the current code."""
        return self.tree.current_code()

    def for_editing(self) -> None:
        """Serve the codebook's editor from now on: merge, split and retire; retired codes are shown.

        A code that is dropped onto another one is asked about: it may move or merge.
        """
        self._editing = self._model.asks_on_drop = True
        self._retired.show()
        self.show_retired(True)

    def show_retired(self, shown: bool) -> None:
        """Show retired codes too, or hide them."""
        self._retired.setChecked(not shown)
        self._model.set_show_retired(shown)
        self._show_page()

    def choose(self, code_id: str) -> None:
        """Make a code the current one."""
        self.tree.choose(code_id)

    def _tell_current(self) -> None:
        code_id = self.current_code()
        if code_id is not None:
            self.current_changed.emit(code_id)

    def focus_filter(self) -> None:
        """Give the filter the keys."""
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.selectAll()

    def focus_tree(self) -> None:
        """Give the tree the keys."""
        self._narrow_now()
        if self._pages.currentIndex() != 0:
            self.focus_filter()
            return
        if not self.tree.currentIndex().isValid():
            self.tree.setCurrentIndex(self._model.index(0, 0))
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_new_code(self, parent_id: str | None = None) -> None:
        """Let the person type the name of a new code under another one, or at the top."""
        if self._filter.text():
            self._filter.clear()
        self._narrow_now()
        self._pages.setCurrentIndex(0)
        self.tree.begin_new(parent_id)

    def menu_for(self, code_id: str) -> QMenu:
        """Return the context menu of a code."""
        code = self._model.tree[code_id]
        menu = QMenu(self)
        if not self._editing:
            menu.addAction("Code the selected passage\tEnter", lambda: self.apply_requested.emit(code_id))
        menu.addAction("Show its evidence", lambda: self.show_evidence_requested.emit(code_id))
        if code.status is CodeStatus.ACTIVE:
            find = menu.addAction(
                f"Find passages for it\t{key_text('find_passages')}", lambda: self.find_passages_requested.emit(code_id)
            )
            find.setIcon(self._icons.icon("text-search"))
        menu.addSeparator()
        if self._editing:
            self._add_changes(menu, code)
        else:
            menu.addAction("Edit definition…\tF4", lambda: self.define_requested.emit(code_id))
        menu.addAction("Rename\tF2", self.tree.begin_rename)
        self._add_colours(menu.addMenu("Colour"), code_id, self.recolour_requested.emit)
        if self._model.tree.children(code_id):
            self._add_colours(menu.addMenu("Colour of the group"), code_id, self.recolour_group_requested.emit)
        menu.addAction("New code below\tIns", lambda: self.begin_new_code(code_id))
        menu.addAction("Copy id", lambda: QGuiApplication.clipboard().setText(code_id))
        if code.status is CodeStatus.RETIRED or self._model.show_retired:
            menu.addAction("Hide retired codes", lambda: self.show_retired(False))
        elif any(other.status is CodeStatus.RETIRED for other in self._model.tree.codes.values()):
            menu.addAction("Show retired codes", lambda: self.show_retired(True))
        menu.addSeparator()
        menu.addAction("Delete…\tDel", lambda: self.delete_requested.emit(code_id))
        return menu

    def _add_colours(self, menu: QMenu, code_id: str, recolour: Callable[[str, str], object]) -> None:
        now = self._model.tree[code_id].colour
        add_colours(menu, now=now, chosen=lambda colour: recolour(code_id, colour), parent=self)

    def _add_changes(self, menu: QMenu, code: Code) -> None:
        """Offer what changes the codebook's make-up, as the editor does it."""
        retired = code.status is CodeStatus.RETIRED
        for text, wish in (("Merge into…", self.merge_requested), ("Split…", self.split_requested)):
            action = menu.addAction(text)
            action.triggered.connect(lambda _=False, tell=wish: tell.emit(code.id))
            action.setEnabled(not retired)
        wish = self.restore_requested if retired else self.retire_requested
        menu.addAction("Restore" if retired else "Retire", lambda: wish.emit(code.id))
        menu.addSeparator()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(Space.M, Space.S, Space.S, 0)
        head.addWidget(SectionTitle("Codebook"), 1)
        head.addWidget(self._retired)
        head.addWidget(self._add)
        body = QVBoxLayout()
        body.setContentsMargins(Space.S, 0, Space.S, 0)
        body.setSpacing(Space.S)
        body.addWidget(self._filter)
        body.addWidget(self._pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.XS)
        column.setSpacing(Space.XS)
        column.addLayout(head)
        column.addLayout(body, 1)
        self._nothing.setWordWrap(True)
        self._nothing.setProperty("tone", "soft")
        self._new = button("New code")
        self._new.clicked.connect(lambda: self._begin_with(self._filter.text()))
        page = QWidget()
        teaching = QVBoxLayout(page)
        teaching.setContentsMargins(Space.XS, Space.S, Space.XS, Space.S)
        teaching.setSpacing(Space.S)
        teaching.addWidget(self._nothing)
        teaching.addWidget(self._new, alignment=Qt.AlignmentFlag.AlignLeft)
        teaching.addStretch(1)
        self._pages.addWidget(self.tree)
        self._pages.addWidget(page)

    def _narrow(self) -> None:
        query = self._filter.text()
        self._model.set_filter(query)
        self._show_page()
        if query.strip():
            hits = self._model.hit_count
            announce(self._filter, "1 code" if hits == 1 else f"{hits} codes")

    def _narrow_now(self) -> None:
        """Filter at once what is typed already."""
        if self._filter_later.isActive():
            self._filter_later.stop()
            self._narrow()

    def _show_page(self) -> None:
        query = self._filter.text().strip()
        if query and not self._model.hit_count:
            self._nothing.setText(f"No code has “{query}” in its name or key terms.")
            self._new.setText(f"New code “{query}”".replace("&", "&&"))
        else:
            self._nothing.setText(
                "No codes yet. Take a codebook into the project (Project menu), or make a first code here."
            )
            self._new.setText("New code")
        self._pages.setCurrentIndex(0 if self._model.rowCount() else 1)

    def _begin_with(self, name: str) -> None:
        """Make a code of what was typed into the filter, or let its name be typed."""
        if name.strip():
            self._filter.clear()
            self.add_requested.emit(None, " ".join(name.split()))
        else:
            self.begin_new_code()

    def _apply_best(self) -> None:
        self._narrow_now()
        best = self._model.best_hit
        if best is not None:
            self.apply_requested.emit(best)

    def _apply_current(self) -> None:
        code_id = self.current_code()
        if code_id is not None:
            self.apply_requested.emit(code_id)

    def _popup(self, place: QPoint) -> None:
        code = self._model.code_at(self.tree.indexAt(place))
        if code is not None:
            menu = self.menu_for(code.id)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.tree.viewport().mapToGlobal(place))
