"""Tables as Word documents: landscape, with a header row that repeats on every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coder.domain.tables import Column, ColumnType
from coder.errors import ExportError
from coder.exporters.contents import NOBODY, Contents, Watch, cell_lines, for_xml, shown
from coder.exporters.files import replaced

MOST_ROWS = 5000
"""Rows that Word still opens without trouble."""

_WIDEST_GRID = 9
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
_HEAD_FILL = "E8EEF2"


def write_docx(sheets: Sequence[Contents], path: Path, *, watch: Watch = NOBODY) -> None:
    """Write tables as one Word document, each with what its columns mean; a narrow grid is written as a grid.

    Ids, details, and columns that are empty in every row are left out, since paper is narrow. Raises `ExportError`,
    also for a table that is too long for Word; an older file is kept then.
    """
    from docx import Document

    total, done = sum(len(each.frame) for each in sheets), 0
    for contents in sheets:
        if not _as_grid(contents) and len(contents.frame) > MOST_ROWS:
            raise ExportError(
                f"“{contents.head.title}” has {len(contents.frame):,} rows, too many for a Word document "
                f"({MOST_ROWS:,}); narrow it with a query, or export it as XLSX, HTML or CSV."
            )
    document: Any = Document()
    _set_up(document, sheets[0].head.title if len(sheets) == 1 else "Coded evidence")
    _write_notice(document, sheets[0].notice)
    for number, contents in enumerate(sheets):
        if number:
            document.add_page_break()
        document.add_heading(for_xml(contents.head.title), level=1)
        for line in (contents.head.description, *contents.notes):
            document.add_paragraph(for_xml(line))
        if _as_grid(contents):
            watch.at(done, total)
            _write_grid(document, contents)
        else:
            _write_long(document, contents, watch=watch, total=total, done=done)
        _write_meanings(document, contents)
        done += len(contents.frame)
    with replaced(path) as stream:
        document.save(stream)
        watch.at(total, total)


def _write_notice(document: Any, notice: str) -> None:
    """Write what has to be seen first: above everything, and at the head of every page."""
    if notice:
        document.add_paragraph().add_run(for_xml(notice)).bold = True
        document.sections[0].header.paragraphs[0].text = for_xml(notice)


def _as_grid(contents: Contents) -> bool:
    return contents.grid is not None and 0 < len(contents.grid.column_keys) <= _WIDEST_GRID


def _set_up(document: Any, title: str) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(9)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = for_xml(title), "", ""
    properties.created = properties.modified = _MADE


def _write_long(document: Any, contents: Contents, *, watch: Watch, total: int, done: int) -> None:
    rows = list(contents.rows())
    kept = [
        (place, column)
        for place, column in enumerate(contents.head.columns)
        if _on_paper(column) and (not rows or any(row[place] not in (None, "") for row in rows))
    ]
    table = _Table(document, [column.title for _, column in kept], [_share(column) for _, column in kept])
    for row in watch.over(iter(rows), total, done):
        table.add(
            [(shown(row[place], column), column.type in (ColumnType.WHOLE, ColumnType.SHARE)) for place, column in kept]
        )


def _write_grid(document: Any, contents: Contents) -> None:
    grid = contents.grid
    assert grid is not None
    rows = list(contents.rows())
    widths = [1.6, *(1.0 for _ in grid.column_keys)]
    table = _Table(document, [grid.lattice.row_title, *grid.column_titles], widths)
    for key, title in zip(grid.row_keys, grid.row_titles, strict=True):
        said = [(title, False)]
        for other in grid.column_keys:
            place = grid.cells.get((key, other))
            lines = cell_lines(rows, contents, place) if place is not None else ("", "")
            said.append(("\n".join(line for line in lines if line), False))
        table.add(said)


def _write_meanings(document: Any, contents: Contents) -> None:
    document.add_heading("What the columns mean", level=2)
    table = _Table(document, ["Column", "Type", "Meaning"], [1.0, 0.6, 4.0])
    for column in filter(_on_paper, contents.head.columns):
        table.add([(column.title, False), (column.type.value, False), (column.meaning, False)])


class _Table:
    """A table of a document, row by row; the cells are made as plain XML, since the library's own take seconds."""

    _ROOM = 26.7 / 2.54 * 1440
    """Width between the margins, in twentieths of a point."""

    def __init__(self, document: Any, titles: Sequence[str], shares: Sequence[float]) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self._make, self._qn = OxmlElement, qn
        table = document.add_table(rows=0, cols=len(titles))
        table.style = "Table Grid"
        table.autofit = False
        self._element = table._tbl
        margins = self._make("w:tblCellMar")
        for side in ("left", "right"):
            margin = self._make(f"w:{side}")
            margin.set(qn("w:w"), "60")
            margin.set(qn("w:type"), "dxa")
            margins.append(margin)
        look = self._element.tblPr.find(qn("w:tblLook"))
        if look is not None:
            look.addprevious(margins)
        else:
            self._element.tblPr.append(margins)
        whole = sum(shares)
        self._widths = [round(self._ROOM * each / whole) for each in shares]
        for column, width in zip(self._element.tblGrid.findall(qn("w:gridCol")), self._widths, strict=True):
            column.set(qn("w:w"), str(width))
        row = self.add([(title, False) for title in titles], bold=True)
        properties = self._make("w:trPr")
        properties.append(self._make("w:cantSplit"))
        properties.append(self._make("w:tblHeader"))
        row.insert(0, properties)

    def add(self, cells: Iterable[tuple[str, bool]], *, bold: bool = False) -> Any:
        """Add a row of texts, each with whether it stands to the right."""
        row = self._make("w:tr")
        for (said, right), width in zip(cells, self._widths, strict=True):
            row.append(self._cell(for_xml(said), width, right=right, bold=bold))
        self._element.append(row)
        return row

    def _cell(self, said: str, width: int, *, right: bool, bold: bool) -> Any:
        make, qn = self._make, self._qn
        cell, properties, room = make("w:tc"), make("w:tcPr"), make("w:tcW")
        room.set(qn("w:w"), str(width))
        room.set(qn("w:type"), "dxa")
        properties.append(room)
        if bold:
            fill = make("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", _HEAD_FILL)):
                fill.set(qn(f"w:{name}"), value)
            properties.append(fill)
        cell.append(properties)
        for line in said.split("\n"):
            cell.append(self._paragraph(line, right=right, bold=bold))
        return cell

    def _paragraph(self, line: str, *, right: bool, bold: bool) -> Any:
        make, qn = self._make, self._qn
        paragraph, looks = make("w:p"), make("w:pPr")
        if right_to_left(line):
            looks.append(make("w:bidi"))
        space = make("w:spacing")
        space.set(qn("w:before"), "20")
        space.set(qn("w:after"), "20")
        looks.append(space)
        if right:
            side = make("w:jc")
            side.set(qn("w:val"), "right")
            looks.append(side)
        paragraph.append(looks)
        if line:
            run, letters, size, text = make("w:r"), make("w:rPr"), make("w:sz"), make("w:t")
            if bold:
                letters.append(make("w:b"))
            size.set(qn("w:val"), "14" if bold else "16")
            letters.append(size)
            if right_to_left(line):
                letters.append(make("w:rtl"))
            text.text = line.replace("\t", " ")
            text.set(qn("xml:space"), "preserve")
            run.append(letters)
            run.append(text)
            paragraph.append(run)
        return paragraph


def right_to_left(text: str) -> bool:
    """Tell whether the first letter of a text that has a direction is of a script that runs to the left."""
    import unicodedata

    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def _share(column: Column) -> float:
    if column.wide:
        return 3.0
    # Headings must not break within a word: some room for each letter, and for the cell's margins.
    heading = 0.3 + 0.08 * max(map(len, column.title.split()))
    least = {ColumnType.TEXT: 1.2, ColumnType.DATE: 1.0}.get(column.type, 0.6)
    return max(heading, least)


def _on_paper(column: Column) -> bool:
    return not column.technical and not column.detail
