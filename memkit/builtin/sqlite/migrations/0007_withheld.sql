-- Why searches do not serve a memory: NULL if they do.
ALTER TABLE memories ADD COLUMN withheld TEXT;

-- Most memories are served: this finds the others, if there are any.
CREATE INDEX memories_withheld ON memories (scope_id) WHERE withheld IS NOT NULL;

-- Which memories were drawn from which: the ids that `sources` of a derived memory name. It follows
-- `memories`, and tells what a change of a source concerns.
CREATE TABLE source_links (
    source_id TEXT NOT NULL,
    key INTEGER NOT NULL,
    PRIMARY KEY (source_id, key)
) WITHOUT ROWID;
CREATE INDEX source_links_by_key ON source_links (key);

INSERT INTO source_links
SELECT DISTINCT json_extract(s.value, '$.memory_id'), m.key
FROM memories m, json_each(m.sources) s
WHERE m.derived_by IS NOT NULL AND json_extract(s.value, '$.memory_id') IS NOT NULL;
