"""How far suggestions can be trusted: what became of them, and which codes are muted for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from coder.domain.codebook import CodeStatus
from coder.domain.span import Span
from coder.domain.suggestion import Offer, Suggestion, Way
from coder.errors import InvalidValueError, NotFoundError
from coder.services.coding import coding
from coder.services.project import Project
from coder.services.suggestions import suggesting, trust
from coder.services.suggestions.trust import CodeTrust
from tests.helpers.builders import a_code, a_transcript
from tests.helpers.projects import a_project

TALK = a_transcript("\n".join(f"ROSA: Sentence number {number}." for number in range(80)), name="Talk")
TURNS = [turn.span for turn in TALK.turns]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A project in which every look at the clock is a second later."""
    seconds = count()

    def tick() -> str:
        at = next(seconds)
        return f"2026-03-02T{9 + at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}Z"

    monkeypatch.setattr(trust, "now", tick)
    monkeypatch.setattr(suggesting, "now", tick)
    made = a_project(tmp_path, [TALK], [a_code("pay"), a_code("peers"), a_code("old", status=CodeStatus.RETIRED)])
    yield made
    made.close()


def offered(code_id: str = "pay") -> Suggestion:
    return Suggestion(code_id, 1, 1.0, ())


def see(project: Project, *spans: Span, code_id: str = "pay") -> None:
    for span in spans:
        trust.note_shown(
            project,
            transcript_id=TALK.transcript.id,
            span=span,
            suggestions=[offered(code_id)],
            engine_key="key",
            way=Way.PASSAGE,
        )


def take(project: Project, span: Span, code_id: str = "pay") -> None:
    suggesting.accept(
        project,
        transcript_id=TALK.transcript.id,
        span=span,
        suggestion=offered(code_id),
        engine_key="key",
        coder="AB",
    )


def refuse(project: Project, span: Span, code_id: str = "pay") -> None:
    suggesting.reject(
        project,
        transcript_id=TALK.transcript.id,
        span=span,
        suggestion=offered(code_id),
        engine_key="key",
        coder="AB",
    )


def line(project: Project, code_id: str = "pay") -> CodeTrust:
    return next(item for item in trust.trust(project).codes if item.code_id == code_id)


def test_every_code_in_use_has_a_line_before_anything_was_shown(project: Project) -> None:
    found = trust.trust(project, learned_from={"pay": 7})
    assert [item.code_id for item in found.codes] == ["pay", "peers"]
    assert [(item.shown, item.hit_rate, item.learned_from) for item in found.codes] == [(0, None, 7), (0, None, 0)]
    assert not found.muted
    assert not found.curve


def test_what_was_taken_refused_and_passed_over_is_counted(project: Project) -> None:
    see(project, *TURNS[:4])
    take(project, TURNS[0])
    refuse(project, TURNS[1])
    coding.apply_code(project, transcript_id=TALK.transcript.id, span=TURNS[2], code_id="pay", coder="AB")
    now = line(project)
    assert (now.shown, now.accepted, now.rejected) == (4, 2, 1), "coding by hand what was offered is taking it"
    assert now.hit_rate == 0.5
    project.undo()
    project.undo()
    project.undo()
    assert (line(project).shown, line(project).accepted, line(project).rejected) == (4, 0, 0)


def test_a_passage_that_is_looked_at_twice_counts_once(project: Project) -> None:
    see(project, TURNS[0])
    see(project, TURNS[0])
    assert line(project).shown == 1


def test_a_verdict_counts_as_shown_where_nobody_noted_the_showing(project: Project) -> None:
    refuse(project, TURNS[5])
    assert (line(project).shown, line(project).rejected, line(project).hit_rate) == (1, 1, 0.0)


def test_the_hit_rate_looks_at_the_last_fifty_only(project: Project) -> None:
    for span in TURNS[:30]:
        refuse(project, span)
    see(project, *TURNS[30:])
    for span in TURNS[30:55]:
        take(project, span)
    now = line(project)
    assert (now.shown, now.recent) == (80, 50)
    assert now.hit_rate == 0.5


def test_a_code_that_misses_too_often_is_muted_visibly_and_can_be_switched_on_again(project: Project) -> None:
    trust.set_mute_below(project, limit=0.3)
    for span in TURNS[:9]:
        refuse(project, span)
    assert not trust.trust(project).muted, "nine say too little"
    refuse(project, TURNS[9])
    assert trust.trust(project).muted == {"pay"}
    assert "0% of the last 10" in line(project).why
    trust.set_offer(project, code_ids=["pay"], offer=Offer.ALWAYS)
    assert not trust.trust(project).muted
    assert "suggested all the same" in line(project).why
    trust.set_offer(project, code_ids=["pay", "peers"], offer=Offer.NEVER)
    assert trust.trust(project).muted == {"pay", "peers"}
    for _ in range(2):
        project.undo()
    assert trust.trust(project).muted == {"pay"}
    trust.set_mute_below(project, limit=0)
    assert not trust.trust(project).muted


def test_the_hit_rate_over_time_comes_in_runs_of_twenty(project: Project) -> None:
    for span in TURNS[:20]:
        refuse(project, span)
    for span in TURNS[20:45]:
        take(project, span)
    points = trust.trust(project).curve
    assert [point.shown for point in points] == [20, 20, 5]
    assert sum(point.accepted for point in points) == 25
    assert points[-1].hit_rate == 1.0


@pytest.mark.parametrize("limit", [-0.1, 1.1])
def test_a_limit_outside_the_possible_is_refused(project: Project, limit: float) -> None:
    with pytest.raises(InvalidValueError, match="between 0% and 100%"):
        trust.set_mute_below(project, limit=limit)
    with pytest.raises(NotFoundError):
        trust.set_offer(project, code_ids=["nothing"], offer=Offer.NEVER)
    assert project.history.next_undo is None


@pytest.mark.parametrize(
    ("accepted", "of", "said"),
    [
        (1, 1, "too few decisions to say (1 of 10)"),
        (3, 9, "too few decisions to say (9 of 10)"),
        (5, 10, "50% of 10"),
        (50, 50, "100% of 50"),
    ],
)
def test_a_rate_is_said_only_of_enough_decisions(accepted: int, of: int, said: str) -> None:
    assert trust.rate_in_words(accepted, of) == said
