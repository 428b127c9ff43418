-- Each journal has a store of its own here: a table `rows_<store>` of its memories, and for each of
-- its embedding spaces a table `vectors_<number>`. Both numbers are never given twice. Texts compare
-- by code point, as Python compares them, so all of them have the collation "C".

CREATE TABLE memkit_format (
    role text NOT NULL,
    version integer NOT NULL
);
INSERT INTO memkit_format VALUES ('store', 0);

-- How far a store has read its journal, and the mark of the last event: a journal that was restored
-- from a backup and went on differently has another one at this number.
CREATE TABLE stores (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    journal_id text NOT NULL UNIQUE COLLATE "C",
    seq bigint NOT NULL DEFAULT 0,
    vectors bigint NOT NULL DEFAULT 0,
    mark text COLLATE "C"
);

CREATE TABLE spaces (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    store_id bigint NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    key text NOT NULL COLLATE "C",
    space_id bigint NOT NULL,
    dim integer NOT NULL,
    -- 'vector' or 'halfvec'
    type text NOT NULL COLLATE "C",
    indexed boolean NOT NULL DEFAULT false,
    UNIQUE (store_id, key)
);

-- What each `rows_<store>` is like. `folded` and `folded_fields` are casefolded copies, where that is
-- more than A to Z in lower case; `terms` are memkit's, each at a position that says how often it
-- occurs, and `length` is their number. Times are microseconds since 1970 in UTC.
CREATE TABLE row_template (
    key bigint PRIMARY KEY,
    id text NOT NULL COLLATE "C",
    memory text NOT NULL COLLATE "C",
    folded text COLLATE "C",
    terms tsvector NOT NULL,
    length integer NOT NULL,
    user_id text COLLATE "C",
    agent_id text COLLATE "C",
    app_id text COLLATE "C",
    run_id text COLLATE "C",
    type text NOT NULL COLLATE "C",
    role text COLLATE "C",
    name text COLLATE "C",
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    occurred_at bigint,
    expires_at bigint,
    fields jsonb NOT NULL,
    folded_fields jsonb
);
CREATE INDEX ON row_template USING gin (terms);
CREATE INDEX ON row_template USING gin (fields jsonb_path_ops);
-- Hashes, for an index of the values themselves would refuse long ones.
CREATE INDEX ON row_template USING hash (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX ON row_template USING hash (agent_id) WHERE agent_id IS NOT NULL;
CREATE INDEX ON row_template USING hash (app_id) WHERE app_id IS NOT NULL;
CREATE INDEX ON row_template USING hash (run_id) WHERE run_id IS NOT NULL;
CREATE INDEX ON row_template (length);
