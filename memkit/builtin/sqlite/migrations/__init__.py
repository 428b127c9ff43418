"""The numbered forms of the SQLite journal."""
