-- When a memory holds, what took its place, where it comes from, and structured fields. `sources`
-- is a JSON list, `data` a JSON object; NULL where there is none.
ALTER TABLE memories ADD COLUMN valid_from INTEGER;
ALTER TABLE memories ADD COLUMN valid_to INTEGER;
ALTER TABLE memories ADD COLUMN superseded_by TEXT;
ALTER TABLE memories ADD COLUMN sources TEXT;
ALTER TABLE memories ADD COLUMN derived_by TEXT;
ALTER TABLE memories ADD COLUMN said_by TEXT;
ALTER TABLE memories ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE memories ADD COLUMN data TEXT;

-- Most memories hold whenever one asks: this finds the others, if there are any.
CREATE INDEX memories_not_always_valid ON memories (scope_id)
WHERE valid_from IS NOT NULL OR valid_to IS NOT NULL OR superseded_by IS NOT NULL;
