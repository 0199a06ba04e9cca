"""The parts of the report on which the evaluator writes, in the order of the report."""

from __future__ import annotations

from dataclasses import dataclass

from coder.services.evidence.findings import by_subject
from coder.services.evidence.report_parts import homes
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
    from coder.analysis.counting import unintended

    data = data.counting
    written = by_subject(data.findings)
    coverage = build_table(data, "coverage")
    names = [column.name for column in coverage.columns]
    level = names.index("level")
    rows = {key[0]: row for key, row in zip(coverage.keys, coverage.rows(), strict=True)}
    found = homes(data, rows, written)
    asked = list(dict.fromkeys(code_id for home in found for code_id in (home.key, *home.codes)))
    counts = dict.fromkeys(asked, 0)
    for cell in data.facts.counted_codes(asked)[0].tolist():
        counts[asked[cell]] += 1

    def fixed(subject: str, title: str) -> ReportPart:
        return ReportPart(subject, title, 0, finding=written.get(subject, ""))

    def part(code_id: str, depth: int) -> ReportPart:
        state = str(rows[code_id][level]) if code_id in rows else ""
        text = written.get(code_id, "")
        return ReportPart(code_id, data.tree[code_id].name, depth, state, counts[code_id], text, code_id)

    result = [fixed("introduction", "Introduction")]
    for home in found:
        result.append(part(home.key, 0) if home.code is not None else fixed(home.key, home.name))
        result += [part(code_id, 1) for code_id in home.codes]
    if unintended(data) is not None:
        result.append(fixed("unintended", "Unintended change"))
    return [*result, fixed("conclusion", "Conclusion"), fixed("method", "Method note")]
