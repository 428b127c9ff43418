-- Who draws facts from messages: a model, its prompts and its instructions. One of them is in use.
CREATE TABLE derivations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    provider TEXT NOT NULL,
    config TEXT NOT NULL,
    model TEXT NOT NULL,
    prompts TEXT NOT NULL,
    profile TEXT NOT NULL,
    instructions TEXT NOT NULL,
    in_use INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);

-- Which texts of which messages each has read. An earlier text keeps its reading: who undoes an
-- edit has nothing read again.
CREATE TABLE readings (
    derivation_id INTEGER NOT NULL REFERENCES derivations (id),
    key INTEGER NOT NULL REFERENCES ids (key),
    text_id INTEGER NOT NULL REFERENCES texts (id),
    outcome TEXT NOT NULL,
    reason TEXT,
    batch_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    PRIMARY KEY (derivation_id, key, text_id)
) WITHOUT ROWID;

-- Messages that were set out to be read together, until they have been. `lines` and `context` are
-- JSON: pairs of a memory's id and the digest of its text.
CREATE TABLE windows (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    derivation_id INTEGER NOT NULL REFERENCES derivations (id),
    lines TEXT NOT NULL,
    context TEXT NOT NULL
);

-- Calls to models, as they came back. `key` is a digest of all that was sent, NULL when the call was
-- purged: what it cost stays. `request` and `answer` are JSON; `lines` are ids of the memories shown.
CREATE TABLE calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT UNIQUE,
    task TEXT NOT NULL,
    derivation TEXT,
    model TEXT NOT NULL,
    prompt TEXT,
    stop TEXT NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cost REAL,
    seconds REAL NOT NULL,
    at INTEGER NOT NULL,
    lines TEXT NOT NULL,
    request TEXT NOT NULL,
    answer TEXT NOT NULL
);

-- What two derivations draw from one message stands side by side, though they say the same.
UPDATE memories SET speaker = json_array(role, name, derived_by) WHERE derived_by IS NOT NULL;
