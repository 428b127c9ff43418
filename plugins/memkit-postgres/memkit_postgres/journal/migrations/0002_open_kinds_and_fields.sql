-- Events may be of any kind. From here on, their two states are JSON objects; old ones stay as they
-- are.
ALTER TABLE events DROP CONSTRAINT events_event_check;

-- When a memory holds, what took its place, where it comes from, and structured fields. `sources`
-- is a JSON list, `data` a JSON object, which filters see as they see the metadata; NULL where
-- there is none.
ALTER TABLE memories
    ADD COLUMN valid_from bigint,
    ADD COLUMN valid_to bigint,
    ADD COLUMN superseded_by text COLLATE "C",
    ADD COLUMN sources text COLLATE "C",
    ADD COLUMN derived_by text COLLATE "C",
    ADD COLUMN said_by text COLLATE "C",
    ADD COLUMN pinned boolean NOT NULL DEFAULT false,
    ADD COLUMN data text COLLATE "C",
    ADD COLUMN data_fields jsonb,
    ADD COLUMN folded_data_fields jsonb;

-- Most memories hold whenever one asks: this finds the others, if there are any.
CREATE INDEX memories_not_always_valid ON memories (scope_id)
WHERE valid_from IS NOT NULL OR valid_to IS NOT NULL OR superseded_by IS NOT NULL;
