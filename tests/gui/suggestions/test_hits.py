"""What is noted as shown: only what stayed on the screen long enough to be read, once, and never in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from coder.domain.suggestion import Offer, Reason, ReasonKind, Shown, Suggestion, Way
from coder.gui.base.session import Session
from coder.gui.base.tasks import Tasks
from coder.gui.suggestions import hits as module
from coder.gui.suggestions.engine import EngineKeeper
from coder.gui.suggestions.hits import HitRates
from coder.services.settings import Settings
from coder.services.suggestions import trust
from tests.helpers.builders import a_code, a_transcript
from tests.helpers.desk import Listener
from tests.helpers.projects import a_project

TALK = a_transcript("ROSA: My wages came on time.\nROSA: We had soup.")
PAY, FOOD = (Suggestion(code, 1, 0.5, (Reason(ReasonKind.TERM, code),)) for code in ("pay", "food"))
FIRST, SECOND = (turn.span for turn in TALK.turns)


class Reader:
    """Somebody before whom suggestions come and go."""

    def __init__(self, qtbot: QtBot, session: Session) -> None:
        self.qtbot, self.session = qtbot, session
        self.tasks = Tasks()
        self.engine = EngineKeeper(session, tasks=self.tasks)
        self.engine.engine = SimpleNamespace(key="key", name="codebook only", learned_from={"pay": 4})  # type: ignore[assignment]
        self.hits = HitRates(session, engine=self.engine, tasks=self.tasks)

    def sees(self, span: object, *suggestions: Suggestion) -> None:
        self.hits.seen(TALK.transcript.id, span, suggestions, Way.REVIEW)  # type: ignore[arg-type]

    def noted(self) -> list[Shown]:
        with self.session.project.notes() as notes:
            return notes.shown()

    def waits_for(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=10_000)


@pytest.fixture
def reader(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    monkeypatch.setattr(module, "DWELL_MS", 60)
    monkeypatch.setattr(module, "COUNT_AFTER_MS", 5)
    project = a_project(tmp_path, [TALK], [a_code("pay"), a_code("food")])
    session = Session(project, settings=Settings(tmp_path / "settings"), notifier=Listener())
    person = Reader(qtbot, session)
    yield person
    person.hits.stop()
    person.tasks.shut_down()
    session.close()


def test_what_is_passed_over_is_not_noted(reader: Reader) -> None:
    reader.sees(FIRST, PAY)
    reader.sees(SECOND, FOOD)
    reader.waits_for(lambda: len(reader.noted()) == 1)
    assert [(item.code_id, item.span, item.way) for item in reader.noted()] == [("food", SECOND, Way.REVIEW)]


def test_looking_away_notes_nothing(reader: Reader, qtbot: QtBot) -> None:
    reader.sees(FIRST, PAY)
    reader.hits.look_away()
    qtbot.wait(120)
    assert reader.noted() == []


def test_the_same_suggestion_is_noted_once(reader: Reader, qtbot: QtBot) -> None:
    reader.sees(FIRST, PAY)
    reader.waits_for(lambda: len(reader.noted()) == 1)
    when = reader.noted()
    reader.sees(SECOND)
    reader.sees(FIRST, PAY)
    qtbot.wait(120)
    assert reader.noted() == when


def test_the_counts_follow_what_was_seen_and_a_switch_mutes_at_once(reader: Reader) -> None:
    reader.sees(FIRST, PAY)
    reader.waits_for(lambda: reader.hits.trust is not None and reader.hits.trust.codes[0].shown == 1)
    assert reader.hits.trust is not None
    assert reader.hits.trust.codes[0].learned_from == 4
    assert reader.hits.muted == frozenset()
    reader.session.do(lambda: trust.set_offer(reader.session.project, code_ids=["pay"], offer=Offer.NEVER))
    reader.waits_for(lambda: reader.hits.muted == {"pay"})
