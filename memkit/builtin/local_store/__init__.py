"""The store that ships with the core: exact search in memory, beside the journal."""
