"""All tables, each defined once for screen, command line and every file format.

How to use it. `coder.services.tables.analysis_data(project)` reads a project once, for the team's eyes (or, with
`audience=Audience.READERS`, as consent lets it out). Then, as often as you like and without reading again:

    table = TABLES["coverage"]                    # name, title, description, columns (name, title, type, meaning)
    built = table.build(data)                     # built.frame: a DataFrame with exactly these columns
    built.rows()                                  # the same as plain values, for those who do not know pandas
    built.keys[3]                                 # permanent ids of row 3: ("peer-learning",), or two in a grid
    built.codings_of(3, "supports")               # ids of the codings behind a cell, in the order of reading
    built.codings_of(("peer-learning", "Care worker"))         # or by key, all of the row
    built.grid()                                  # tables with a `lattice`: rows x columns -> row number
    data.narrowed(coder.analysis.queries.matching(query, data))    # the same tables for fewer codings

A table counts what is evidence (`data.counting`); only the evidence table and the audit trail are of every coding.
`data.facts` has the arrays that charts need (code, transcript, start, end, direction, people), one entry per coding.
"""

from __future__ import annotations

from collections.abc import Mapping

from coder.analysis.building import Built, Table
from coder.analysis.cooccurrence import COOCCURRENCE, build_cooccurrence
from coder.analysis.coverage import COVERAGE, DOMAINS, build_coverage, build_domains
from coder.analysis.crosstabs import BY_GROUP, BY_TRANSCRIPT, build_by_group, build_by_transcript
from coder.analysis.evidence import EVIDENCE, build_evidence
from coder.analysis.frequencies import FREQUENCIES, build_frequencies
from coder.analysis.lists import AUDIT, CODEBOOK, PARTICIPANTS, build_audit, build_codebook, build_participants
from coder.analysis.matrix import MATRIX, build_matrix
from coder.analysis.quotes import QUOTES, UNINTENDED, build_quotes, build_unintended

__all__ = ["TABLES", "Built", "Table"]

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(EVIDENCE, build_evidence, every_coding=True),
        Table(COVERAGE, build_coverage),
        Table(BY_GROUP, build_by_group),
        Table(BY_TRANSCRIPT, build_by_transcript),
        Table(DOMAINS, build_domains),
        Table(MATRIX, build_matrix),
        Table(UNINTENDED, build_unintended),
        Table(COOCCURRENCE, build_cooccurrence),
        Table(FREQUENCIES, build_frequencies),
        Table(QUOTES, build_quotes),
        Table(CODEBOOK, build_codebook),
        Table(PARTICIPANTS, build_participants),
        Table(AUDIT, build_audit, every_coding=True),
    )
}
"""Tables by name, in the order in which they are offered."""
