-- Times are microseconds since 1970 in UTC. JSON is written without spaces.

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Every text is held once, for memories, events and vectors alike.
CREATE TABLE texts (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    text TEXT NOT NULL
);

CREATE TABLE scopes (
    id INTEGER PRIMARY KEY,
    user_id TEXT,
    agent_id TEXT,
    app_id TEXT,
    run_id TEXT,
    name TEXT NOT NULL UNIQUE
);
CREATE INDEX scopes_by_user ON scopes (user_id);
CREATE INDEX scopes_by_agent ON scopes (agent_id);
CREATE INDEX scopes_by_app ON scopes (app_id);
CREATE INDEX scopes_by_run ON scopes (run_id);

-- Names stay for good, so that events of deleted memories keep theirs.
CREATE TABLE ids (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE
);

CREATE TABLE memories (
    key INTEGER PRIMARY KEY REFERENCES ids (key),
    scope_id INTEGER NOT NULL REFERENCES scopes (id),
    text_id INTEGER NOT NULL REFERENCES texts (id),
    -- Who says it, apart from the user: part of what makes two memories the same.
    speaker TEXT NOT NULL,
    -- The message that was said right before it, if it came with a conversation.
    follows INTEGER REFERENCES ids (key),
    type TEXT NOT NULL,
    role TEXT,
    name TEXT,
    metadata TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    occurred_at INTEGER,
    expires_at INTEGER,
    seq INTEGER NOT NULL,
    UNIQUE (scope_id, text_id, speaker)
);
CREATE INDEX memories_by_scope ON memories (scope_id, key);
CREATE INDEX memories_by_text ON memories (text_id);
CREATE INDEX memories_by_follows ON memories (follows) WHERE follows IS NOT NULL;

-- Append-only. `*_state` holds what is neither text nor metadata, as a JSON array.
CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    key INTEGER NOT NULL REFERENCES ids (key),
    scope_id INTEGER NOT NULL REFERENCES scopes (id),
    event TEXT NOT NULL CHECK (event IN ('ADD', 'UPDATE', 'DELETE')),
    old_text_id INTEGER REFERENCES texts (id),
    old_metadata TEXT,
    old_state TEXT,
    new_text_id INTEGER REFERENCES texts (id),
    new_metadata TEXT,
    new_state TEXT,
    actor TEXT,
    reason TEXT,
    batch_id TEXT NOT NULL,
    at INTEGER NOT NULL
);
CREATE INDEX events_by_key ON events (key, seq);

CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
WHEN NOT EXISTS (SELECT 1 FROM meta WHERE name = 'resetting')
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

CREATE TABLE spaces (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    provider TEXT NOT NULL,
    config TEXT NOT NULL,
    model TEXT NOT NULL,
    dim INTEGER NOT NULL,
    normalized INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    state TEXT NOT NULL,
    is_default INTEGER NOT NULL
);

-- `id` rises with every vector that is written: followers read from where they were.
CREATE TABLE vectors (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    space_id INTEGER NOT NULL REFERENCES spaces (id),
    text_id INTEGER NOT NULL REFERENCES texts (id),
    vector BLOB NOT NULL,
    UNIQUE (text_id, space_id)
);

CREATE TABLE followers (
    name TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    vectors INTEGER NOT NULL
) WITHOUT ROWID;

-- The text index: how many terms each memory has, and where they stand. It follows the events.
-- Terms come folded and stemmed from memkit's analyser; the scope stands as tokens in the index,
-- which is many times faster than a join.
CREATE VIRTUAL TABLE memories_fts USING fts5 (
    terms, scope, content = '', detail = column, tokenize = 'unicode61 remove_diacritics 0'
);

CREATE TABLE memories_lengths (
    key INTEGER PRIMARY KEY,
    scope_id INTEGER NOT NULL,
    length INTEGER NOT NULL
);
CREATE INDEX lengths_by_scope ON memories_lengths (scope_id, length);

-- Results that take long to compute and can be computed again, the least recently used go first.
CREATE TABLE derived (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL,
    used INTEGER NOT NULL
);
