"""Counting for the analysis workspace: everything here runs in the background and returns plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coder.domain.query import Query
from coder.gui.analysis.places import BY_NAME
from coder.gui.analysis.sheets import Sheet, sheet_of
from coder.services.evidence import drilling
from coder.services.project import Project
from coder.services.tables import AnalysisData, analysis_data, as_kept, build_table


@dataclass(frozen=True, slots=True)
class Counted:
    """What comes back from the background."""

    version: int
    data: AnalysisData
    view: AnalysisData
    queries: tuple[Query, ...]
    name: str
    sheet: Sheet | None


def count(
    project: Project,
    name: str,
    version: int,
    wanted: tuple[Query, ...],
    data: AnalysisData | None,
    view: AnalysisData | None,
) -> Counted:
    """Read what is not known yet and build a table; runs in the background."""
    if data is None:
        data = analysis_data(project)
    if view is None:
        view = drilling.narrowed(data, wanted) if wanted else data
    table = BY_NAME[name].table
    if not table:
        return Counted(version, data, view, wanted, name, None)
    if name == "participants":
        # The one place that shows people who withdrew: somebody must be able to take that back.
        with project.read() as rows:
            kept = as_kept(rows)
        return Counted(version, data, view, wanted, name, sheet_of(build_table(kept, table)))
    sheet = sheet_of(build_table(view, table))
    if name == "co-occurrence":
        sheet = _square(sheet, view)
    if name == "matrix":
        sheet = _everybody(sheet, view)
    return Counted(version, data, view, wanted, name, sheet)


def _square(sheet: Sheet, view: AnalysisData) -> Sheet:
    """Return co-occurrence with the same codes down and across, in display order."""
    assert sheet.grid is not None
    known = dict(zip(sheet.grid.row_keys, sheet.grid.row_titles, strict=True))
    known |= dict(zip(sheet.grid.column_keys, sheet.grid.column_titles, strict=True))
    order = {code.id: place for place, code in enumerate(view.tree)}
    keys = tuple(sorted(known, key=lambda key: order.get(key, len(order))))
    titles = tuple(known[key] for key in keys)
    grid = replace(sheet.grid, row_keys=keys, row_titles=titles, column_keys=keys, column_titles=titles)
    return replace(sheet, grid=grid)


def _everybody(sheet: Sheet, view: AnalysisData) -> Sheet:
    """Return the matrix with a line for everybody and a column for every outcome, so that each can be written."""
    assert sheet.grid is not None
    outcomes, people = build_table(view, "coverage"), build_table(view, "participants")
    names = [row[1] for row in outcomes.rows()]
    who = [f"{row[1]} · {row[2]}" if row[2] else row[1] for row in people.rows()]
    grid = replace(
        sheet.grid,
        row_keys=tuple(key[0] for key in people.keys),
        row_titles=tuple(who),
        column_keys=tuple(key[0] for key in outcomes.keys),
        column_titles=tuple(names),
    )
    return replace(sheet, grid=grid)
