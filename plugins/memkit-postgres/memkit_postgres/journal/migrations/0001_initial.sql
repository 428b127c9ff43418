-- Tables and columns are named as in memkit's SQLite journal. Times are microseconds since 1970 in
-- UTC. Texts compare by code point, as Python compares them, so all of them have the collation "C".

CREATE TABLE memkit_format (
    role text NOT NULL,
    version integer NOT NULL
);
INSERT INTO memkit_format VALUES ('journal', 0);

-- One row. Every change locks it first and writes it last, so that changes follow each other and
-- numbers become visible in their order: a sequence would hand out 7 and 8 to two transactions of
-- which the second may commit first, and a follower that has read 8 would never look for 7. As the
-- numbers are part of the transaction, one that is rolled back leaves no gap.
CREATE TABLE head (
    journal_id text NOT NULL COLLATE "C",
    -- Rises with every commit that writes anything.
    version bigint NOT NULL DEFAULT 0,
    events bigint NOT NULL DEFAULT 0,
    keys bigint NOT NULL DEFAULT 0,
    texts bigint NOT NULL DEFAULT 0,
    vectors bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 10);
CREATE UNIQUE INDEX head_is_one_row ON head ((true));
INSERT INTO head (journal_id) VALUES (replace(gen_random_uuid()::text, '-', ''));

-- Every text is held once, for memories, events and vectors alike, with what it is found by: its
-- terms as memkit's analyser makes them, each at a position that tells how often it occurs, and
-- their number. `folded` is the text casefolded, where that is more than A to Z in lower case.
CREATE TABLE texts (
    id bigint PRIMARY KEY,
    hash bytea NOT NULL UNIQUE,
    text text NOT NULL COLLATE "C",
    folded text COLLATE "C",
    terms tsvector NOT NULL,
    length integer NOT NULL
);
CREATE INDEX texts_by_terms ON texts USING gin (terms);

CREATE TABLE scopes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id text COLLATE "C",
    agent_id text COLLATE "C",
    app_id text COLLATE "C",
    run_id text COLLATE "C",
    hash bytea NOT NULL UNIQUE
);
-- Hashes, for an index of the values themselves would refuse long ones.
CREATE INDEX scopes_by_user ON scopes USING hash (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX scopes_by_agent ON scopes USING hash (agent_id) WHERE agent_id IS NOT NULL;
CREATE INDEX scopes_by_app ON scopes USING hash (app_id) WHERE app_id IS NOT NULL;
CREATE INDEX scopes_by_run ON scopes USING hash (run_id) WHERE run_id IS NOT NULL;

-- Names stay for good, so that events of deleted memories keep theirs.
CREATE TABLE ids (
    key bigint PRIMARY KEY,
    id text NOT NULL UNIQUE COLLATE "C"
);

CREATE TABLE memories (
    key bigint PRIMARY KEY REFERENCES ids (key),
    scope_id bigint NOT NULL REFERENCES scopes (id),
    text_id bigint NOT NULL REFERENCES texts (id),
    -- Who says it, apart from the user: part of what makes two memories the same.
    speaker text NOT NULL COLLATE "C",
    -- The message that was said right before it, if it came with a conversation.
    follows bigint REFERENCES ids (key),
    type text NOT NULL COLLATE "C",
    role text COLLATE "C",
    name text COLLATE "C",
    -- The metadata as they came, and as filters see them: whole, and with all strings casefolded
    -- where that is more than A to Z in lower case.
    metadata text NOT NULL COLLATE "C",
    fields jsonb NOT NULL,
    folded_fields jsonb,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    occurred_at bigint,
    expires_at bigint,
    seq bigint NOT NULL,
    -- Of the text: so the mean length of a scope's texts is read from an index.
    length integer NOT NULL
);
CREATE UNIQUE INDEX memories_are_told_apart ON memories (scope_id, text_id, md5(speaker));
CREATE INDEX memories_by_scope ON memories (scope_id, key) INCLUDE (length, expires_at);
CREATE INDEX memories_by_text ON memories (text_id);
CREATE INDEX memories_by_follows ON memories (follows) WHERE follows IS NOT NULL;

-- Append-only. `*_state` holds what is neither text nor metadata, as a JSON array.
CREATE TABLE events (
    seq bigint PRIMARY KEY,
    key bigint NOT NULL REFERENCES ids (key),
    scope_id bigint NOT NULL REFERENCES scopes (id),
    event text NOT NULL CHECK (event IN ('ADD', 'UPDATE', 'DELETE')),
    old_text_id bigint REFERENCES texts (id),
    old_metadata text COLLATE "C",
    old_state text COLLATE "C",
    new_text_id bigint REFERENCES texts (id),
    new_metadata text COLLATE "C",
    new_state text COLLATE "C",
    actor text COLLATE "C",
    reason text COLLATE "C",
    batch_id text NOT NULL COLLATE "C",
    at bigint NOT NULL
);
CREATE INDEX events_by_key ON events (key, seq);
CREATE INDEX events_by_time ON events (at, seq);

CREATE FUNCTION events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('memkit.resetting', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'events are append-only';
    END IF;
    RETURN NULL;
END;
$$;
CREATE TRIGGER events_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION events_are_append_only();

CREATE TABLE spaces (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL UNIQUE COLLATE "C",
    provider text NOT NULL COLLATE "C",
    config text NOT NULL COLLATE "C",
    model text NOT NULL COLLATE "C",
    dim integer NOT NULL,
    normalized boolean NOT NULL,
    fingerprint bytea NOT NULL,
    state text NOT NULL COLLATE "C",
    is_default boolean NOT NULL
);

-- `id` rises with every vector that is written: followers read from where they were. Float32, little
-- endian; they don't compress.
CREATE TABLE vectors (
    id bigint PRIMARY KEY,
    space_id bigint NOT NULL REFERENCES spaces (id),
    text_id bigint NOT NULL REFERENCES texts (id),
    vector bytea NOT NULL,
    UNIQUE (text_id, space_id)
);
ALTER TABLE vectors ALTER COLUMN vector SET STORAGE EXTERNAL;
CREATE INDEX vectors_by_space ON vectors (space_id);

CREATE TABLE followers (
    name text PRIMARY KEY COLLATE "C",
    seq bigint NOT NULL,
    vectors bigint NOT NULL
);

-- What people said about hits: whether a memory answers a query. Ids rather than keys, for a rating
-- outlives the deletion of its memory, which may be undone.
CREATE TABLE ratings (
    query text NOT NULL COLLATE "C",
    memory_id text NOT NULL COLLATE "C",
    relevant boolean NOT NULL,
    at bigint NOT NULL,
    actor text COLLATE "C"
);
CREATE UNIQUE INDEX ratings_are_told_apart ON ratings (md5(query), md5(memory_id));

-- Results that take long to compute and can be computed again, the least recently kept go first.
CREATE TABLE derived (
    key text PRIMARY KEY COLLATE "C",
    value bytea NOT NULL,
    used bigint NOT NULL
);
ALTER TABLE derived ALTER COLUMN value SET STORAGE EXTERNAL;
