-- The tables of a project file of form 3, as that version made them.
CREATE TABLE project (id TEXT NOT NULL, revision INTEGER NOT NULL, name TEXT NOT NULL, created_at TEXT NOT NULL,
    mute_below FLOAT NOT NULL, PRIMARY KEY (id));
CREATE TABLE coder (id TEXT NOT NULL, revision INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (id), UNIQUE
    (name));
CREATE TABLE participant (id TEXT NOT NULL, revision INTEGER NOT NULL, pseudonym TEXT NOT NULL, "group" TEXT NOT
    NULL, note TEXT NOT NULL, consent TEXT NOT NULL, attributes TEXT NOT NULL, PRIMARY KEY (id), CONSTRAINT
    known_consent CHECK (consent IN ('internal only', 'anonymised quote', 'attributed quote', 'withdrawn')));
CREATE TABLE transcript (id TEXT NOT NULL, revision INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, date
    TEXT NOT NULL, place TEXT NOT NULL, text TEXT NOT NULL, text_hash TEXT NOT NULL, source_name TEXT NOT NULL,
    layout TEXT NOT NULL, encoding TEXT NOT NULL, imported_at TEXT NOT NULL, position INTEGER NOT NULL, status TEXT
    NOT NULL, PRIMARY KEY (id), CONSTRAINT known_kind CHECK (kind IN ('interview', 'workshop')), CONSTRAINT
    known_status CHECK (status IN ('open', 'complete')));
CREATE INDEX ix_transcript_text_hash ON transcript (text_hash);
CREATE TABLE codebook (id TEXT NOT NULL, revision INTEGER NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
    description TEXT NOT NULL, content_hash TEXT NOT NULL, shared_file TEXT NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (id));
CREATE TABLE offer_rule (id TEXT NOT NULL, revision INTEGER NOT NULL, offer TEXT NOT NULL, PRIMARY KEY (id),
    CONSTRAINT known_offer CHECK (offer IN ('automatic', 'always', 'never')));
CREATE TABLE saved_query (id TEXT NOT NULL, revision INTEGER NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL,
    position INTEGER NOT NULL, PRIMARY KEY (id));
CREATE TABLE summary (id TEXT NOT NULL, revision INTEGER NOT NULL, participant_id TEXT NOT NULL, code_id TEXT NOT
    NULL, text TEXT NOT NULL, written_at TEXT NOT NULL, PRIMARY KEY (id));
CREATE TABLE finding (id TEXT NOT NULL, revision INTEGER NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
    written_at TEXT NOT NULL, PRIMARY KEY (id));
CREATE TABLE audit (number INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, label TEXT NOT NULL, cause TEXT
    NOT NULL, counts TEXT NOT NULL, row_ids TEXT NOT NULL, PRIMARY KEY (number));
CREATE TABLE shown (transcript_id TEXT NOT NULL, code_id TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT
    NULL, engine_key TEXT NOT NULL, rank INTEGER NOT NULL, way TEXT NOT NULL, shown_at TEXT NOT NULL, PRIMARY KEY
    (transcript_id, code_id, start, "end"), CONSTRAINT span CHECK (start >= 0 AND "end" > start), CONSTRAINT
    known_way CHECK (way IN ('passage', 'review', 'find')));
CREATE TABLE measurement (engine_key TEXT NOT NULL, measured_at TEXT NOT NULL, labels INTEGER NOT NULL, figures TEXT
    NOT NULL, PRIMARY KEY (engine_key));
