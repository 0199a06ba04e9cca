"""Project files as older versions of the application made them, table by table."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from coder.storage.migrations import APPLICATION_ID
from tests.helpers.builders import WHEN

TEXT = "They pay my travel."
FORMS = Path(__file__).with_name("forms")

_ROWS = (
    ("project", {"id": "project", "name": "Pilot", "created_at": WHEN}),
    ("coder", {"id": "ab", "name": "AB"}),
    ("participant", {"id": "rosa", "pseudonym": "Rosa", "group": "Care worker", "note": ""}),
    (
        "transcript",
        {
            "id": "talk", "name": "Talk", "kind": "interview", "date": "", "place": "", "text": TEXT, "text_hash": "",
            "source_name": "", "layout": "", "encoding": "", "imported_at": WHEN, "position": 0, "status": "open",
        },
    ),
    ("speaker", {"id": "voice", "transcript_id": "talk", "label": "ROSA", "role": "participant",
                 "participant_id": "rosa", "position": 0}),
    ("turn", {"id": "head", "transcript_id": "talk", "number": 1, "speaker_id": None, "start": 0, "end": 4}),
    ("turn", {"id": "said", "transcript_id": "talk", "number": 2, "speaker_id": "voice", "start": 5, "end": 19}),
    (
        "codebook",
        {
            "id": "book", "name": "Book", "version": "1.0", "description": "", "content_hash": "", "shared_file": "",
            "position": 0,
        },
    ),
    (
        "code",
        {
            "id": "pay", "codebook_id": "book", "kind": "outcome", "name": "Pay", "colour": "", "shortcut": "",
            "short_definition": "", "full_definition": "", "when_to_use": "", "when_not_to_use": "",
            "example_quotes": "[]", "key_terms": "[]", "status": "active", "position": 0,
        },
    ),
    (
        "coding",
        {
            "id": "coding", "transcript_id": "talk", "code_id": "pay", "coder_id": "ab", "start": 0, "end": 8,
            "memo": "", "created_at": WHEN, "origin": "by hand", "engine_key": "", "codebook_version": "1.0",
        },
    ),
    (
        "decision",
        {
            "id": "decision", "transcript_id": "talk", "code_id": "pay", "coder_id": "ab", "start": 0, "end": 8,
            "verdict": "rejected", "engine_key": "key", "rank": 1, "decided_at": WHEN,
        },
    ),
)  # fmt: skip


_OF_FORM_3: dict[str, dict[str, object]] = {
    "project": {"mute_below": 0.1},
    "participant": {"consent": "attributed quote", "attributes": "[]"},
    "coding": {"review": "reviewed"},
    "decision": {"meaning": ""},
}
"""What form 3 knows beside, by table."""


def project_of_form(path: Path, form: int, *more: tuple[str, dict[str, object]]) -> None:
    """Make a project file of an older form with a row of every kind that matters, and more rows (table, values)."""
    raw = sqlite3.connect(path)
    raw.executescript((FORMS / f"form_{form}.sql").read_text(encoding="utf-8"))
    for table, values in (*_ROWS, *more):
        known = {name: value for name, value in values.items() if form > 1 or name != "shared_file"}
        if form == 3:
            known |= _OF_FORM_3.get(table, {})
            known |= values
        if table != "audit":
            known["revision"] = 0
        columns = ", ".join(f'"{name}"' for name in known)
        places = ", ".join("?" for _ in known)
        raw.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", tuple(known.values()))
    raw.execute('INSERT INTO turn_fts SELECT substr(?, start + 1, "end" - start), id, transcript_id FROM turn', (TEXT,))
    raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    raw.execute(f"PRAGMA user_version = {form}")
    raw.commit()
    raw.close()
