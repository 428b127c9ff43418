"""The default journal, on SQLite, and what follows a journal."""
