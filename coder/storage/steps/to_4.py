"""The step from form 3 to form 4: consent that nobody recorded, headings, and where a text stood in its file."""

from __future__ import annotations

import json

from sqlalchemy import Connection
from sqlmodel import Session

_SQL = (
    # The levels that are known stand in a check of the table, so it is made anew.
    """
    CREATE TABLE participant_new (id TEXT NOT NULL, revision INTEGER NOT NULL, pseudonym TEXT NOT NULL, "group" TEXT
    NOT NULL, note TEXT NOT NULL, consent TEXT NOT NULL, attributes TEXT NOT NULL, PRIMARY KEY (id), CONSTRAINT
    known_consent CHECK (consent IN ('not recorded', 'internal only', 'anonymised quote', 'attributed quote',
    'withdrawn')))
    """,
    'INSERT INTO participant_new SELECT id, revision, pseudonym, "group", note, consent, attributes FROM participant',
    "DROP TABLE participant",
    "ALTER TABLE participant_new RENAME TO participant",
    "ALTER TABLE turn ADD COLUMN kind TEXT NOT NULL DEFAULT 'talk' CHECK (kind IN ('talk', 'heading'))",
    # What stood before the first speaker was never suggested for; now it says of itself that it is a heading.
    """
    UPDATE turn SET kind = 'heading' WHERE speaker_id IS NULL AND number < (SELECT min(said.number) FROM turn AS said
    WHERE said.transcript_id = turn.transcript_id AND said.speaker_id IS NOT NULL)
    """,
    """
    CREATE TABLE source_map (id TEXT NOT NULL, revision INTEGER NOT NULL, transcript_id TEXT NOT NULL, source_hash TEXT
    NOT NULL, source_length INTEGER NOT NULL, pieces TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(transcript_id)
    REFERENCES transcript (id) DEFERRABLE INITIALLY DEFERRED)
    """,
    "CREATE INDEX ix_source_map_transcript_id ON source_map (transcript_id)",
)


def take(session: Session) -> None:
    """Make form 4 of form 3."""
    connection = session.connection()
    for statement in _SQL:
        connection.exec_driver_sql(statement)
    claimed = [
        (person,)
        for (person,) in connection.exec_driver_sql("SELECT id FROM participant WHERE consent = 'attributed quote'")
    ]
    recorded = _recorded(connection)
    for (person,) in claimed:
        if recorded.get(person, 0) < 1:
            connection.exec_driver_sql("UPDATE participant SET consent = 'not recorded' WHERE id = ?", (person,))


def _recorded(connection: Connection) -> dict[str, int]:
    """Return for each participant how many actions that set consent still stand, by the audit trail.

    Form 3 gave everybody who came in "attributed quote", so only an action tells a person's word from the program's.
    The trail names the first twenty rows of an action; of one that touched more, everybody counts only if it touched
    everybody there is.
    """
    everybody = [person for (person,) in connection.exec_driver_sql("SELECT id FROM participant")]
    standing: dict[str, int] = {}
    actions = connection.exec_driver_sql(
        "SELECT cause, counts, row_ids FROM audit WHERE label LIKE 'Set consent to %' OR label LIKE 'Withdraw %' "
        "ORDER BY number"
    )
    for cause, counts, row_ids in actions.fetchall():
        touched = sum(json.loads(counts).get("Participant", ()))
        named = [row.partition(" ")[2] for row in json.loads(row_ids) if row.startswith("Participant ")]
        for person in everybody if touched > len(named) and touched >= len(everybody) else named:
            standing[person] = standing.get(person, 0) + (-1 if cause == "undone" else 1)
    return standing
