"""The parts of the report on which the evaluator writes, in the order of the report."""

from __future__ import annotations

from dataclasses import dataclass

from coder.domain.codebook import CodeKind
from coder.services.findings import by_subject
from coder.services.tables import AnalysisData, build_table


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One part: what it is called, how deep it lies, how well it is covered, and what is written."""

    subject: str
    title: str
    depth: int
    level: str = ""
    codings: int = 0
    finding: str = ""
    code_id: str = ""
    """The code that it is about, or an empty text."""


def report_outline(data: AnalysisData) -> list[ReportPart]:
    """Return the report's parts: introduction, domains with their outcomes, unintended change, conclusion, method."""
    tree = data.tree
    written = by_subject(data.findings)
    coverage, domains = build_table(data, "coverage"), build_table(data, "domains")
    names = [column.name for column in coverage.columns]
    level, codings = names.index("level"), names.index("codings")
    rows = {key[0]: row for key, row in zip(coverage.keys, coverage.rows(), strict=True)}
    counts = {
        key[0]: row[[column.name for column in domains.columns].index("codings")]
        for key, row in zip(domains.keys, domains.rows(), strict=True)
    }

    def fixed(subject: str, title: str) -> ReportPart:
        return ReportPart(subject, title, 0, finding=written.get(subject, ""))

    def outcome(code_id: str) -> ReportPart:
        row = rows[code_id]
        text = written.get(code_id, "")
        return ReportPart(code_id, tree[code_id].name, 1, str(row[level]), int(row[codings]), text, code_id)

    result = [fixed("introduction", "Introduction")]
    tops = [
        code
        for code in tree
        if code.kind is CodeKind.DOMAIN and [each.id for each in tree.domains(code.id)] == [code.id]
    ]
    home = {code_id: next((each.id for each in tree.domains(code_id)), "") for code_id in rows}
    for top in tops:
        text = written.get(top.id, "")
        result.append(ReportPart(top.id, top.name, 0, "", int(counts.get(top.id, 0)), text, top.id))
        result += [outcome(code_id) for code_id in rows if home[code_id] == top.id and code_id != top.id]
    known = {top.id for top in tops}
    outside = [code_id for code_id in rows if home[code_id] not in known]
    for book in data.codebooks:
        own = [code_id for code_id in outside if tree[code_id].codebook_id == book.id]
        if own:
            result.append(ReportPart(book.id, book.name, 0, finding=written.get(book.id, "")))
            result += [outcome(code_id) for code_id in own]
    if rows:
        result.append(fixed("unintended", "Unintended change"))
    return [*result, fixed("conclusion", "Conclusion"), fixed("method", "Method note")]
