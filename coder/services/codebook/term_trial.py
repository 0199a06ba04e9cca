"""Trying key terms before they are relied on: how many passages they hit, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coder.domain.codebook import Code
from coder.domain.span import Span
from coder.domain.suggestion import ReasonKind
from coder.services.project import Project
from coder.services.suggestions.suggesting import build_engine, passages, suggest_for


@dataclass(frozen=True, slots=True)
class TermHit:
    """A participant's passage that holds key terms; `spans` are within its text (code points)."""

    transcript_id: str
    transcript: str
    turn: int
    span: Span
    text: str
    spans: tuple[Span, ...]
    terms: tuple[str, ...]


def try_terms(project: Project, *, key_terms: Sequence[str]) -> list[TermHit]:
    """Return the passages that the terms hit in any form of their words, in project order; slow, for the background."""
    wanted = tuple(dict.fromkeys(term.strip() for term in key_terms if term.strip()))
    if not wanted:
        return []
    # One code for each term, so that every term counts and none outweighs another.
    codes = [Code(id=f"t{at}", codebook_id="trial", name=term, key_terms=(term,)) for at, term in enumerate(wanted)]
    engine = build_engine(codes)
    with project.read() as rows:
        said = [passage for talk in rows.transcripts() for passage in passages(rows, talk.id)]
    found: list[TermHit] = []
    for offer in suggest_for(engine, said, top=len(codes)):
        spans: set[Span] = set()
        terms: dict[str, None] = {}
        for suggestion in offer.suggestions:
            for reason in suggestion.reasons:
                if reason.kind is ReasonKind.TERM:
                    spans.update(span.shifted(-offer.passage.span.start) for span in reason.spans)
                    terms[reason.text] = None
        if spans:
            passage = offer.passage
            found.append(
                TermHit(
                    passage.transcript_id,
                    passage.transcript,
                    passage.turn,
                    passage.span,
                    passage.text,
                    tuple(sorted(spans)),
                    tuple(terms),
                )
            )
    return found
