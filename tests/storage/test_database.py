"""The project file itself: one user action at a time, backups, older forms, search."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from coder.domain.codebook import Code
from coder.domain.coding import Review
from coder.domain.project import ProjectInfo
from coder.domain.suggestion import Measurement, Shown, Verdict, Way
from coder.domain.transcript import Consent, TurnKind
from coder.errors import InvalidValueError, ProjectFileError, StaleError
from coder.storage import backup, migrations
from coder.storage.database import Database
from tests.helpers.builders import WHEN, a_code, a_codebook, a_transcript
from tests.storage.older_forms import project_of_form

BEFORE = migrations.NEWEST - 1
"""The form before the newest."""


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database.create(tmp_path / "Pilot.coder", ProjectInfo(name="Pilot", created_at=WHEN))
    with made.writing("Add codebook") as (rows, _):
        rows.add(a_codebook())
        rows.add_all([a_code("pay"), a_code("peers")])
    return made


def codes(database: Database) -> dict[str, Code]:
    with database.reading() as rows:
        return {code.id: code for code in rows.codes()}


# -- one action --------------------------------------------------------------------------------------------


def test_what_an_action_changed_is_told_after_it_is_kept(database: Database) -> None:
    before = codes(database)["pay"]
    with database.writing("Rename") as (rows, outcome):
        rows.put(before, replace(before, name="Fair pay"))
        rows.remove(codes(database)["peers"])
        assert outcome.changes is None, "nothing is told before it is committed"
    assert outcome.changes is not None
    assert [type(change.row) for change in outcome.changes.changes] == [Code, Code]
    assert codes(database)["pay"].name == "Fair pay"
    assert "peers" not in codes(database)
    database.close()


def test_an_action_that_fails_leaves_everything_as_it_was(database: Database) -> None:
    before = codes(database)

    def fail() -> None:
        with database.writing("Rename") as (rows, _):
            rows.put(before["pay"], replace(before["pay"], name="Fair pay"))
            rows.add(a_code("new"))
            raise InvalidValueError("No.")

    with pytest.raises(InvalidValueError):
        fail()
    assert codes(database) == before
    database.close()


def test_the_same_content_is_no_change(database: Database) -> None:
    pay = codes(database)["pay"]
    with database.writing("Rename") as (rows, outcome):
        assert rows.put(pay, replace(pay)) == pay
    assert outcome.changes is not None
    assert not outcome.changes
    database.close()


def test_a_row_that_changed_meanwhile_is_not_overwritten(database: Database) -> None:
    pay = codes(database)["pay"]
    with database.writing("Rename") as (rows, _):
        rows.put(pay, replace(pay, name="First"))
    with pytest.raises(StaleError, match="changed elsewhere"), database.writing("Rename") as (rows, _):
        rows.put(pay, replace(pay, name="Second"))
    with pytest.raises(StaleError), database.writing("Remove") as (rows, _):
        rows.remove(pay)
    assert codes(database)["pay"].name == "First"
    database.close()


def test_a_code_without_its_codebook_is_refused_by_the_file_itself(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing("Add") as (rows, _):
        rows.add(a_code("lost", codebook_id="nowhere"))
    assert "lost" not in codes(database)
    with database.writing("Add") as (rows, _):
        rows.add(a_code("found"))
    assert "found" in codes(database), "the next action is made as if nothing had been"
    database.close()


def test_a_reader_sees_a_whole_action_or_nothing_of_it(database: Database) -> None:
    begun, seen = threading.Event(), []

    def look() -> None:
        begun.wait(5)
        seen.append(set(codes(database)))

    reader = threading.Thread(target=look)
    reader.start()
    with database.writing("Add") as (rows, _):
        rows.add(a_code("one"))
        begun.set()
        reader.join(5)
        rows.add(a_code("two"))
    assert seen == [{"pay", "peers"}]
    assert set(codes(database)) == {"pay", "peers", "one", "two"}
    database.close()


# -- at rest -----------------------------------------------------------------------------------------------


def test_a_closed_project_is_one_file(database: Database, tmp_path: Path) -> None:
    database.close()
    assert [file.name for file in tmp_path.iterdir()] == ["Pilot.coder"]


_KILLED = """
import os, sys
from pathlib import Path
from dataclasses import replace
from coder.storage.database import Database
database = Database.open(Path(sys.argv[1]))
with database.reading() as rows:
    pay = next(code for code in rows.codes() if code.id == "pay")
