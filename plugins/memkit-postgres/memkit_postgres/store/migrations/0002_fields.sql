-- When a memory holds, what took its place, and structured fields as filters see them. Rows of
-- before are of memories that had none of these: whoever changes one hands it over again.
DO $$
DECLARE
    found text;
BEGIN
    FOR found IN SELECT 'rows_' || id FROM stores UNION ALL SELECT 'row_template' LOOP
        EXECUTE format(
            'ALTER TABLE %I ADD COLUMN valid_from bigint, ADD COLUMN valid_to bigint, '
            'ADD COLUMN superseded_by text COLLATE "C", ADD COLUMN derived_by text COLLATE "C", '
            'ADD COLUMN said_by text COLLATE "C", ADD COLUMN pinned boolean NOT NULL DEFAULT false, '
            'ADD COLUMN data jsonb, ADD COLUMN folded_data jsonb', found);
    END LOOP;
END;
$$;
