-- Why searches do not serve a memory. Rows of before are of memories that are served: whoever changes
-- one hands it over again.
DO $$
DECLARE
    found text;
BEGIN
    FOR found IN SELECT 'rows_' || id FROM stores UNION ALL SELECT 'row_template' LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN withheld text COLLATE "C"', found);
    END LOOP;
END;
$$;