with database.writing("Rename") as (rows, _):
    rows.put(pay, replace(pay, name="Kept"))
os._exit(9)
"""


def test_what_a_killed_writer_committed_is_there_for_readers_and_writers(database: Database, tmp_path: Path) -> None:
    database.close()
    path = tmp_path / "Pilot.coder"
    assert subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False).returncode == 9
    assert path.with_name("Pilot.coder-wal").stat().st_size, "its log is still beside the file"
    reader = Database.open(path, writes=False)
    assert codes(reader)["pay"].name == "Kept"
    reader.close()
    writer = Database.open(path)
    assert codes(writer)["pay"].name == "Kept"
    writer.close()
    assert [file.name for file in tmp_path.iterdir()] == ["Pilot.coder"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="Root may write anywhere.")
def test_a_project_in_a_folder_that_cannot_be_written_can_be_read(database: Database, tmp_path: Path) -> None:
    database.close()
    tmp_path.chmod(0o500)
    try:
        reader = Database.open(tmp_path / "Pilot.coder", writes=False)
        assert "pay" in codes(reader)
        reader.close()
        with pytest.raises(ProjectFileError, match="nothing can be written"):
            Database.open(tmp_path / "Pilot.coder")
    finally:
        tmp_path.chmod(0o700)


# -- backups -----------------------------------------------------------------------------------------------


def test_a_backup_is_kept_when_the_project_changed_and_old_ones_go(database: Database, tmp_path: Path) -> None:
    database.close()
    path, folder = tmp_path / "Pilot.coder", tmp_path / "backups"
    first = backup.back_up(path, folder)
    assert first is not None
    assert backup.back_up(path, folder) is None, "nothing changed since"
    place = first.name.split(" ")[1]
    for day in range(1, 8):
        old = shutil.copy(first, folder / f"Pilot {place} 2026-01-0{day} 10.00.00.coder")
        os.utime(old, (day, day))
    os.utime(path, (4_000_000_000, 4_000_000_000))
    newest = backup.back_up(path, folder, kept=5)
    assert newest is not None
    days = {file.name.split(" ")[2] for file in folder.iterdir()}
    assert {"2026-01-05", "2026-01-06", "2026-01-07"} <= days
    assert not days & {"2026-01-01", "2026-01-02", "2026-01-03"}
    assert newest.exists()
    copy = Database.open(newest, writes=False)
    assert "pay" in codes(copy)
    copy.close()


def test_two_projects_of_one_name_do_not_push_out_each_others_backups(database: Database, tmp_path: Path) -> None:
    database.close()
    other = tmp_path / "elsewhere" / "Pilot.coder"
    other.parent.mkdir()
    shutil.copy(tmp_path / "Pilot.coder", other)
    folder = tmp_path / "backups"
    assert backup.back_up(tmp_path / "Pilot.coder", folder, kept=1)
    assert backup.back_up(other, folder, kept=1)
    assert len(list(folder.iterdir())) == 2


# -- older forms -------------------------------------------------------------------------------------------


def test_an_older_form_is_brought_up_to_date_after_a_copy(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.close()
    path = tmp_path / "Pilot.coder"
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(f"PRAGMA user_version = {BEFORE}")
    raw.close()

    def step(session: Session) -> None:
        session.connection().exec_driver_sql("UPDATE code SET name = 'Brought up to date' WHERE id = 'pay'")

    monkeypatch.setattr(migrations, "STEPS", {BEFORE: step})
    whole = path.read_bytes()
    reader = Database.open(path, writes=False)
    assert codes(reader)["pay"].name == "Brought up to date", "who only reads gets a copy that is brought up to date"
    reader.close()
    assert path.read_bytes() == whole
    updated = Database.open(path)
    assert codes(updated)["pay"].name == "Brought up to date"
    updated.close()
    with closing(sqlite3.connect(tmp_path / f"Pilot before update (form {BEFORE}).coder")) as raw, raw:
        assert raw.execute("SELECT name FROM code WHERE id = 'pay'").fetchone() == ("Pay",)
    raw.close()


def test_an_update_that_fails_changes_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.close()
    path = tmp_path / "Pilot.coder"
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(f"PRAGMA user_version = {BEFORE}")
    raw.close()

    def step(session: Session) -> None:
        session.connection().exec_driver_sql("UPDATE code SET name = 'Half done'")
        raise InvalidValueError("This cannot be brought up to date.")

    monkeypatch.setattr(migrations, "STEPS", {BEFORE: step})
    with pytest.raises(InvalidValueError):
        Database.open(path)
    with closing(sqlite3.connect(path)) as raw, raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (BEFORE,)
        assert raw.execute("SELECT count(*) FROM code WHERE name = 'Half done'").fetchone() == (0,)
    raw.close()
    assert not path.with_name("Pilot.coder.lock").exists()


# -- search ------------------------------------------------------------------------------------------------


def test_words_are_found_while_their_transcript_is_there(database: Database) -> None:
    talk = a_transcript("ROSA: My café wages came late.\nAMAL: Mine did not.")
    with database.writing("Import") as (rows, outcome):
        rows.add(talk.transcript)
        rows.add_all([*talk.speakers, *talk.turns])
    assert outcome.changes is not None

    def hits(words: str) -> list[str]:
        with database.reading() as rows:
            return [hit.turn_id for hit in rows.turns_with_words(words)]

    first = talk.turns[0].id
    assert hits("wages cafe") == [first], "accents do not matter"
    assert hits("wag") == [first], "the last word may be unfinished"
    assert hits('wages" OR "mine') == [], "nothing typed is an operator"
    with database.writing("Undo") as (rows, _):
        rows.apply(outcome.changes.inverse().changes)
    assert hits("wages") == []
    with database.writing("Redo") as (rows, _):
        rows.apply(outcome.changes.changes)
    assert hits("wages") == [first]
    assert database.problems() == []
    database.close()


@pytest.mark.parametrize("form", [1, 2, 3])
def test_a_project_of_an_older_form_keeps_everything_and_gets_what_is_new(tmp_path: Path, form: int) -> None:
    path = tmp_path / "Old.coder"
    project_of_form(path, form)
    updated = Database.open(path)
    with updated.reading() as rows:
        assert [book.shared_file for book in rows.codebooks()] == [""]
        assert rows.codebook_versions() == []
        assert [(person.pseudonym, person.consent) for person in rows.participants()] == [
            ("Rosa", Consent.NOT_RECORDED)
        ]
        assert [(coding.code_id, coding.review) for coding in rows.codings()] == [
            ("pay", Review.DONE if form == 3 else Review.OPEN)
        ]
        assert [(turn.number, turn.kind) for turn in rows.turns()] == [(1, TurnKind.HEADING), (2, TurnKind.TALK)]
        assert rows.source_maps() == []
        assert [(item.verdict, item.meaning) for item in rows.decisions()] == [(Verdict.REJECTED, "")]
        assert rows.audit_trail() == []
    with updated.writing("Skip", who="AB", at=WHEN) as (rows, _):
        old = rows.decisions()[0]
        rows.put(old, replace(old, verdict=Verdict.SKIPPED))
    assert updated.problems() == []
    updated.close()
    assert (tmp_path / f"Old before update (form {form}).coder").exists()


@pytest.mark.parametrize("form", [1, 2, 3])
def test_an_updated_project_has_the_tables_of_a_new_one(tmp_path: Path, form: int) -> None:
    def shape(path: Path) -> dict[str, set[str]]:
        raw = sqlite3.connect(path)
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: {column[1] for column in raw.execute(f"PRAGMA table_info({name})")} for name in tables}
        indexes = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
        raw.close()
        return {**found, "indexes": indexes}

    project_of_form(tmp_path / "Old.coder", form)
    Database.open(tmp_path / "Old.coder").close()
    Database.create(tmp_path / "New.coder", ProjectInfo(name="New", created_at=WHEN)).close()
    assert shape(tmp_path / "Old.coder") == shape(tmp_path / "New.coder")


def _set(
    number: int, cause: str = "done", *, people: tuple[str, ...], touched: int = 0
) -> tuple[str, dict[str, object]]:
    """Return a line of the audit trail that says that somebody set consent."""
    return "audit", {
        "number": number,
        "at": WHEN,
        "who": "AB",
        "label": "Set consent to “attributed quote”",
        "cause": cause,
        "counts": json.dumps({"Participant": [0, touched or len(people), 0]}),
        "row_ids": json.dumps([f"Participant {person}" for person in people]),
    }


def _person(key: str, consent: str = "attributed quote") -> tuple[str, dict[str, object]]:
    return "participant", {"id": key, "pseudonym": key, "group": "", "note": "", "consent": consent, "attributes": "[]"}


@pytest.mark.parametrize(
    ("trail", "recorded"),
    [
        ((), set()),
        ((_set(1, people=("rosa",)),), {"rosa"}),
        ((_set(1, people=("rosa",)), _set(2, "undone", people=("rosa",))), set()),
        (
            (_set(1, people=("rosa",)), _set(2, "undone", people=("rosa",)), _set(3, "redone", people=("rosa",))),
            {"rosa"},
        ),
        ((_set(1, people=("rosa", "amal"), touched=3),), {"rosa", "amal", "ines"}),
    ],
)
def test_only_a_level_that_somebody_set_is_consent(
    tmp_path: Path, trail: tuple[tuple[str, dict[str, object]], ...], recorded: set[str]
) -> None:
    path = tmp_path / "Old.coder"
    project_of_form(path, 3, _person("amal"), _person("ines", "internal only"), *trail)
    updated = Database.open(path, writes=False)
    with updated.reading() as rows:
        levels = {person.id: person.consent for person in rows.participants()}
    updated.close()
    assert levels["ines"] is Consent.INTERNAL, "a level stricter than the program's own was somebody's word"
    assert {key for key, level in levels.items() if level is Consent.ATTRIBUTED} == recorded - {"ines"}
    assert {key for key, level in levels.items() if level is Consent.NOT_RECORDED} == {"rosa", "amal"} - recorded


# -- who did what ------------------------------------------------------------------------------------------


def test_the_audit_trail_tells_who_did_what_when(database: Database) -> None:
    pay = codes(database)["pay"]
    with database.writing("Rename", who="AB", at=WHEN) as (rows, outcome):
        rows.put(pay, replace(pay, name="Fair pay"))
        rows.add(a_code("new"))
    assert outcome.changes is not None
    with database.writing("Rename", who="CD", at=WHEN, cause="undone") as (rows, _):
        rows.apply(outcome.changes.inverse().changes)
    with database.reading() as rows:
        trail = rows.audit_trail()
    assert [(entry.who, entry.label, entry.cause) for entry in trail] == [
        ("", "Add codebook", "done"),
        ("AB", "Rename", "done"),
        ("CD", "Rename", "undone"),
    ]
    assert trail[1].counts == {"Code": (1, 1, 0)}
    assert trail[1].row_ids == ("Code pay", "Code new")
    assert trail[2].counts == {"Code": (0, 1, 1)}
    database.close()


def test_an_action_that_fails_or_changes_nothing_leaves_no_trace(database: Database) -> None:
    pay = codes(database)["pay"]
    with database.writing("Rename") as (rows, _):
        rows.put(pay, replace(pay))

    def fail() -> None:
        with database.writing("Rename") as (rows, _):
            rows.put(pay, replace(pay, name="Fair pay"))
            raise InvalidValueError("No.")

    with pytest.raises(InvalidValueError):
        fail()
    with database.reading() as rows:
        assert [entry.label for entry in rows.audit_trail()] == ["Add codebook"]
    database.close()


# -- notes -------------------------------------------------------------------------------------------------


def test_a_suggestion_counts_as_shown_once_for_a_passage(database: Database) -> None:
    first = Shown(
        transcript_id="talk", code_id="pay", start=0, end=8, engine_key="a", rank=1, way=Way.PASSAGE, shown_at=WHEN
    )
    with database.noting() as notes:
        notes.note_shown([first, replace(first, start=9, end=12)])
        notes.note_shown([replace(first, rank=3, engine_key="b")])
    with database.noted() as notes:
        assert notes.shown() == [first, replace(first, start=9, end=12)]
    database.close()


def test_of_each_kind_the_last_result_is_kept(database: Database) -> None:
    estimate = Measurement(engine_key="a", measured_at=WHEN, labels=3, figures="{}")
    with database.noting() as notes:
        notes.keep("learner", "a", b"1")
        notes.keep("learner", "b", b"2")
        notes.note_measurement(estimate)
        notes.note_measurement(replace(estimate, labels=4))
    with database.noted() as notes:
        assert notes.kept("learner") == ("b", b"2")
        assert notes.kept("else") is None
        assert [item.labels for item in notes.measurements()] == [4]
    with database.reading() as rows:
        assert len(rows.audit_trail()) == 1, "notes are no actions"
    database.close()


def test_a_project_that_was_just_made_can_be_read_while_it_is_still_open(database: Database, tmp_path: Path) -> None:
    reader = Database.open(tmp_path / "Pilot.coder", writes=False)
    with reader.reading() as rows:
        assert rows.project().name == "Pilot"
    reader.close()
    database.close()