CREATE TABLE kept (kind TEXT NOT NULL, "key" TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (kind));
CREATE TABLE speaker (id TEXT NOT NULL, revision INTEGER NOT NULL, transcript_id TEXT NOT NULL, label TEXT NOT NULL,
    role TEXT NOT NULL, participant_id TEXT, position INTEGER NOT NULL, PRIMARY KEY (id), CONSTRAINT known_role
    CHECK (role IN ('participant', 'interviewer', 'facilitator', 'other')), FOREIGN KEY(transcript_id) REFERENCES
    transcript (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(participant_id) REFERENCES participant (id)
    DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX ix_speaker_participant_id ON speaker (participant_id);
CREATE INDEX ix_speaker_transcript_id ON speaker (transcript_id);
CREATE TABLE codebook_version (id TEXT NOT NULL, revision INTEGER NOT NULL, codebook_id TEXT NOT NULL, version TEXT
    NOT NULL, content_hash TEXT NOT NULL, content TEXT NOT NULL, seen_at TEXT NOT NULL, PRIMARY KEY (id), FOREIGN
    KEY(codebook_id) REFERENCES codebook (id) DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX ix_codebook_version_codebook_id ON codebook_version (codebook_id);
CREATE TABLE code (id TEXT NOT NULL, revision INTEGER NOT NULL, codebook_id TEXT NOT NULL, parent_id TEXT, kind TEXT
    NOT NULL, name TEXT NOT NULL, colour TEXT NOT NULL, shortcut TEXT NOT NULL, short_definition TEXT NOT NULL,
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
CREATE INDEX ix_code_link_target_id ON code_link (target_id);
CREATE INDEX ix_code_link_code_id ON code_link (code_id);
CREATE TABLE coding (id TEXT NOT NULL, revision INTEGER NOT NULL, transcript_id TEXT NOT NULL, code_id TEXT NOT
    NULL, coder_id TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, direction TEXT, strength TEXT,
    memo TEXT NOT NULL, created_at TEXT NOT NULL, origin TEXT NOT NULL, engine_key TEXT NOT NULL, rank INTEGER,
    codebook_version TEXT NOT NULL, review TEXT NOT NULL, PRIMARY KEY (id), CONSTRAINT span CHECK (start >= 0 AND
    "end" > start), CONSTRAINT known_direction CHECK (direction IN ('supports', 'challenges', 'mixed', 'unclear')),
    CONSTRAINT known_strength CHECK (strength IN ('anecdotal', 'described', 'corroborated')), CONSTRAINT
    known_origin CHECK (origin IN ('by hand', 'suggested')), CONSTRAINT known_review CHECK (review IN ('not
    reviewed', 'reviewed', 'to discuss')), FOREIGN KEY(transcript_id) REFERENCES transcript (id) DEFERRABLE
    INITIALLY DEFERRED, FOREIGN KEY(code_id) REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(coder_id) REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX ix_coding_coder_id ON coding (coder_id);
CREATE INDEX ix_coding_transcript_id ON coding (transcript_id);
CREATE INDEX ix_coding_code_id ON coding (code_id);
CREATE TABLE decision (id TEXT NOT NULL, revision INTEGER NOT NULL, transcript_id TEXT NOT NULL, code_id TEXT NOT
    NULL, coder_id TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, verdict TEXT NOT NULL, engine_key
    TEXT NOT NULL, rank INTEGER NOT NULL, coding_id TEXT, decided_at TEXT NOT NULL, meaning TEXT NOT NULL, PRIMARY
    KEY (id), CONSTRAINT span CHECK (start >= 0 AND "end" > start), CONSTRAINT known_verdict CHECK (verdict IN
    ('accepted', 'rejected', 'skipped')), FOREIGN KEY(transcript_id) REFERENCES transcript (id) DEFERRABLE INITIALLY
    DEFERRED, FOREIGN KEY(code_id) REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(coder_id)
    REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX ix_decision_transcript_id ON decision (transcript_id);
CREATE INDEX ix_decision_coder_id ON decision (coder_id);
CREATE INDEX ix_decision_code_id ON decision (code_id);
CREATE VIRTUAL TABLE turn_fts USING fts5(text, turn_id UNINDEXED, transcript_id UNINDEXED, tokenize = "unicode61 remove_diacritics 2");
