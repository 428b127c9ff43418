-- By which of memkit's analysers the terms of texts were made. Those of another are made anew when
-- the schema is opened.
ALTER TABLE memkit_format ADD COLUMN analyser integer NOT NULL DEFAULT 1;
