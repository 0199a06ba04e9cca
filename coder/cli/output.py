"""How commands print: sentences and columns for people, one JSON document for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from coder.domain.codebook import CodeTree
from coder.domain.suggestion import Reason, ReasonKind, Suggestion
from coder.domain.text import excerpt, one_line
from coder.services.suggestions.suggesting import SuggestedPassage

_WIDEST = 44


def print_result(document: Any, as_json: bool, sentence: str) -> None:
    """Print a result either as JSON or as a sentence; an empty sentence prints nothing."""
    if text := said(document, as_json, sentence):
        print(text)


def said(document: Any, as_json: bool, sentence: str) -> str:
    """Return what `print_result` prints."""
    if not as_json:
        return sentence
    # A terminal that does not know all letters gets them as JSON escapes.
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    return json.dumps(document, ensure_ascii=plain, indent=2)


def print_columns(found: Sequence[Mapping[str, Any]]) -> None:
    """Print rows of the same keys as columns; long cells are cut."""
    heads = list(found[0])
    cells = [[_cell(row[head]) for head in heads] for row in found]
    widths = [max(len(head), *(len(line[index]) for line in cells)) for index, head in enumerate(heads)]
    for line in [heads, *cells]:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def print_suggestions(
    found: Sequence[SuggestedPassage],
    tree: CodeTree,
    as_json: bool,
    *,
    loose: tuple[str, Sequence[Suggestion]] | None = None,
) -> None:
    """Print suggestions with their reasons, for passages of a project or for a loose one."""
    if loose is not None:
        text, suggestions = loose
        document: Any = {"text": text, "suggestions": [suggestion_document(item, tree) for item in suggestions]}
        print_result(document, as_json, described(suggestions, tree) or "Nothing in the codebook speaks for a code.")
        return
    if as_json:
        document = [
            {
                "transcript": item.passage.transcript,
                "turn": item.passage.turn,
                "start": item.passage.span.start,
                "end": item.passage.span.end,
                "text": item.passage.text,
                "suggestions": [suggestion_document(suggestion, tree) for suggestion in item.suggestions],
            }
            for item in found
        ]
        print_result(document, True, "")
        return
    for item in found:
        if item.suggestions:
            passage = item.passage
            print(f"{passage.transcript}, turn {passage.turn} ({passage.span.start}-{passage.span.end})")
            print(f"  “{excerpt(one_line(passage.text), words=18)}”")
            print(described(item.suggestions, tree))


def described(suggestions: Sequence[Suggestion], tree: CodeTree, *, names: bool = True) -> str:
    """Return suggestions as lines for people; without `names` only why."""
    lines: list[str] = []
    for item in suggestions:
        likely = f", {item.probability:.0%} likely" if item.probability is not None else ""
        if names:
            lines.append(f"  {item.rank}. {tree[item.code_id].name} [{item.code_id}]{likely}")
        lines += [f"     {_reason(reason)}" for reason in item.reasons]
        if item.direction is not None:
            lines.append(f"     seems to say: {item.direction}")
    return "\n".join(lines)


def _reason(reason: Reason) -> str:
    match reason.kind:
        case ReasonKind.TERM:
            return f"key term “{reason.text}”"
        case ReasonKind.SIMILAR:
            return f"like the coded passage “{excerpt(one_line(reason.text), words=16)}”"
        case ReasonKind.LEARNED:
            return f"learned {'against' if reason.sign < 0 else 'for'} it: {reason.text}"
        case ReasonKind.EXAMPLE:
            return f"like the example “{excerpt(reason.text, words=16)}”"
        case _:
            return f"words in common: {reason.text}"


def suggestion_document(item: Suggestion, tree: CodeTree) -> dict[str, Any]:
    """Return a suggestion with its reasons for JSON."""
    return {
        "code": item.code_id,
        "name": tree[item.code_id].name,
        "rank": item.rank,
        "score": item.score,
        "probability": item.probability,
        "direction": item.direction,
        "cue": [[span.start, span.end] for span in item.cue],
        "reasons": [
            {
                "kind": reason.kind,
                "text": reason.text,
                "source": reason.source,
                "weight": reason.weight,
                "spans": [[span.start, span.end] for span in reason.spans],
            }
            for reason in item.reasons
        ],
    }


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, list) else one_line(str(value))
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
