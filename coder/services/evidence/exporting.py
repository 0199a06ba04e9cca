"""Exporting tables: whatever leaves the project goes through here, and through what consent lets out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coder.domain.evidence import EvidenceFilter
from coder.domain.query import Query
from coder.domain.tables import TableHead
from coder.errors import InvalidValueError
from coder.services.evidence.audiences import notice_for, usual_for_table
from coder.services.evidence.queries import query_named
from coder.services.project import Project
from coder.services.tables import AnalysisData, Audience, as_kept, table_named

if TYPE_CHECKING:
    from coder.exporters.contents import Contents, Watch

FORMATS = ("csv", "xlsx", "html", "docx", "json")
ALL = "all"
"""The name under which all tables are exported together."""

Progress = Callable[[int, int], None]
"""Told how many rows are written, of how many."""


def table_heads() -> list[TableHead]:
    """Return the definitions of all tables, in the order in which they are offered."""
    from coder.analysis.tables import TABLES

    return [table.head for table in TABLES.values()]


def export_table(
    project: Project,
    *,
    table: str = "evidence",
    file_format: str = "csv",
    file: Path,
    audience: Audience | None = None,
    query: Query | None = None,
    wanted: EvidenceFilter | None = None,
    bom: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write a table to a file and return the number of its rows; the name `all` writes all tables into one file.

    It is made for an audience (if None, `usual_for_table` of `coder.services.evidence.audiences`), and consent is
    applied, always: see `coder.analysis.consent`. For the team, all tables are those without the quote bank, which is
    made to be passed on; the evidence has the same words. A query or filter narrows the codings first. A second export
    of the same project gives the same bytes (but DOCX, which keeps the time in its parts). Raises `ExportError`
    if the file cannot be written and `ExportCancelledError` if it was stopped; an older file is kept then.
    """
    if file_format not in FORMATS:
        raise InvalidValueError(f"Tables cannot be exported as “{file_format}”. Choose: {', '.join(FORMATS)}.")
    chosen = audience or usual_for_table(table)
    if table == ALL:
        if file_format in ("csv", "json"):
            raise InvalidValueError(
                f"All tables do not fit into one {file_format.upper()} file. Choose xlsx or html, or a single table."
            )
        names = _all_tables(chosen)
        if file_format == "docx":
            names.remove("evidence")  # far too wide for paper; the quote bank says the same
    else:
        names = [table_named(table).name]
    from coder.exporters.contents import Watch

    watch = Watch(progress, cancelled)
    watch.at(0, 1)
    data = data_for(project, chosen, query, wanted.as_query() if wanted else None)
    contents = [_contents(data, name) for name in names]
    _write(contents, file, file_format, bom=bom, watch=watch)
    return sum(len(each.frame) for each in contents)


def export_workbook(
    project: Project,
    *,
    file: Path,
    audience: Audience = Audience.TEAM,
    tables: Sequence[str] = (),
    query: Query | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write tables (all, if none is named) as one XLSX workbook, as `export_table` does; return the number of rows."""
    from coder.exporters.contents import Watch

    names = [table_named(name).name for name in tables] or _all_tables(audience)
    watch = Watch(progress, cancelled)
    watch.at(0, 1)
    data = data_for(project, audience, query)
    contents = [_contents(data, name) for name in names]
    _write(contents, file, "xlsx", bom=False, watch=watch)
    return sum(len(each.frame) for each in contents)


def data_for(project: Project, audience: Audience, *queries: Query | None) -> AnalysisData:
    """Read the project as a file for an audience may hold it, narrowed to all of the queries.

    The query is answered on what the team sees: it may ask for what readers are not told.
    """
    from coder.analysis.consent import in_files, seen_by
    from coder.analysis.queries import asked

    with project.read() as rows:
        kept = as_kept(rows)
    data = seen_by(kept, Audience.TEAM)
    for query in queries:
        data = asked(query, data)
    return in_files(seen_by(data, audience))


def _all_tables(audience: Audience) -> list[str]:
    return [head.name for head in table_heads() if audience is Audience.READERS or head.name != "quotes"]


def saved_query(project: Project, name: str) -> Query:
    """Return a saved query by its name; raises `NotFoundError` with those there are."""
    with project.read() as rows:
        return query_named(rows, name)


def _contents(data: AnalysisData, name: str) -> Contents:
    from coder.exporters.contents import Contents

    found = table_named(name).build(data)
    notes = ["Only codings that fit a query are counted."] if data.asked else []
    notice = notice_for(data.audience or Audience.READERS)
    return Contents(found.head, found.frame, found.grid() if found.head.lattice else None, tuple(notes), notice)


def _write(contents: Sequence[Contents], file: Path, file_format: str, *, bom: bool, watch: Watch) -> None:
    match file_format:
        case "csv":
            from coder.exporters.csv_table import write_csv

            write_csv(contents[0].frame, file, bom=bom, watch=watch)
        case "json":
            from coder.exporters.json_table import write_json

            write_json(contents[0], file, watch=watch)
        case "xlsx":
            from coder.exporters.xlsx_table import write_xlsx

            write_xlsx(contents, file, watch=watch)
        case "html":
            from coder.exporters.html_table import write_html

            write_html(contents, file, watch=watch)
        case _:
            from coder.exporters.docx_table import write_docx

            write_docx(contents, file, watch=watch)
