"""The engine learns behind the window's back: soon enough, one run at a time, never from an older codebook."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from coder.domain.coding import Direction
from coder.domain.span import Span
from coder.domain.transcript import Consent, TranscriptStatus
from coder.errors import InvalidValueError
from coder.gui.base.session import Session
from coder.gui.base.tasks import Tasks
from coder.gui.suggestions import engine as module
from coder.gui.suggestions.engine import LEARN_AFTER, EngineKeeper
from coder.services.codebook import codes
from coder.services.coding import coding
from coder.services.evidence import consent
from coder.services.project import Project
from coder.services.settings import Settings
from coder.services.transcripts import transcripts
from tests.helpers.builders import a_code, a_participant, a_transcript
from tests.helpers.desk import Listener
from tests.helpers.projects import a_project

ROSA = a_participant("P01")
TALK = a_transcript(
    "\n".join(f"ROSA: My wages came on time in week {number}." for number in range(40)), participants={"ROSA": ROSA}
)


class Learning:
    """Stands in for the slow part: each run waits until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.runs: list[dict[str, Any]] = []
        self.refuses = ""
        self.holds = False
        self.go = threading.Semaphore(0)
        monkeypatch.setattr(module.learning, "open_engine", self.open)

    def open(self, project: Project, *, vectors: str = "", cancelled: Callable[[], bool]) -> Any:
        number = len(self.runs)
        self.runs.append({"vectors": vectors, "collects": gc.isenabled()})
        if self.holds:
            self.go.acquire(timeout=20)
        if self.refuses and vectors == self.refuses:
            raise InvalidValueError("That model has no vectors.")
        return SimpleNamespace(key=f"key {number}", name=f"codebook and {number} codings", learned_from={})


@pytest.fixture
def learning(monkeypatch: pytest.MonkeyPatch) -> Learning:
    monkeypatch.setattr(module, "START_AFTER_MS", 5)
    monkeypatch.setattr(module, "IDLE_MS", 60)
    return Learning(monkeypatch)


class Evaluator:
    """Somebody who codes while the engine learns."""

    def __init__(self, qtbot: QtBot, project: Project, settings: Settings) -> None:
        self.qtbot = qtbot
        self.listener = Listener()
        self.session = Session(project, settings=settings, notifier=self.listener)
        self.tasks = Tasks()
        self.keeper = EngineKeeper(self.session, tasks=self.tasks)
        self.told: list[str] = []
        self.keeper.told.connect(self.told.append)
        self.at = 0

    def codes(self, times: int = 1) -> None:
        for _ in range(times):
            turn = TALK.turns[self.at]
            self.at += 1
            self.session.do(
                lambda turn=turn: coding.apply_code(
                    self.session.project,
                    transcript_id=TALK.transcript.id,
                    span=Span(turn.start, turn.end),
                    code_id="pay",
                    coder="Ana",
                )
            )

    def waits_for(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=10_000)

    def has_engine(self, key: str) -> None:
        self.waits_for(lambda: self.keeper.engine is not None and self.keeper.engine.key == key)


@pytest.fixture
def evaluator(qtbot: QtBot, tmp_path: Path, learning: Learning) -> Iterator[Evaluator]:
    entries = [a_code("pay", short_definition="Wages.", key_terms=("wages",))]
    project = a_project(tmp_path, [TALK], entries, participants=[ROSA])
    settings = Settings(tmp_path / "settings")
    settings.values.coder = "Ana"
    person = Evaluator(qtbot, project, settings)
    yield person
    learning.go.release(50)
    person.keeper.stop()
    person.tasks.shut_down()
    person.session.close()


def test_nothing_is_loaded_before_it_is_wanted(evaluator: Evaluator, learning: Learning, qtbot: QtBot) -> None:
    evaluator.codes(LEARN_AFTER + 1)
    qtbot.wait(30)
    assert learning.runs == []
    evaluator.keeper.want()
    evaluator.has_engine("key 0")
    assert evaluator.told == ["getting ready…", "codebook and 0 codings"]


def test_it_learns_once_nothing_was_coded_for_a_while(evaluator: Evaluator, learning: Learning) -> None:
    evaluator.keeper.want()
    evaluator.has_engine("key 0")
    evaluator.codes(3)
    assert len(learning.runs) == 1
    evaluator.has_engine("key 1")
    assert evaluator.told[-1] == "codebook and 1 codings"


