-- The bytes of images and files that messages brought along, each once, by their SHA-256. They are
-- compressed already, as a rule.
CREATE TABLE blobs (
    digest text PRIMARY KEY COLLATE "C",
    content bytea NOT NULL
);
ALTER TABLE blobs ALTER COLUMN content SET STORAGE EXTERNAL;

-- What came with a memory: a JSON list; NULL where there is nothing.
ALTER TABLE memories ADD COLUMN attachments text COLLATE "C";

-- Most memories have none: this finds the others.
CREATE INDEX memories_attached ON memories (scope_id, key) WHERE attachments IS NOT NULL;
