-- What people said about hits: whether a memory answers a query. Ids rather than keys, for a rating
-- outlives the deletion of its memory, which may be undone.
CREATE TABLE ratings (
    query TEXT NOT NULL,
    memory_id TEXT NOT NULL,
    relevant INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT,
    PRIMARY KEY (query, memory_id)
) WITHOUT ROWID;
