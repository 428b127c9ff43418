-- Who draws facts from messages: a model, its prompts and its instructions. One of them is in use.
CREATE TABLE derivations (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE COLLATE "C",
    provider text NOT NULL COLLATE "C",
    config text NOT NULL COLLATE "C",
    model text NOT NULL COLLATE "C",
    prompts text NOT NULL COLLATE "C",
    profile text NOT NULL COLLATE "C",
    instructions text NOT NULL COLLATE "C",
    in_use boolean NOT NULL,
    created_at bigint NOT NULL
);

-- Which texts of which messages each has read. An earlier text keeps its reading: who undoes an
-- edit has nothing read again.
CREATE TABLE readings (
    derivation_id bigint NOT NULL REFERENCES derivations (id),
    key bigint NOT NULL REFERENCES ids (key),
    text_id bigint NOT NULL REFERENCES texts (id),
    outcome text NOT NULL COLLATE "C",
    reason text COLLATE "C",
    batch_id text NOT NULL COLLATE "C",
    at bigint NOT NULL,
    attempts integer NOT NULL,
    PRIMARY KEY (derivation_id, key, text_id)
);

-- Messages that were set out to be read together, until they have been. `lines` and `context` are
-- JSON: pairs of a memory's id and the digest of its text.
CREATE TABLE windows (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    derivation_id bigint NOT NULL REFERENCES derivations (id),
    lines text NOT NULL COLLATE "C",
    context text NOT NULL COLLATE "C"
);

-- Calls to models, as they came back. `key` is a digest of all that was sent, NULL when the call was
-- purged: what it cost stays. `request` and `answer` are JSON; `lines` are ids of the memories shown.
CREATE TABLE calls (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text UNIQUE COLLATE "C",
    task text NOT NULL COLLATE "C",
    derivation text COLLATE "C",
    model text NOT NULL COLLATE "C",
    prompt text COLLATE "C",
    stop text NOT NULL COLLATE "C",
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    cost double precision,
    seconds double precision NOT NULL,
    at bigint NOT NULL,
    lines text NOT NULL COLLATE "C",
    request text NOT NULL COLLATE "C",
    answer text NOT NULL COLLATE "C"
);

-- What two derivations draw from one message stands side by side, though they say the same.
UPDATE memories SET speaker = '[' || coalesce(to_json(role)::text, 'null') || ','
    || coalesce(to_json(name)::text, 'null') || ',' || to_json(derived_by)::text || ']'
WHERE derived_by IS NOT NULL;
