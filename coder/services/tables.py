"""Reading a project for tables, charts and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.analysis.data import AnalysisData, Audience
from coder.errors import InvalidValueError
from coder.services.coding.redefined import redefined_in, version_label
from coder.services.project import Project
from coder.storage.repository import Repository

if TYPE_CHECKING:
    from coder.analysis.building import Built, Table

__all__ = ["AnalysisData", "Audience", "analysis_data", "as_kept", "build_table", "table_named"]


def analysis_data(project: Project, *, audience: Audience = Audience.TEAM) -> AnalysisData:
    """Read a project once for all its tables, as an audience may see it."""
    from coder.analysis.consent import seen_by

    with project.read() as rows:
        kept = as_kept(rows)
    return seen_by(kept, audience)


def build_table(data: AnalysisData, name: str) -> Built:
    """Return a table by name; raises `InvalidValueError` for a name that is none."""
    return table_named(name).build(data)


def table_named(name: str) -> Table:
    """Return a table's definition by name; raises `InvalidValueError` for a name that is none."""
    from coder.analysis.tables import TABLES

    if name not in TABLES:
        raise InvalidValueError(f"There is no table “{name}”. There are: {', '.join(TABLES)}.")
    return TABLES[name]


def as_kept(rows: Repository) -> AnalysisData:
    """Read everything as it is kept, whatever was consented to, within a transaction that is open already."""
    codings = rows.coding_columns()
    codebooks = tuple(rows.codebooks())
    current = {version_label(book) for book in codebooks}
    older: frozenset[str] = frozenset()
    if not current.issuperset(set(codings.codebook_version) - {""}):
        older = frozenset(coding.id for item in redefined_in(rows) for coding in item.codings)
    return AnalysisData(
        transcripts=tuple(rows.transcripts()),
        speakers=tuple(rows.speakers()),
        turns=rows.turn_columns(),
        participants=tuple(rows.participants()),
        codebooks=codebooks,
        tree=rows.code_tree(),
        codings=codings,
        coders=tuple(rows.coders()),
        summaries=tuple(rows.summaries()),
        findings=tuple(rows.findings()),
        audit=tuple(rows.audit_trail()),
        older=older,
        name=rows.project().name,
    )
