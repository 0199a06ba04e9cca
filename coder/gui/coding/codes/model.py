"""The code tree as a Qt model that filters inside itself, with one reset per keystroke."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from coder.domain.codebook import Code, Codebook, CodeStatus, CodeTree
from coder.domain.colour import CodeColour
from coder.domain.search import matching
from coder.gui.base.emphasis import matched_spans
from coder.gui.coding.codes import texts
from coder.gui.coding.codes.moves import Move, move_beside, parent_of
from coder.gui.coding.codes.rows import Entry, Row, RowLook, entries_of, header_key, name_of, spot
from coder.gui.reading.view.mime import CODE_MIME, PASSAGE_MIME, code_mime, dragged_code

Index = QModelIndex | QPersistentModelIndex

LOOK_ROLE = Qt.ItemDataRole.UserRole + 1
"""A `RowLook`: all that is painted of a row."""

_ROOT = QModelIndex()


class CodeTreeModel(QAbstractItemModel):
    """Codes under their parents, under a header for each codebook if there are several.

    Nothing is changed here: editing, dragging and dropping become signals.
    """

    rename_requested = Signal(str, str)
    add_requested = Signal(object, str)
    """The id of the parent (None for the top) and the name that was typed."""
    move_requested = Signal(str, object, int)
    """The code, its new parent (None for the top) and its place among the siblings there."""
    dropped_onto = Signal(str, str)
    """A code was dropped onto another one, where `asks_on_drop` leaves open whether it moves or merges."""
    passage_dropped = Signal(str)
    looks_changed = Signal()
    """Colours and counts of any row may have changed; every row keeps its place and its size."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asks_on_drop = False
        self._tree = CodeTree(())
        self._colours: Mapping[str, CodeColour] = {}
        self._usage: dict[str, int] = {}
        self._counting: dict[str, set[str]] = {}
        self._linked_to: set[str] = set()
        self._entries: list[Entry] = []
        self._rows: list[Row] = []
        self._tops: list[int] = []
        self._places: dict[str, int] = {}
        self._hits = 0
        self._best: str | None = None
        self._query = ""
        self._show_retired = False
        self._draft: int | None = None

    # -- what is shown ----------------------------------------------------------------------------------------

    def set_tree(
        self,
        tree: CodeTree,
        *,
        colours: Mapping[str, CodeColour],
        codebooks: Sequence[Codebook],
        usage: Mapping[str, int],
    ) -> None:
        """Show other codes; one reset, or none where the same rows stay in the same places."""
        self._tree = tree
        self._colours = colours
        self._usage = dict(usage)
        self._counting = {}
        self._linked_to = {link.target_id for code in tree.codes.values() for link in tree.links(code.id)}
        self._entries = entries_of(tree, codebooks)
        rows, tops, places = self._matching_rows()
        if self._draft is None and [spot(row) for row in rows] == [spot(row) for row in self._rows]:
            before, self._rows, self._tops, self._places = self._rows, rows, tops, places
            self._tell_changed(before)
        else:
            self._reset_to(rows, tops, places)

    def set_filter(self, query: str) -> None:
        """Show the codes in which all typed words are found, with what is above them; one reset."""
        if query.split() != self._query.split():
            self._query = query
            self._show_matching()

    def set_show_retired(self, show: bool, /) -> None:
        """Show retired codes too, or hide them; one reset."""
        if show != self._show_retired:
            self._show_retired = show
            self._show_matching()

    def set_usage(self, usage: Mapping[str, int]) -> None:
        """Show other counts; only the rows whose count changes are told, and nothing is reset."""
        before = [self._count(row) for row in self._rows]
        self._usage = dict(usage)
        touched: dict[int, list[int]] = {}
        for row, count in zip(self._rows, before, strict=True):
            if self._count(row) != count:
                touched.setdefault(row.parent, []).append(row.number)
        for parent, numbers in touched.items():
            above = self._index_at(parent)
            first, last = self.index(min(numbers), 0, above), self.index(max(numbers), 0, above)
            self.dataChanged.emit(first, last, [LOOK_ROLE])

    @property
    def tree(self) -> CodeTree:
        """Return the codes that were given, whether shown or not."""
        return self._tree

    @property
    def query(self) -> str:
        """Return what the codes are filtered by."""
        return self._query

    @property
    def show_retired(self) -> bool:
        """Tell whether retired codes are shown."""
        return self._show_retired

    @property
    def hit_count(self) -> int:
        """Return how many codes match the filter."""
        return self._hits

    @property
    def best_hit(self) -> str | None:
        """Return the id of the code that matches the filter best, or None without a filter or a hit."""
        return self._best if self._query.split() else None

    def code_at(self, index: Index) -> Code | None:
        """Return the code of a row, or None for a header, a code that is being named, or no row."""
        return self._row(index).code if index.isValid() else None

    def key_at(self, index: Index) -> str:
        """Return what identifies a row over resets: the code's id, or a text of its own for a header."""
        return self._row(index).key if index.isValid() else ""

    def index_of(self, key: str | None) -> QModelIndex:
        """Return the row of a code (or of a header, by its key), or no index if it is not shown."""
        return self._index_at(self._places.get(key, -1)) if key is not None else QModelIndex()

    def shown_codes(self) -> list[str]:
        """Return the ids of the codes shown, in display order."""
        return [row.code.id for row in self._rows if row.code is not None]

    def keys_with_children(self) -> list[str]:
        """Return the keys of the shown rows that can be unfolded, in display order."""
        return [row.key for row in self._rows if row.children]

    # -- naming a new code ------------------------------------------------------------------------------------

    def begin_draft(self, parent_id: str | None) -> QModelIndex:
        """Add an empty row for a code that is being named, under a code or at the top; return its index."""
        self.end_draft()
        above = self._places.get(parent_id, -1) if parent_id is not None else self._home_of_new()
        numbers = self._rows[above].children if above >= 0 else self._tops
        place = len(self._rows)
        self.beginInsertRows(self._index_at(above), len(numbers), len(numbers))
        self._rows.append(Row("", above, len(numbers)))
        numbers.append(place)
        self._draft = place
        self.endInsertRows()
        return self._index_at(place)

    def end_draft(self) -> None:
        """Take the row of a code that is being named away, if there is one."""
        if self._draft is not None:
            row = self._rows[self._draft]
            self.beginRemoveRows(self._index_at(row.parent), row.number, row.number)
            (self._rows[row.parent].children if row.parent >= 0 else self._tops).pop()
            self._rows.pop()
            self._draft = None
            self.endRemoveRows()

    def is_draft(self, index: Index) -> bool:
        """Tell whether a row is that of a code which is being named."""
        return index.isValid() and index.internalId() == self._draft

    # -- Qt's questions ---------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        places = self._rows[parent.internalId()].children if parent.isValid() else self._tops
        if column == 0 and 0 <= row < len(places):
            return self.createIndex(row, 0, places[row])
        return QModelIndex()

    def parent(self, index: Index = _ROOT) -> QModelIndex:  # type: ignore[override]
        return self._index_at(self._row(index).parent) if index.isValid() else QModelIndex()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return len(self._rows[parent.internalId()].children if parent.isValid() else self._tops)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 1

    def hasChildren(self, parent: Index = _ROOT) -> bool:
        return self.rowCount(parent) > 0

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        row = self._row(index)
        result = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDropEnabled
        if row.code is not None:
            result |= flag.ItemIsDragEnabled
        if row.codebook is None:
            result |= flag.ItemIsEditable
        return result

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._row(index)
        if role == LOOK_ROLE:
            return self._look(row)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return name_of(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and row.code is not None:
            return row.code.short_definition
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another name, or for the code that was being named; the row changes when the codes do."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        row, name = self._row(index), " ".join(str(value).split())
        if self.is_draft(index):
            if name:
                above = self._rows[row.parent].code if row.parent >= 0 else None
                self.add_requested.emit(above.id if above is not None else None, name)
        elif row.code is not None and name and name != row.code.name:
            self.rename_requested.emit(row.code.id, name)
        return False

    # -- dragging and dropping --------------------------------------------------------------------------------

    def mimeTypes(self) -> list[str]:
        return [CODE_MIME, PASSAGE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        code = next((code for index in indexes if (code := self.code_at(index)) is not None), None)
        return code_mime(code.id) if code is not None else QMimeData()

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction | Qt.DropAction.LinkAction

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if data.hasFormat(PASSAGE_MIME):
            return row < 0 and self.code_at(parent) is not None
        return self._asked_target(data, row, parent) != "" or self._wanted_move(data, row, parent) is not None

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        if data.hasFormat(PASSAGE_MIME):
            self.passage_dropped.emit(self._row(parent).key)
        elif target := self._asked_target(data, row, parent):
            self.dropped_onto.emit(dragged_code(data), target)
        elif (move := self._wanted_move(data, row, parent)) is not None:
            self.move_requested.emit(move.code_id, move.parent_id, move.place)
        return True

    def _asked_target(self, data: QMimeData, row: int, parent: Index) -> str:
        """Return the code onto which another one was dropped to move or merge there; empty for none."""
        code_id, target = dragged_code(data), self.code_at(parent)
        if not self.asks_on_drop or row >= 0 or target is None or code_id is None or code_id not in self._tree:
            return ""
        same_book = target.codebook_id == self._tree[code_id].codebook_id
        return target.id if same_book and target.id not in self._tree.with_descendants(code_id) else ""

    def _wanted_move(self, data: QMimeData, row: int, parent: Index) -> Move | None:
        code_id = dragged_code(data)
        if code_id is None or code_id not in self._tree:
            return None
        above = self._row(parent) if parent.isValid() else None
        if above is not None and above.codebook is not None:
            if above.codebook.id != self._tree[code_id].codebook_id:
                return None
        elif above is None and row >= 0 and any(self._rows[top].codebook for top in self._tops):
            return None  # between two codebooks there is no place for a code
        parent_id = above.code.id if above is not None and above.code is not None else None
        if row < 0:
            return move_beside(self._tree, code_id, parent_id)
        shown = [self._rows[place].key for place in (above.children if above is not None else self._tops)]
        following = [key for key in shown[row:] if key != code_id]
        preceding = [key for key in shown[:row] if key != code_id]
        return move_beside(
            self._tree,
            code_id,
            parent_id,
            before=following[0] if following else None,
            after=preceding[-1] if preceding else None,
        )

    # -- rows -------------------------------------------------------------------------------------------------

    def _row(self, index: Index) -> Row:
        return self._rows[index.internalId()]

    def _index_at(self, place: int) -> QModelIndex:
        return self.createIndex(self._rows[place].number, 0, place) if place >= 0 else QModelIndex()

    def _home_of_new(self) -> int:
        """Return the place of the header under which codes without a parent are added, or -1 for the top."""
        return self._tops[0] if self._tops and self._rows[self._tops[0]].codebook is not None else -1

    def _show_matching(self) -> None:
        self._reset_to(*self._matching_rows())

    def _reset_to(self, rows: list[Row], tops: list[int], places: dict[str, int]) -> None:
        self.beginResetModel()
        self._rows, self._tops, self._places, self._draft = rows, tops, places, None
        self.endResetModel()

    def _tell_changed(self, before: Sequence[Row]) -> None:
        """Say which codes changed where the rows stay; nothing is folded, chosen or scrolled by it."""
        for place, (old, new) in enumerate(zip(before, self._rows, strict=True)):
            if old.code != new.code or old.codebook != new.codebook:
                index = self._index_at(place)
                self.dataChanged.emit(index, index)
        self.looks_changed.emit()

    def _matching_rows(self) -> tuple[list[Row], list[int], dict[str, int]]:
        """Return the rows that match, those at the top, and the place of each by its key."""
        kept, hits = self._matches()
        rows: list[Row] = []
        tops: list[int] = []
        shown: dict[str, int] = {}
        places = [-1] * len(self._entries)
        for at, entry in enumerate(self._entries):
            if kept[at]:
                above = places[entry.parent] if entry.parent >= 0 else -1
                numbers = rows[above].children if above >= 0 else tops
                place = places[at] = shown[entry.key] = len(rows)
                rows.append(Row(entry.key, above, len(numbers), entry.code, entry.codebook, bool(hits[at])))
                numbers.append(place)
        return rows, tops, shown

    def _matches(self) -> tuple[bytearray, bytearray]:
        """Return for every entry whether it is shown and whether it matches; count the hits and find the best."""
        kept, hits = bytearray(len(self._entries)), bytearray(len(self._entries))
        filtered = bool(self._query.split())
        best: tuple[int, int] | None = None
        # From the last to the first, so that what is above a hit is reached after it.
        for at in range(len(self._entries) - 1, -1, -1):
            entry = self._entries[at]
            if entry.code is None or entry.searchable is None:
                hits[at] = not filtered
            elif entry.code.status is not CodeStatus.RETIRED or self._show_retired:
                score = matching(self._query, entry.searchable) if filtered else 0
                if score is not None:
                    hits[at] = 1
                    best = (score, at) if best is None or score <= best[0] else best
            if hits[at] or kept[at]:
                kept[at] = 1
                if entry.parent >= 0:
                    kept[entry.parent] = 1
        self._hits = sum(hit for hit, entry in zip(hits, self._entries, strict=True) if entry.code is not None)
        self._best = self._entries[best[1]].key if best is not None else None
        return kept, hits

    # -- counts and words -------------------------------------------------------------------------------------

    def _count(self, row: Row) -> int:
        if row.code is None:
            if row.codebook is None:
                return 0
            book = row.codebook.id
            return sum(self._usage.get(code.id, 0) for code in self._tree.codes.values() if code.codebook_id == book)
        return self._rollup(row.code.id) if self._is_group(row.code.id) else self._usage.get(row.code.id, 0)

    def _is_group(self, code_id: str) -> bool:
        return code_id in self._linked_to or bool(self._tree.children(code_id))

    def _rollup(self, code_id: str) -> int:
        counting = self._counting.get(code_id)
        if counting is None:
            counting = self._counting[code_id] = self._tree.counting_for(code_id)
        return sum(self._usage.get(other, 0) for other in counting)

    def _look(self, row: Row) -> RowLook:
        if row.code is None:
            return RowLook(name_of(row), count=self._count(row), header=row.codebook is not None)
        code = row.code
        filtered = bool(self._query.split())
        return RowLook(
            code.name,
            self._colours.get(code.id),
            self._count(row),
            code.shortcut,
            quiet=not row.hit or code.status is CodeStatus.RETIRED,
            spans=tuple(matched_spans(code.name, self._query)) if filtered and row.hit else (),
        )

    def _tip(self, row: Row) -> str:
        if row.code is None:
            return texts.codebook_tip(row.codebook) if row.codebook is not None else ""
        own = self._usage.get(row.code.id, 0)
        rollup = self._rollup(row.code.id) if self._is_group(row.code.id) else None
        return texts.code_tip(row.code, own=own, rollup=rollup)

    def _spoken(self, row: Row) -> str:
        if row.code is None:
            return texts.spoken_codebook(row.codebook, self._count(row)) if row.codebook is not None else "New code"
        above = [code.name for code in self._tree.path(row.code.id)[:-1]]
        return texts.spoken_code(row.code, path=above, count=self._count(row), with_below=self._is_group(row.code.id))


__all__ = ["LOOK_ROLE", "CodeTreeModel", "RowLook", "header_key", "parent_of"]
