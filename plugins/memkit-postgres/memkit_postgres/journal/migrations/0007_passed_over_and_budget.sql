-- Texts of messages from which no facts are ever to be drawn, whoever reads.
CREATE TABLE passed_over (
    key bigint NOT NULL REFERENCES ids (key),
    text_id bigint NOT NULL REFERENCES texts (id),
    PRIMARY KEY (key, text_id)
);

-- Until now each derivation had a reading that said so, and a later one had none.
INSERT INTO passed_over
SELECT DISTINCT key, text_id FROM readings WHERE outcome = 'skipped' AND reason = 'infer=False';
DELETE FROM readings WHERE outcome = 'skipped' AND reason = 'infer=False';

-- What models may consume: calls above the number `after_call` count. NULL is no bound.
CREATE TABLE budget (
    only_one integer PRIMARY KEY CHECK (only_one = 1),
    tokens bigint,
    usd double precision,
    after_call bigint NOT NULL,
    at bigint NOT NULL
);
