"""The evidence table: its rows for the window."""

from __future__ import annotations

from coder.domain.evidence import EvidenceFilter, EvidenceRow
from coder.domain.query import Query
from coder.services.evidence.exporting import export_table
from coder.services.project import Project
from coder.services.tables import Audience, as_kept
from coder.storage.repository import Repository

__all__ = ["evidence_rows", "export_table", "rows_of"]


def evidence_rows(
    project: Project, *, wanted: EvidenceFilter | None = None, query: Query | None = None
) -> list[EvidenceRow]:
    """Return one row per coding that the team sees, in a stable order, narrowed to what is wanted and asked for."""
    with project.read() as rows:
        return rows_of(rows, wanted=wanted, query=query)


def rows_of(rows: Repository, *, wanted: EvidenceFilter | None = None, query: Query | None = None) -> list[EvidenceRow]:
    """Return the same within a transaction that is open already."""
    from coder.analysis.consent import seen_by
    from coder.analysis.evidence import rows_of as build
    from coder.analysis.queries import asked

    data = seen_by(as_kept(rows), Audience.TEAM)
    return build(asked(query, asked(wanted.as_query() if wanted else None, data)))