def test_it_learns_at_once_after_ten_codings(
    evaluator: Evaluator, learning: Learning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "IDLE_MS", 60_000)
    evaluator.keeper.want()
    evaluator.has_engine("key 0")
    evaluator.codes(LEARN_AFTER - 1)
    assert not evaluator.keeper.learning
    evaluator.codes(1)
    assert evaluator.keeper.learning
    evaluator.has_engine("key 1")


def test_one_run_waits_at_most(evaluator: Evaluator, learning: Learning) -> None:
    evaluator.keeper.want()
    evaluator.has_engine("key 0")
    learning.holds = True
    evaluator.codes(LEARN_AFTER)
    evaluator.waits_for(lambda: len(learning.runs) == 2)
    evaluator.codes(2 * LEARN_AFTER)
    learning.go.release(10)
    evaluator.has_engine("key 2")
    evaluator.waits_for(lambda: not evaluator.keeper.learning)
    assert len(learning.runs) == 3


def test_what_was_learned_from_an_older_codebook_is_dropped(evaluator: Evaluator, learning: Learning) -> None:
    evaluator.keeper.want()
    evaluator.has_engine("key 0")
    learning.holds = True
    evaluator.codes(LEARN_AFTER)
    evaluator.waits_for(lambda: len(learning.runs) == 2)
    seen: list[str] = []
    evaluator.keeper.changed.connect(lambda: seen.append(evaluator.keeper.engine.key))
    project = evaluator.session.project
    evaluator.session.do(lambda: codes.rename_code(project, code_id="pay", name="Pay and hours"))
    learning.go.release(10)
    evaluator.has_engine("key 2")
    assert seen == ["key 2"]


def test_a_memo_or_a_direction_teaches_nothing_but_finishing_a_transcript_does(
    evaluator: Evaluator, learning: Learning, qtbot: QtBot
) -> None:
    evaluator.keeper.want()
    evaluator.has_engine("key 0")
    evaluator.codes(1)
    evaluator.has_engine("key 1")
    project = evaluator.session.project
    with project.read() as rows:
        made = rows.codings()[0].id
    evaluator.session.do(lambda: coding.set_memo(project, coding_id=made, memo="Look again."))
    evaluator.session.do(lambda: coding.set_direction(project, coding_ids=[made], direction=Direction.MIXED))
    qtbot.wait(120)
    assert len(learning.runs) == 2
    evaluator.session.do(
        lambda: transcripts.set_status(project, transcript_id=TALK.transcript.id, status=TranscriptStatus.COMPLETE)
    )
    evaluator.has_engine("key 2")


def test_vectors_that_cannot_be_used_are_told_and_done_without(evaluator: Evaluator, learning: Learning) -> None:
    evaluator.session.settings.values.vectors = learning.refuses = "/models/none"
    evaluator.keeper.want()
    evaluator.has_engine("key 1")
    assert evaluator.listener.problems == ["That model has no vectors."]
    assert [run["vectors"] for run in learning.runs] == ["/models/none", ""]
    evaluator.session.settings.values.vectors = "en_core_web_md"
    evaluator.keeper.renew()
    evaluator.has_engine("key 2")
    assert learning.runs[-1]["vectors"] == "en_core_web_md"


def test_no_garbage_is_searched_for_while_everything_is_loaded(evaluator: Evaluator, learning: Learning) -> None:
    evaluator.keeper.want()
    evaluator.has_engine("key 0")
    evaluator.codes(1)
    evaluator.has_engine("key 1")
    assert [run["collects"] for run in learning.runs] == [False, True]
    assert gc.isenabled()


def test_closing_waits_until_nothing_reads_the_project(evaluator: Evaluator, learning: Learning) -> None:
    learning.holds = True
    evaluator.keeper.want()
    evaluator.waits_for(lambda: len(learning.runs) == 1)
    threading.Timer(0.05, lambda: learning.go.release(5)).start()
    evaluator.keeper.stop()
    assert not evaluator.keeper.learning
    assert gc.get_freeze_count() == 0


def test_an_engine_that_may_have_learned_from_somebody_is_dropped_when_they_withdraw(
    evaluator: Evaluator, learning: Learning
) -> None:
    keeper, session = evaluator.keeper, evaluator.session
    keeper.want()
    evaluator.has_engine("key 0")
    learning.holds = True
    session.do(lambda: consent.set_consent(session.project, participant_ids=[ROSA.id], consent=Consent.WITHDRAWN))
    assert keeper.engine is None, "nothing is offered by what learned from them"
    learning.go.release(50)
    evaluator.has_engine("key 1")
    session.do(lambda: consent.set_consent(session.project, participant_ids=[ROSA.id], consent=Consent.INTERNAL))
    evaluator.has_engine("key 2")
