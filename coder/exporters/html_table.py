"""Tables as one self-contained HTML file that is read without scripts and without a network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from coder.domain.tables import Column, ColumnType
from coder.exporters.contents import NOBODY, Contents, Watch, cell_lines, for_xml, shown
from coder.exporters.files import replaced

_WIDEST_GRID = 30
"""Columns of a grid that are still readable; a wider one is written as the long table."""

_LOOKS = """
:root { color-scheme: light dark; --ink: #1d2730; --soft: #55636e; --line: #d5dce1; --head: #e9eff2; --paper: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebee; --soft: #a7b3bc; --line: #3a464f; --head: #26323b; --paper: #161d22; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem; background: var(--paper); color: var(--ink);
  font: 15px/1.45 "Inter", system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { max-width: 50rem; margin: .25rem 0; color: var(--soft); }
.notice { max-width: none; margin: 0 0 1rem; padding: .5rem .75rem; border: 1px solid var(--line);
  border-inline-start: 4px solid #b4552d; border-radius: 6px; color: var(--ink); }
.table { overflow: auto; max-height: 90vh; margin-top: 1rem; border: 1px solid var(--line); border-radius: 6px; }
.table:focus-visible { outline: 2px solid #2f7d8c; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .4rem .6rem; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { position: sticky; top: 0; background: var(--head); white-space: nowrap; }
tbody th { font-weight: 600; }
td.number { text-align: end; font-variant-numeric: tabular-nums; }
td[dir] { min-width: 9rem; }
td.wide { min-width: 18rem; max-width: 40rem; white-space: pre-line; }
td small { display: block; color: var(--soft); }
@media print {
  :root { --ink: #000; --soft: #333; --line: #999; --head: #eee; --paper: #fff; }
  @page { size: landscape; margin: 12mm; }
  body { padding: 0; font-size: 9pt; }
  .table { overflow: visible; max-height: none; border: 0; }
  td[dir], td.wide { min-width: 0; }
  thead th { position: static; white-space: normal; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
"""


def write_html(sheets: Sequence[Contents], path: Path, *, watch: Watch = NOBODY) -> None:
    """Write tables as one HTML page, each with what its columns mean; a narrow grid is written as a grid.

    The same tables give the same bytes. Raises `ExportError`; an older file is kept then.
    """
    total, done = sum(len(each.frame) for each in sheets), 0
    title = sheets[0].head.title if len(sheets) == 1 else "Coded evidence"
    with replaced(path) as stream:
        for part in _opening(title, notice=sheets[0].notice, alone=len(sheets) == 1):
            stream.write(part.encode("utf-8"))
        for contents in sheets:
            for part in _table(contents, alone=len(sheets) == 1, watch=watch, total=total, done=done):
                stream.write(part.encode("utf-8"))
            done += len(contents.frame)
        stream.write(b"</body>\n</html>\n")
        watch.at(total, total)


def _opening(title: str, *, notice: str, alone: bool) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{_said(title)}</title>\n<style>{_LOOKS}</style>\n</head>\n<body>\n"
    if notice:
        yield f'<p class="notice"><strong>{_said(notice)}</strong></p>\n'
    if not alone:
        yield f"<h1>{_said(title)}</h1>\n"


def _table(contents: Contents, *, alone: bool, watch: Watch, total: int, done: int) -> Iterator[str]:
    head = contents.head
    level, below = ("h1", "h2") if alone else ("h2", "h3")
    mark = f"table-{head.name}"
    yield f'<{level} id="{mark}">{_said(head.title)}</{level}>\n<p>{_said(head.description)}</p>\n'
    for note in contents.notes:
        yield f"<p>{_said(note)}</p>\n"
    yield f'<div class="table" tabindex="0" role="region" aria-labelledby="{mark}">\n<table>\n'
    if contents.grid is not None and 0 < len(contents.grid.column_keys) <= _WIDEST_GRID:
        watch.at(done, total)
        yield from _grid(contents)
    else:
        yield from _long(contents, watch=watch, total=total, done=done)
    yield f"</table>\n</div>\n<{below}>What the columns mean</{below}>\n"
    yield '<div class="table" tabindex="0" role="region" aria-label="What the columns mean">\n<table>\n<thead>\n<tr>'
    yield '<th scope="col">Column</th><th scope="col">Type</th><th scope="col">Meaning</th></tr>\n</thead>\n<tbody>\n'
    for column in head.columns:
        yield f'<tr><th scope="row">{_said(column.title)}</th><td>{column.type.value}</td>'
        yield f"<td>{_said(column.meaning)}</td></tr>\n"
    yield "</tbody>\n</table>\n</div>\n"


def _long(contents: Contents, *, watch: Watch, total: int, done: int) -> Iterator[str]:
    # Ids last: people read from the left.
    order = sorted(range(len(contents.head.columns)), key=lambda place: contents.head.columns[place].technical)
    columns = [contents.head.columns[place] for place in order]
    yield "<thead>\n<tr>"
    for column in columns:
        yield f'<th scope="col">{_said(column.title)}</th>'
    yield "</tr>\n</thead>\n<tbody>\n"
    openings = [_opening_of(column) for column in columns]
    for row in watch.over(contents.rows(), total, done):
        cells = (
            opening + _said(shown(row[place], column))
            for opening, place, column in zip(openings, order, columns, strict=True)
        )
        yield f"<tr>{'</td>'.join(cells)}</td></tr>\n"
    yield "</tbody>\n"


def _opening_of(column: Column) -> str:
    if column.type in (ColumnType.WHOLE, ColumnType.SHARE):
        return '<td class="number">'
    if column.type is not ColumnType.TEXT:
        return "<td>"
    return '<td class="wide" dir="auto">' if column.wide else '<td dir="auto">'


def _grid(contents: Contents) -> Iterator[str]:
    grid = contents.grid
    assert grid is not None
    rows = list(contents.rows())
    yield f'<thead>\n<tr><th scope="col">{_said(grid.lattice.row_title)}</th>'
    for title in grid.column_titles:
        yield f'<th scope="col">{_said(title)}</th>'
    yield "</tr>\n</thead>\n<tbody>\n"
    for key, title in zip(grid.row_keys, grid.row_titles, strict=True):
        yield f'<tr><th scope="row" dir="auto">{_said(title)}</th>'
        for other in grid.column_keys:
            place = grid.cells.get((key, other))
            main, more = cell_lines(rows, contents, place) if place is not None else ("", "")
            bold = f"<strong>{_said(main)}</strong>" if main else ""
            yield f'<td dir="auto">{bold}{f"<small>{_said(more)}</small>" if main and more else _said(more)}</td>'
        yield "</tr>\n"
    yield "</tbody>\n"


def _said(text: str) -> str:
    return escape(for_xml(text), quote=False)
