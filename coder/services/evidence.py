"""The evidence table: its rows for the window, its file for everybody else."""

from __future__ import annotations

from pathlib import Path

from coder.domain.evidence import EvidenceFilter, EvidenceRow
from coder.errors import InvalidValueError
from coder.services.project import Project
from coder.services.redefined import redefined_in
from coder.storage.repository import Repository

FORMATS = ("csv",)
TABLES = ("evidence",)


def evidence_rows(project: Project, *, wanted: EvidenceFilter | None = None) -> list[EvidenceRow]:
    """Return one row per coding in a stable order, narrowed to what is wanted."""
    with project.read() as rows:
        return rows_of(rows, wanted=wanted)


def rows_of(rows: Repository, *, wanted: EvidenceFilter | None = None) -> list[EvidenceRow]:
    """Return the evidence rows within a transaction that is open already."""
    from coder.analysis.evidence import evidence_rows as build
    from coder.analysis.evidence import filtered

    tree = rows.code_tree()
    everything = build(
        transcripts={transcript.id: transcript for transcript in rows.transcripts()},
        speakers=rows.speakers(),
        turns=rows.turns(),
        participants=rows.participants(),
        tree=tree,
        codings=rows.codings(),
        coders=rows.coders(),
    )
    if wanted is None:
        return everything
    if wanted.older:
        older = {coding.id for item in redefined_in(rows) for coding in item.codings}
        everything = [row for row in everything if row.evidence_id in older]
    return filtered(everything, wanted, tree)


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
