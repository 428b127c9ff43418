-- Texts of messages from which no facts are ever to be drawn, whoever reads.
CREATE TABLE passed_over (
    key INTEGER NOT NULL REFERENCES ids (key),
    text_id INTEGER NOT NULL REFERENCES texts (id),
    PRIMARY KEY (key, text_id)
) WITHOUT ROWID;

-- Until now each derivation had a reading that said so, and a later one had none.
INSERT INTO passed_over
SELECT DISTINCT key, text_id FROM readings WHERE outcome = 'skipped' AND reason = 'infer=False';
DELETE FROM readings WHERE outcome = 'skipped' AND reason = 'infer=False';

-- What models may consume: calls above the number `after_call` count. NULL is no bound.
CREATE TABLE budget (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    tokens INTEGER,
    usd REAL,
    after_call INTEGER NOT NULL,
    at INTEGER NOT NULL
);
