"""The evidence table: its rows for the window, its file for everybody else."""

from __future__ import annotations

from pathlib import Path

from coder.domain.evidence import EvidenceFilter, EvidenceRow
from coder.errors import InvalidValueError
from coder.services.project import Project
from coder.services.tables import Audience, as_kept
from coder.storage.repository import Repository

FORMATS = ("csv",)
TABLES = ("evidence",)


def evidence_rows(project: Project, *, wanted: EvidenceFilter | None = None) -> list[EvidenceRow]:
    """Return one row per coding in a stable order, narrowed to what is wanted."""
    with project.read() as rows:
        return rows_of(rows, wanted=wanted)


def rows_of(rows: Repository, *, wanted: EvidenceFilter | None = None) -> list[EvidenceRow]:
    """Return the evidence rows that the team sees, within a transaction that is open already."""
    from coder.analysis.consent import seen_by
    from coder.analysis.evidence import filtered
    from coder.analysis.evidence import rows_of as build

    data = seen_by(as_kept(rows), Audience.TEAM)
    everything = build(data)
    if wanted is None:
        return everything
    if wanted.older:
        everything = [row for row in everything if row.evidence_id in data.older]
    return filtered(everything, wanted, data.tree)


def export_table(
    project: Project,
    *,
    table: str = "evidence",
    file_format: str = "csv",
    file: Path,
    bom: bool = False,
    wanted: EvidenceFilter | None = None,
) -> int:
    """Write a table to a file and return the number of its rows.

    A second export of the same project gives the same bytes. Raises `ExportError` if the file cannot be written;
    an older file of that name is kept then.
    """
    if table not in TABLES:
        raise InvalidValueError(f"There is no table “{table}”. There is: {', '.join(TABLES)}.")
    if file_format not in FORMATS:
        raise InvalidValueError(f"Tables cannot be exported as “{file_format}” yet. Choose: {', '.join(FORMATS)}.")
    from coder.analysis.evidence import evidence_frame
    from coder.exporters.csv_table import write_csv

    found = evidence_rows(project, wanted=wanted)
    write_csv(evidence_frame(found), file, bom=bom)
    return len(found)
