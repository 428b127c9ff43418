-- Why searches do not serve a memory: NULL if they do.
ALTER TABLE memories ADD COLUMN withheld text COLLATE "C";

-- Most memories are served: this finds the others, if there are any.
CREATE INDEX memories_withheld ON memories (scope_id) WHERE withheld IS NOT NULL;

-- Which memories were drawn from which: the ids that `sources` of a derived memory name. It follows
-- `memories`, and tells what a change of a source concerns.
CREATE TABLE source_links (
    source_id text COLLATE "C" NOT NULL,
    key bigint NOT NULL,
    PRIMARY KEY (source_id, key)
);
CREATE INDEX source_links_by_key ON source_links (key);

INSERT INTO source_links
SELECT DISTINCT s.value->>'memory_id', m.key
FROM memories m, jsonb_array_elements(m.sources::jsonb) s
WHERE m.derived_by IS NOT NULL AND s.value->>'memory_id' IS NOT NULL;
