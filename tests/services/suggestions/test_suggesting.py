"""Suggestions rest on what people coded, as far as it still stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coder.domain.suggestion import Reason, ReasonKind, Suggestion
from coder.services.coding import coding
from coder.services.project import Project
from coder.services.sample import build_sample
from coder.services.suggestions import suggesting


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    result = build_sample(tmp_path / "Sample.coder", coder="Ana")
    yield result
    result.close()


def a_suggestion(code_id: str, *reasons: Reason) -> Suggestion:
    return Suggestion(code_id=code_id, rank=1, score=1.0, reasons=reasons)


def like(coding_id: str) -> Reason:
    return Reason(ReasonKind.SIMILAR, "said before", source=coding_id, weight=0.8)


WORDS = Reason(ReasonKind.WORDS, "hours")
AGAINST = Reason(ReasonKind.LEARNED, "dog", weight=-0.5)


def grounded(project: Project, *suggestions: Suggestion) -> list[Suggestion]:
    with project.read() as rows:
        return suggesting.grounded(rows, suggestions)


def test_a_removed_or_recoded_coding_is_quoted_no_more(project: Project) -> None:
    with project.read() as rows:
        one, other, *_ = rows.codings()
    offers = [a_suggestion(item.code_id, like(item.id), WORDS) for item in (one, other)]
    assert grounded(project, *offers) == offers
    coding.remove_codings(project, coding_ids=[one.id])
    assert [item.reasons for item in grounded(project, *offers)] == [(WORDS,), offers[1].reasons]
    project.undo()
    assert grounded(project, *offers) == offers, "it is there again"
    coding.change_code(project, coding_id=other.id, code_id="social-meals")
    assert [item.reasons for item in grounded(project, *offers)] == [offers[0].reasons, (WORDS,)]


def test_what_rested_on_nothing_else_is_not_suggested(project: Project) -> None:
    with project.read() as rows:
        one = rows.codings()[0]
    coding.remove_codings(project, coding_ids=[one.id])
    only, against = a_suggestion(one.code_id, like(one.id)), a_suggestion(one.code_id, like(one.id), AGAINST)
    assert grounded(project, only, against, a_suggestion("x", WORDS)) == [a_suggestion("x", WORDS)]


def test_codes_are_looked_up_for_any_number_of_codings(project: Project) -> None:
    with project.read() as rows:
        known = {item.id: item.code_id for item in rows.codings()}
        assert rows.codes_of([*known, *(f"gone-{at}" for at in range(2000))]) == known
        assert rows.codes_of([]) == {}
