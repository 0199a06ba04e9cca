"""The step from form 2 to form 3: consent, review, what suggestions learn, what evaluators write, the audit trail."""

from __future__ import annotations

from sqlmodel import Session

_COLUMNS = 'id, revision, transcript_id, code_id, coder_id, start, "end", verdict, engine_key, rank, coding_id'
_SQL = (
    "ALTER TABLE project ADD COLUMN mute_below FLOAT NOT NULL DEFAULT 0",
    "ALTER TABLE participant ADD COLUMN consent TEXT NOT NULL DEFAULT 'attributed quote' "
    "CHECK (consent IN ('internal only', 'anonymised quote', 'attributed quote', 'withdrawn'))",
    "ALTER TABLE participant ADD COLUMN attributes TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE coding ADD COLUMN review TEXT NOT NULL DEFAULT 'not reviewed' "
    "CHECK (review IN ('not reviewed', 'reviewed', 'to discuss'))",
    # The verdicts that are known stand in a check of the table, so it is made anew.
    "DROP INDEX ix_decision_transcript_id",
    "DROP INDEX ix_decision_coder_id",
    "DROP INDEX ix_decision_code_id",
    "ALTER TABLE decision RENAME TO decision_before",
    """
    CREATE TABLE decision (id TEXT NOT NULL, revision INTEGER NOT NULL, transcript_id TEXT NOT NULL, code_id TEXT
    NOT NULL, coder_id TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, verdict TEXT NOT NULL,
    engine_key TEXT NOT NULL, rank INTEGER NOT NULL, coding_id TEXT, decided_at TEXT NOT NULL, meaning TEXT NOT
    NULL, PRIMARY KEY (id), CONSTRAINT span CHECK (start >= 0 AND "end" > start), CONSTRAINT known_verdict CHECK
    (verdict IN ('accepted', 'rejected', 'skipped')), FOREIGN KEY(transcript_id) REFERENCES transcript (id)
    DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(code_id) REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(coder_id) REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED)
    """,
    """
    CREATE INDEX ix_decision_transcript_id ON decision (transcript_id)
    """,
    """
    CREATE INDEX ix_decision_coder_id ON decision (coder_id)
    """,
    """
    CREATE INDEX ix_decision_code_id ON decision (code_id)
    """,
    """
    CREATE TABLE offer_rule (id TEXT NOT NULL, revision INTEGER NOT NULL, offer TEXT NOT NULL, PRIMARY KEY (id),
    CONSTRAINT known_offer CHECK (offer IN ('automatic', 'always', 'never')))
    """,
    """
    CREATE TABLE saved_query (id TEXT NOT NULL, revision INTEGER NOT NULL, name TEXT NOT NULL, definition TEXT NOT
    NULL, position INTEGER NOT NULL, PRIMARY KEY (id))
    """,
    """
    CREATE TABLE summary (id TEXT NOT NULL, revision INTEGER NOT NULL, participant_id TEXT NOT NULL, code_id TEXT
    NOT NULL, text TEXT NOT NULL, written_at TEXT NOT NULL, PRIMARY KEY (id))
    """,
    """
    CREATE TABLE finding (id TEXT NOT NULL, revision INTEGER NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
    written_at TEXT NOT NULL, PRIMARY KEY (id))
    """,
    """
    CREATE TABLE audit (number INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, label TEXT NOT NULL, cause
    TEXT NOT NULL, counts TEXT NOT NULL, row_ids TEXT NOT NULL, PRIMARY KEY (number))
    """,
    """
    CREATE TABLE shown (transcript_id TEXT NOT NULL, code_id TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER
    NOT NULL, engine_key TEXT NOT NULL, rank INTEGER NOT NULL, way TEXT NOT NULL, shown_at TEXT NOT NULL, PRIMARY
    KEY (transcript_id, code_id, start, "end"), CONSTRAINT span CHECK (start >= 0 AND "end" > start), CONSTRAINT
    known_way CHECK (way IN ('passage', 'review', 'find')))
    """,
    """
    CREATE TABLE measurement (engine_key TEXT NOT NULL, measured_at TEXT NOT NULL, labels INTEGER NOT NULL,
    figures TEXT NOT NULL, PRIMARY KEY (engine_key))
    """,
    """
    CREATE TABLE kept (kind TEXT NOT NULL, "key" TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (kind))
    """,
    f"INSERT INTO decision ({_COLUMNS}, decided_at, meaning) SELECT {_COLUMNS}, decided_at, '' FROM decision_before",
    "DROP TABLE decision_before",
)


def take(session: Session) -> None:
    """Make form 3 of form 2."""
    connection = session.connection()
    for statement in _SQL:
        connection.exec_driver_sql(statement)
