-- The bytes of images and files that messages brought along, each once, by their SHA-256.
CREATE TABLE blobs (
    digest TEXT PRIMARY KEY,
    content BLOB NOT NULL
);

-- What came with a memory: a JSON list; NULL where there is nothing.
ALTER TABLE memories ADD COLUMN attachments TEXT;

-- Most memories have none: this finds the others.
CREATE INDEX memories_attached ON memories (scope_id, key) WHERE attachments IS NOT NULL;
