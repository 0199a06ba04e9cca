-- The tables of a project file of form 1, as that version made them.
CREATE TABLE project (id TEXT NOT NULL, revision INTEGER NOT NULL, name TEXT NOT NULL, created_at TEXT NOT NULL,
    PRIMARY KEY (id));
CREATE TABLE coder (id TEXT NOT NULL, revision INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (id), UNIQUE
    (name));
CREATE TABLE participant (id TEXT NOT NULL, revision INTEGER NOT NULL, pseudonym TEXT NOT NULL, "group" TEXT NOT
    NULL, note TEXT NOT NULL, PRIMARY KEY (id));
CREATE TABLE transcript (id TEXT NOT NULL, revision INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    date TEXT NOT NULL, place TEXT NOT NULL, text TEXT NOT NULL, text_hash TEXT NOT NULL, source_name TEXT NOT NULL,
    layout TEXT NOT NULL, encoding TEXT NOT NULL, imported_at TEXT NOT NULL, position INTEGER NOT NULL, status TEXT
    NOT NULL, PRIMARY KEY (id), CONSTRAINT known_kind CHECK (kind IN ('interview', 'workshop')), CONSTRAINT
    known_status CHECK (status IN ('open', 'complete')));
CREATE INDEX ix_transcript_text_hash ON transcript (text_hash);
CREATE TABLE codebook (id TEXT NOT NULL, revision INTEGER NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
    description TEXT NOT NULL, content_hash TEXT NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (id));
CREATE TABLE speaker (id TEXT NOT NULL, revision INTEGER NOT NULL, transcript_id TEXT NOT NULL, label TEXT NOT
    NULL, role TEXT NOT NULL, participant_id TEXT, position INTEGER NOT NULL, PRIMARY KEY (id), CONSTRAINT
    known_role CHECK (role IN ('participant', 'interviewer', 'facilitator', 'other')), FOREIGN KEY(transcript_id)
    REFERENCES transcript (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(participant_id) REFERENCES participant
    (id) DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX ix_speaker_transcript_id ON speaker (transcript_id);
CREATE INDEX ix_speaker_participant_id ON speaker (participant_id);
CREATE TABLE code (id TEXT NOT NULL, revision INTEGER NOT NULL, codebook_id TEXT NOT NULL, parent_id TEXT, kind
    TEXT NOT NULL, name TEXT NOT NULL, colour TEXT NOT NULL, shortcut TEXT NOT NULL, short_definition TEXT NOT NULL,
    full_definition TEXT NOT NULL, when_to_use TEXT NOT NULL, when_not_to_use TEXT NOT NULL, example_quotes TEXT NOT
    NULL, key_terms TEXT NOT NULL, status TEXT NOT NULL, merged_into TEXT, position INTEGER NOT NULL, PRIMARY KEY
    (id), CONSTRAINT known_kind CHECK (kind IN ('domain', 'theme', 'outcome', 'output-dimension', 'other')),
    CONSTRAINT known_status CHECK (status IN ('active', 'draft', 'retired')), FOREIGN KEY(codebook_id) REFERENCES
    codebook (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(parent_id) REFERENCES code (id) DEFERRABLE INITIALLY
    DEFERRED);
CREATE INDEX ix_code_parent_id ON code (parent_id);
CREATE INDEX ix_code_codebook_id ON code (codebook_id);
CREATE TABLE turn (id TEXT NOT NULL, revision INTEGER NOT NULL, transcript_id TEXT NOT NULL, number INTEGER NOT
    NULL, speaker_id TEXT, start INTEGER NOT NULL, "end" INTEGER NOT NULL, time FLOAT, PRIMARY KEY (id), CONSTRAINT
    span CHECK (start >= 0 AND "end" > start), FOREIGN KEY(transcript_id) REFERENCES transcript (id) DEFERRABLE
    INITIALLY DEFERRED, FOREIGN KEY(speaker_id) REFERENCES speaker (id) DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX turn_order ON turn (transcript_id, number);
CREATE TABLE code_link (id TEXT NOT NULL, revision INTEGER NOT NULL, code_id TEXT NOT NULL, type TEXT NOT NULL,
    target_id TEXT NOT NULL, PRIMARY KEY (id), CONSTRAINT known_type CHECK (type IN ('belongs-to-domain',
    'comes-from-dimension')), FOREIGN KEY(code_id) REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(target_id) REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX ix_code_link_code_id ON code_link (code_id);
CREATE INDEX ix_code_link_target_id ON code_link (target_id);
CREATE TABLE coding (id TEXT NOT NULL, revision INTEGER NOT NULL, transcript_id TEXT NOT NULL, code_id TEXT NOT
    NULL, coder_id TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, direction TEXT, strength TEXT,
    memo TEXT NOT NULL, created_at TEXT NOT NULL, origin TEXT NOT NULL, engine_key TEXT NOT NULL, rank INTEGER,
    codebook_version TEXT NOT NULL, PRIMARY KEY (id), CONSTRAINT span CHECK (start >= 0 AND "end" > start),
    CONSTRAINT known_direction CHECK (direction IN ('supports', 'challenges', 'mixed', 'unclear')), CONSTRAINT
    known_strength CHECK (strength IN ('anecdotal', 'described', 'corroborated')), CONSTRAINT known_origin CHECK
    (origin IN ('by hand', 'suggested')), FOREIGN KEY(transcript_id) REFERENCES transcript (id) DEFERRABLE INITIALLY
    DEFERRED, FOREIGN KEY(code_id) REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(coder_id)
    REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX ix_coding_code_id ON coding (code_id);
CREATE INDEX ix_coding_transcript_id ON coding (transcript_id);
CREATE INDEX ix_coding_coder_id ON coding (coder_id);
CREATE TABLE decision (id TEXT NOT NULL, revision INTEGER NOT NULL, transcript_id TEXT NOT NULL, code_id TEXT
    NOT NULL, coder_id TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, verdict TEXT NOT NULL,
    engine_key TEXT NOT NULL, rank INTEGER NOT NULL, coding_id TEXT, decided_at TEXT NOT NULL, PRIMARY KEY (id),
    CONSTRAINT span CHECK (start >= 0 AND "end" > start), CONSTRAINT known_verdict CHECK (verdict IN ('accepted',
    'rejected')), FOREIGN KEY(transcript_id) REFERENCES transcript (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(code_id) REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(coder_id) REFERENCES coder (id)
    DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX ix_decision_code_id ON decision (code_id);
CREATE INDEX ix_decision_transcript_id ON decision (transcript_id);
CREATE INDEX ix_decision_coder_id ON decision (coder_id);
CREATE VIRTUAL TABLE turn_fts USING fts5(text, turn_id UNINDEXED, transcript_id UNINDEXED, tokenize = "unicode61 remove_diacritics 2");
